from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipatoryBudgetConfig(AppConfig):
    name = "participatory_budget"
    label = "participatory_budget"
    verbose_name = _("Participatory budgets")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hub.core.registries import DueJob, budget_views, due_jobs, personal_data
        from participatory_budget.adapters import together_data, together_letters
        from participatory_budget.views.result_files import download
        from participatory_budget.views.together.authors import authors
        from participatory_budget.views.together.invitation import invitation
        from participatory_budget.views.together.merge import merge

        budget_views.register("download", download)

        # Co-authors and merges.
        budget_views.register("proposal:authors", authors)
        budget_views.register("proposal:invitation", invitation)
        budget_views.register("proposal:merge", merge)
        together_letters.register()
        personal_data.register("budget_together", together_data.TogetherPersonalData())
        due_jobs.register(
            "participatory_budget.end_invitations", DueJob(every_seconds=3600, run=together_data.end_old_invitations)
        )
