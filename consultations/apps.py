from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    name = "consultations"
    label = "consultations"
    verbose_name = _("Consultations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from consultations.adapters import (
            NEWS,
            ConsultationPanel,
            ConsultationSubjects,
            FollowableConsultations,
            ReadingPersonalData,
            outcome_message,
        )
        from consultations.exports import DATASETS
        from consultations.exports.processes import OpenConsultations
        from consultations.selectors.desk import consultations_on_desk
        from consultations.selectors.facts import ThemesAndChosenSets
        from consultations.selectors.following import CONSULTATION
        from consultations.selectors.reasons import has_contributions, reasons_of_changes
        from consultations.services.letters import OUTCOME_MESSAGE
        from consultations.services.opening import CLAUSE, DOCUMENT
        from consultations.signal_handlers import document_published, report_published
        from consultations.tasks import forget_report_pdfs, tell_followers
        from consultations.views.comment import comment_on_clause
        from consultations.views.report_files import download
        from hub.core.registries import (
            DueJob,
            change_reasons,
            clause_views,
            comment_facts,
            datasets,
            desk_parts,
            document_panels,
            document_records,
            due_jobs,
            followables,
            open_processes,
            personal_data,
            report_views,
            thread_subjects,
        )
        from hub.notifications.adapters import register_news
        from hub.notifications.engine.kinds import Kind, kinds

        subjects = ConsultationSubjects()
        document_panels.register("consultations", ConsultationPanel())
        thread_subjects.register(CLAUSE, subjects)
        thread_subjects.register(DOCUMENT, subjects)
        clause_views.register("comment", comment_on_clause)
        report_views.register("download", download)
        change_reasons.register("answers", reasons_of_changes)
        comment_facts.register("themes", ThemesAndChosenSets())
        document_records.register("contributions", has_contributions)
        desk_parts.register("consultations", consultations_on_desk)
        personal_data.register("consultations", ReadingPersonalData())
        kinds.register(
            OUTCOME_MESSAGE,
            Kind(
                subject=_("What became of your comments: %(title)s"),
                template="consultations/mail/outcome.txt",
                context=outcome_message,
            ),
        )
        followables.register(CONSULTATION, FollowableConsultations())
        for name, kind in NEWS.items():
            register_news(name, kind)
        due_jobs.register("consultations.tell_followers", DueJob(every_seconds=15 * 60, run=tell_followers))
        open_processes.register("consultations", OpenConsultations())
        for dataset in DATASETS:
            datasets.register(dataset.full_name, dataset)
        due_jobs.register("consultations.forget_report_pdfs", DueJob(every_seconds=60 * 60, run=forget_report_pdfs))
        self._promises()
        page_published.connect(document_published, dispatch_uid="consultations.document_published")
        page_published.connect(report_published, dispatch_uid="consultations.report_published")
        self._followable_more()
        self._found()
        self._city()

    def _city(self) -> None:
        """Days in the city's calendar."""
        from consultations.selectors.city_calendar import consultation_days
        from hub.core.calendar import calendar_sources

        calendar_sources.register("consultations", consultation_days)

    def _promises(self) -> None:
        """What answers say that happens next is followed."""
        from consultations.adapters import NextStepPromises
        from consultations.selectors.promised import NEXT_STEP, step_grounds
        from consultations.services.promising import promise_missing_steps
        from hub.core.registries import DueJob, due_jobs
        from hub.promises.engine.sources import promise_grounds, promise_sources

        promise_sources.register(NEXT_STEP, NextStepPromises())
        promise_grounds.register(NEXT_STEP, step_grounds)
        day = 24 * 60 * 60
        due_jobs.register("consultations.promise_missing_steps", DueJob(every_seconds=day, run=promise_missing_steps))

    def _followable_more(self) -> None:
        """Themes that a report names."""
        from consultations.adapters import FollowableThemes
        from consultations.selectors.followed_themes import THEME
        from hub.core.registries import followables

        followables.register(THEME, FollowableThemes())

    def _found(self) -> None:
        """What people can search, and where each consultation stands."""
        from django.db.models.signals import post_delete, post_save
        from wagtail.models import PageViewRestriction
        from wagtail.signals import page_published, page_unpublished, post_page_move

        from consultations import signal_handlers
        from consultations.selectors import found, found_answers, found_reports
        from consultations.selectors.found_triggers import TRIGGERS
        from consultations.selectors.stages import processes_of_documents, stages
        from hub.core.search import process_phases, search_kinds, search_triggers
        from whitepapers.engine.processes import document_processes

        search_kinds.register(found.CONSULTATION, found.FoundConsultations())
        search_kinds.register(found.EVENT, found.FoundEvents())
        search_kinds.register(found_answers.ANSWER, found_answers.FoundAnswers())
        search_kinds.register(found_reports.REPORT, found_reports.FoundReports())
        for name, trigger in TRIGGERS.items():
            search_triggers.register(name, trigger)
        process_phases.register("consultations", stages)
        document_processes.register("consultations", processes_of_documents)
        for signal, receiver in (
            (page_published, signal_handlers.consultation_published),
            (page_unpublished, signal_handlers.consultation_unpublished),
            (post_page_move, signal_handlers.page_changed_place),
        ):
            signal.connect(receiver, dispatch_uid=f"consultations.{receiver.__name__}")
        for changed in (post_save, post_delete):
            changed.connect(
                signal_handlers.restriction_changed, PageViewRestriction, dispatch_uid="consultations.restriction"
            )
