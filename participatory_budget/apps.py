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
        self._proposals_in_public()

    def _proposals_in_public(self) -> None:
        """Reading, supporting, following, finding and moderating proposals."""
        from hub.core.registries import (
            budget_views,
            datasets,
            followables,
            moderation_queues,
            open_processes,
            reference_addresses,
            search_sources,
            thread_subjects,
        )
        from hub.notifications.adapters import register_news
        from hub.notifications.engine.kinds import kinds
        from participatory_budget.adapters.proposal_queues import QUEUES
        from participatory_budget.adapters.proposals import NEWS, FollowableProposals, ProposalSubjects
        from participatory_budget.adapters.public_letters import LETTERS
        from participatory_budget.exports import DATASETS
        from participatory_budget.exports.budgets import OpenBudgets
        from participatory_budget.selectors.following import PROPOSAL
        from participatory_budget.selectors.proposal_addresses import address_of_reference
        from participatory_budget.selectors.proposal_search import ProposalSearch
        from participatory_budget.views.proposals.detail import proposal
        from participatory_budget.views.proposals.listing import proposals
        from participatory_budget.views.proposals.photo import photo
        from participatory_budget.views.proposals.support import support

        budget_views.register("proposals", proposals)
        budget_views.register("proposal", proposal)
        budget_views.register("proposal:photo", photo)
        budget_views.register("proposal:support", support)
        thread_subjects.register(PROPOSAL, ProposalSubjects())
        reference_addresses.register("proposals", address_of_reference)
        search_sources.register("proposals", ProposalSearch())
        followables.register(PROPOSAL, FollowableProposals())
        open_processes.register("budgets", OpenBudgets())
        for dataset in DATASETS:
            datasets.register(dataset.full_name, dataset)
        for queue in QUEUES:
            moderation_queues.register(queue.name, queue)
        for name, letter in LETTERS.items():
            kinds.register(name, letter)
        for name, news in NEWS.items():
            register_news(name, news)
