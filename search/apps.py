from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        if not settings.SEARCH_URL.startswith("database:"):
            from hub.core.registries import health_checks
            from search.engine.elastic import index_fault

            health_checks.register("search index", index_fault)
