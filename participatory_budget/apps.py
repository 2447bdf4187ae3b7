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
        self._register_proposing()

    def _register_proposing(self) -> None:
        from hub.core.registries import budget_views
        from participatory_budget.adapters import proposal_letters
        from participatory_budget.views.proposing.similar import similar
        from participatory_budget.views.proposing.start import propose

        budget_views.register("propose", propose)
        budget_views.register("similar", similar)
        proposal_letters.register()
