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
        from hub.core.registries import (
            AccountSection,
            DueJob,
            account_sections,
            budget_views,
            due_jobs,
            personal_data,
        )
        from participatory_budget.adapters import proposal_letters
        from participatory_budget.adapters.own_data import ProposalsPersonalData
        from participatory_budget.reports.own_list import own_proposals
        from participatory_budget.services.drafting import purge_drafts
        from participatory_budget.views.proposing import own
        from participatory_budget.views.proposing.similar import similar
        from participatory_budget.views.proposing.start import propose

        budget_views.register("propose", propose)
        budget_views.register("similar", similar)
        budget_views.register("proposal:change", own.change)
        budget_views.register("proposal:withdraw", own.withdraw)
        budget_views.register("proposal:history", own.earlier_texts)
        proposal_letters.register()
        personal_data.register("proposals", ProposalsPersonalData())
        account_sections.register(
            "proposals",
            AccountSection(_("My proposals"), "participatory_budget/proposals/_own_list.html", own_proposals),
        )
        due_jobs.register("participatory_budget.purge_drafts", DueJob(every_seconds=24 * 3600, run=purge_drafts))
