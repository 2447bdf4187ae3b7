from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipatoryBudgetConfig(AppConfig):
    name = "participatory_budget"
    label = "participatory_budget"
    verbose_name = _("Participatory budgets")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hub.core.registries import budget_views
        from participatory_budget.views import open_figures
        from participatory_budget.views.result_files import download

        budget_views.register("download", download)
        budget_views.register("calendar", open_figures.calendar)
        budget_views.register("statistics", open_figures.statistics)
        budget_views.register("statistics_file", open_figures.statistics_file)
        # First: answers of authors are found by the proposal, before an erasure takes the author off it.
        self._evaluation()
        self._proposing()
        self._proposals_in_public()
        self._together()
        self._moderating()
        self._paper()
        self._casting()
        self._voting()
        self._roll()
        self._open_log()
        self._delivering()
        self._project_desk()
        self._seen()
        self._project_pages()
        self._followable_more()
        self._found()
        self._city()

    def _city(self) -> None:
        """Days in the city's calendar, places on its map."""
        from hub.core.calendar import calendar_sources
        from hub.core.places import place_sources
        from participatory_budget.reports import city

        calendar_sources.register("budgets", city.budget_days)
        calendar_sources.register("milestones", city.milestone_days)
        place_sources.register("proposals", city.proposal_places)

    def _proposing(self) -> None:
        """Writing, changing and withdrawing proposals."""
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

    def _proposals_in_public(self) -> None:
        """Reading, supporting, following, finding and moderating proposals."""
        from hub.core.registries import (
            budget_views,
            datasets,
            followables,
            moderation_queues,
            open_processes,
            reference_addresses,
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

    def _together(self) -> None:
        """Co-authors and merges."""
        from hub.core.registries import DueJob, budget_views, due_jobs, personal_data
        from participatory_budget.adapters import together_data, together_letters
        from participatory_budget.views.together.authors import authors
        from participatory_budget.views.together.invitation import invitation
        from participatory_budget.views.together.merge import merge

        budget_views.register("proposal:authors", authors)
        budget_views.register("proposal:invitation", invitation)
        budget_views.register("proposal:merge", merge)
        together_letters.register()
        personal_data.register("budget_together", together_data.TogetherPersonalData())
        due_jobs.register(
            "participatory_budget.end_invitations", DueJob(every_seconds=3600, run=together_data.end_old_invitations)
        )

    def _evaluation(self) -> None:
        """How the city looks at proposals."""
        from hub.core.registries import budget_views, desk_parts, personal_data
        from participatory_budget.adapters import evaluation_letters
        from participatory_budget.adapters.evaluation_personal import EvaluationPersonalData
        from participatory_budget.selectors.evaluation_desk import evaluations_on_desk
        from participatory_budget.views.evaluating.public import evaluation
        from participatory_budget.views.evaluating.verdicts import verdicts

        evaluation_letters.register()
        personal_data.register("evaluations", EvaluationPersonalData())
        desk_parts.register("evaluations", evaluations_on_desk)
        budget_views.register("evaluation", verdicts)
        budget_views.register("proposal:evaluation", evaluation)

    def _moderating(self) -> None:
        """What readers report, and what moderators took down; the queues themselves stand with public proposals."""
        from hub.core.registries import DueJob, ModerationList, budget_views, due_jobs, moderation_lists
        from participatory_budget.services.reporting import forget_old_reports
        from participatory_budget.views.proposals.report import report

        budget_views.register("proposal:report", report)
        moderation_lists.register("proposals_withheld", ModerationList(_("Withheld proposals"), "proposals_withheld"))
        due_jobs.register(
            "participatory_budget.forget_reports", DueJob(every_seconds=24 * 3600, run=forget_old_reports)
        )

    def _paper(self) -> None:
        """What everybody sees of paper ballots after the close."""
        from hub.core.registries import budget_views
        from participatory_budget.views.paper.public import paper_in_public

        budget_views.register("ballots:paper", paper_in_public)

    def _casting(self) -> None:
        """What the clock owes an election. Each budget's step is a transaction of its own, so the jobs are none."""
        from hub.core.registries import DueJob, due_jobs
        from participatory_budget.services.voting import clock

        for name, step in clock.STEPS.items():
            due_jobs.register(f"participatory_budget.{name}", DueJob(every_seconds=60, run=step, atomic=False))

    def _voting(self) -> None:
        """Filling in a ballot and casting it."""
        from hub.core.registries import DueJob, budget_views, due_jobs, personal_data
        from participatory_budget.adapters import ballot_letters
        from participatory_budget.adapters.ballot_data import BallotPersonalData
        from participatory_budget.services.voting.reminding import remind
        from participatory_budget.views.voting.home import ballots
        from participatory_budget.views.voting.vote import vote

        budget_views.register("ballot", ballots)
        budget_views.register("vote", vote)
        ballot_letters.register()
        personal_data.register("ballots_not_cast", BallotPersonalData())
        due_jobs.register("participatory_budget.remind_of_ballots", DueJob(every_seconds=3600, run=remind))

    def _roll(self) -> None:
        """Who may vote."""
        from hub.core.registries import budget_views, personal_data
        from participatory_budget.adapters.roll_personal import RollPersonalData
        from participatory_budget.views.roll.public import eligibility

        budget_views.register("eligibility", eligibility)
        personal_data.register("rolls", RollPersonalData())

    def _open_log(self) -> None:
        """The log, what was frozen, and the bundle with which anybody recounts."""
        from hub.audit.engine.bundles import bundle_checkers
        from hub.core.registries import budget_views
        from participatory_budget.engine.bundle_checking import check_bundle
        from participatory_budget.engine.bundle_format import FORMAT
        from participatory_budget.views.open_log.ballots import cast_ballots
        from participatory_budget.views.open_log.rules import rules

        bundle_checkers.register(FORMAT, check_bundle)
        budget_views.register("ballots", cast_ballots)
        budget_views.register("rules", rules)

    def _delivering(self) -> None:
        """What becomes of the projects that were chosen."""
        from hub.promises.engine.areas import map_areas
        from hub.promises.engine.due_days import due_parts
        from hub.promises.engine.sources import promise_moved, promise_names, promise_sources, spending_kept
        from participatory_budget.adapters import promise_areas
        from participatory_budget.adapters.project_promises import ProjectPromises
        from participatory_budget.selectors.deliveries import PROJECT
        from participatory_budget.selectors.delivery_names import delivery_named
        from participatory_budget.selectors.milestone_days import milestones_due
        from participatory_budget.services.delivering.following import move_along
        from participatory_budget.services.delivering.imported_spending import keep_spending

        promise_sources.register(PROJECT, ProjectPromises())
        due_parts.register("milestones", milestones_due)
        promise_names.register(PROJECT, delivery_named)
        spending_kept.register(PROJECT, keep_spending)
        promise_moved.register(PROJECT, move_along)
        map_areas.register("districts", promise_areas.districts)

    def _project_desk(self) -> None:
        """Letters about the work on a project, and who of the staff did it."""
        from hub.core.registries import personal_data
        from participatory_budget.adapters import project_letters
        from participatory_budget.adapters.delivery_personal import DeliveryPersonalData

        project_letters.register()
        personal_data.register("project_files", DeliveryPersonalData())

    def _seen(self) -> None:
        """What residents see of a project when they go to look, and how satisfied they are."""
        from hub.contributions.engine.own_forms import ContributionForm, answers_told, contribution_forms
        from hub.core.registries import comment_facts_kept, desk_parts, personal_data, project_views, thread_subjects
        from participatory_budget.adapters.residents import ProjectSubjects, ResidentsPersonalData, facts_told
        from participatory_budget.forms.seen import ProjectReportForm
        from participatory_budget.reports.projects.parts import ProjectPart, project_parts
        from participatory_budget.reports.seen import seen_part
        from participatory_budget.selectors.deliveries import PROJECT
        from participatory_budget.selectors.seen_desk import doubts_on_desk
        from participatory_budget.services.seen.keeping import keep_facts
        from participatory_budget.views.seen.report import TEMPLATE, report, report_context
        from participatory_budget.views.seen.reports import reports
        from participatory_budget.views.seen.satisfaction import satisfaction

        project_parts.register(
            "seen",
            ProjectPart(
                "participatory_budget/projects/_seen.html",
                seen_part,
                ("contributions/contributions.css", "participatory_budget/seen.css"),
            ),
        )
        project_views.register("report", report)
        project_views.register("reports", reports)
        project_views.register("satisfaction", satisfaction)
        thread_subjects.register(PROJECT, ProjectSubjects())
        contribution_forms.register(
            PROJECT, ContributionForm(ProjectReportForm, TEMPLATE, report_context, tells_replies=True)
        )
        comment_facts_kept.register(PROJECT, keep_facts)
        answers_told.register(PROJECT, facts_told)
        personal_data.register("residents", ResidentsPersonalData())
        desk_parts.register("resident_reports", doubts_on_desk)

    def _project_pages(self) -> None:
        """What everybody reads of projects that are carried out."""
        from hub.core.registries import budget_views, followables, project_views
        from participatory_budget.adapters.projects import FollowableProjects
        from participatory_budget.selectors.deliveries import PROJECT
        from participatory_budget.views.projects import files, progress, read

        project_views.register("read", read.read)
        project_views.register("updates", read.updates)
        project_views.register("payments", read.payments)
        project_views.register("photo", files.photo)
        project_views.register("calendar", files.calendar)
        budget_views.register("progress", progress.progress)
        followables.register(PROJECT, FollowableProjects())

    def _followable_more(self) -> None:
        """Budgets, districts and subjects as things to follow."""
        from participatory_budget.adapters import followed_budgets

        followed_budgets.register()

    def _found(self) -> None:
        """What the search finds, and in which phase each budget is."""
        from hub.core.search import process_phases, search_kinds, search_triggers
        from participatory_budget.adapters.found import KINDS, TRIGGERS
        from participatory_budget.selectors.found import budget_stages

        for kind, told in KINDS.items():
            search_kinds.register(kind, told)
        for name, trigger in TRIGGERS.items():
            search_triggers.register(name, trigger)
        process_phases.register("budgets", budget_stages)
