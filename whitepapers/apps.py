from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WhitepapersConfig(AppConfig):
    name = "whitepapers"
    label = "whitepapers"
    verbose_name = _("Documents")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import pre_delete
        from wagtail.signals import page_published, task_submitted

        from hub.core.registries import DueJob, desk_parts, document_views, due_jobs, followables
        from hub.notifications.adapters import register_news
        from hub.notifications.engine.news import NewsKind
        from whitepapers import adapters
        from whitepapers.models.pages import DocumentPage
        from whitepapers.selectors.desk import documents_on_desk
        from whitepapers.selectors.following import CLAUSE, DOCUMENT
        from whitepapers.services.import_work import forget_expired
        from whitepapers.services.news import VERSION_NEWS
        from whitepapers.signal_handlers import check_readiness, refuse_deletion, take_version
        from whitepapers.views.exports import export

        document_views.register("export", export)
        page_published.connect(take_version, dispatch_uid="whitepapers.take_version")
        task_submitted.connect(check_readiness, dispatch_uid="whitepapers.check_readiness")
        for kind in DocumentPage.__subclasses__():
            pre_delete.connect(refuse_deletion, sender=kind, dispatch_uid=f"whitepapers.refuse.{kind.__name__}")
        desk_parts.register("documents", documents_on_desk)
        due_jobs.register("forget_import_work", DueJob(60 * 60, forget_expired))
        followables.register(DOCUMENT, adapters.FollowableDocuments())
        followables.register(CLAUSE, adapters.FollowableClauses())
        register_news(
            VERSION_NEWS,
            NewsKind(
                subject=_("New version: %(title)s"),
                template="whitepapers/mail/version.txt",
                concerns=adapters.concerned_by_version,
                context=adapters.version_letter,
            ),
        )
        self._found()

    def _found(self) -> None:
        """What people can search."""
        from hub.core.search import search_kinds, search_triggers
        from whitepapers.selectors import found
        from whitepapers.selectors.found_triggers import TRIGGERS

        search_kinds.register(found.DOCUMENT, found.FoundDocuments())
        search_kinds.register(found.CLAUSE, found.FoundClauses())
        for name, trigger in TRIGGERS.items():
            search_triggers.register(name, trigger)
