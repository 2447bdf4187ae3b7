from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipatoryBudgetConfig(AppConfig):
    name = "participatory_budget"
    label = "participatory_budget"
    verbose_name = _("Participatory budgets")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hub.core.registries import budget_views
        from participatory_budget.views.result_files import download

        budget_views.register("download", download)

        # How the city looks at proposals.
        from hub.core.registries import desk_parts, personal_data
        from participatory_budget.adapters import evaluation_letters
        from participatory_budget.adapters.evaluation_personal import EvaluationPersonalData
        from participatory_budget.selectors.evaluation_desk import evaluations_on_desk
        from participatory_budget.views.evaluating.public import evaluation as evaluation_page
        from participatory_budget.views.evaluating.verdicts import verdicts

        evaluation_letters.register()
        # Before what takes the author off a proposal: answers are found by it.
        personal_data.register("evaluations", EvaluationPersonalData())
        desk_parts.register("evaluations", evaluations_on_desk)
        budget_views.register("evaluation", verdicts)
        budget_views.register("proposal:evaluation", evaluation_page)
