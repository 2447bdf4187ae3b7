from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WhitepapersConfig(AppConfig):
    name = "whitepapers"
    label = "whitepapers"
    verbose_name = _("Documents")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from hub.core.registries import followables, search_sources
        from hub.notifications.adapters import register_news
        from hub.notifications.engine.news import NewsKind
        from whitepapers import adapters
        from whitepapers.selectors.following import CLAUSE, DOCUMENT
        from whitepapers.selectors.search import ClauseSearch
        from whitepapers.services.news import VERSION_NEWS
        from whitepapers.signal_handlers import take_version

        page_published.connect(take_version, dispatch_uid="whitepapers.take_version")
        search_sources.register("clauses", ClauseSearch())
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
