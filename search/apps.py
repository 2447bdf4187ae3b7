from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from search.adapters import saved

        self._keep_index()
        saved.register()
        if not settings.SEARCH_URL.startswith("database:"):
            from hub.core.registries import health_checks
            from search.engine.elastic import index_fault

            health_checks.register("search index", index_fault)

    def _keep_index(self) -> None:
        from django.db.models.signals import post_delete, post_save, pre_delete
        from wagtail.models import Page, PageViewRestriction
        from wagtail.signals import page_published, page_unpublished, post_page_move

        from hub.core.models.topic import Topic, TopicName, TopicPage
        from hub.core.registries import DueJob, due_jobs, health_warnings
        from hub.core.search import SearchTrigger, listen_to_search_changes, search_kinds, search_triggers
        from search import signal_handlers, tasks
        from search.selectors import pages_kind
        from search.selectors.lag import late_at_node, late_changes
        from search.services.noting import call_on_change

        call_on_change(tasks.wake)
        listen_to_search_changes(signal_handlers.listen)
        search_kinds.register(pages_kind.KIND, pages_kind.Pages())
        for name in pages_kind.TYPES:
            search_triggers.register(f"page {name}", SearchTrigger(name, pages_kind.page_key))
        # Features register theirs when they are ready, some before this app and some after it.
        search_triggers.each(signal_handlers.connect)
        page_published.connect(signal_handlers.page_published, dispatch_uid="search.page_published")
        page_unpublished.connect(signal_handlers.page_unpublished, dispatch_uid="search.page_unpublished")
        post_page_move.connect(signal_handlers.page_moved, dispatch_uid="search.page_moved")
        # Each page of a deleted subtree is told of, and of each only the part that all pages have.
        pre_delete.connect(signal_handlers.page_deleted, sender=Page, dispatch_uid="search.page_deleted")
        for signal in (post_save, post_delete):
            signal.connect(signal_handlers.restriction_changed, PageViewRestriction, dispatch_uid="search.restriction")
            signal.connect(signal_handlers.topic_changed, Topic, dispatch_uid="search.topic")
            signal.connect(signal_handlers.topic_name_changed, TopicName, dispatch_uid="search.topic_name")
            signal.connect(signal_handlers.page_under_topic_changed, TopicPage, dispatch_uid="search.topic_page")
        due_jobs.register("search.apply", DueJob(60, tasks.apply_later))
        due_jobs.register("search.send", DueJob(60, tasks.send_later, atomic=False))
        due_jobs.register("search.check", DueJob(24 * 60 * 60, tasks.check_later))
        health_warnings.register("search changes", late_changes)
        health_warnings.register("search node", late_at_node)
