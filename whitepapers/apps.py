from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WhitepapersConfig(AppConfig):
    name = "whitepapers"
    label = "whitepapers"
    verbose_name = _("Documents")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from hub.core.registries import search_sources
        from whitepapers.selectors.search import ClauseSearch
        from whitepapers.signal_handlers import take_version

        page_published.connect(take_version, dispatch_uid="whitepapers.take_version")
        search_sources.register("clauses", ClauseSearch())
