from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured
from django.db.models.signals import pre_save
from django.utils.translation import gettext_lazy as _


class ContributionsConfig(AppConfig):
    name = "hub.contributions"
    label = "contributions"
    verbose_name = _("Contributions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hub.contributions.adapters import found, letters, queues, registries
        from hub.core.registries import (
            AccountSection,
            DueJob,
            account_sections,
            due_jobs,
            moderation_queues,
            personal_data,
        )
        from hub.core.search import search_kinds, search_triggers

        self._keep_held_replies_held()
        letters.register()
        for queue in (
            queues.WaitingComments(),
            queues.FlaggedComments(),
            queues.EditedComments(),
            queues.UnreadComments(),
        ):
            moderation_queues.register(queue.name, queue)
        personal_data.register("contributions", registries.ContributionsPersonalData())
        for kind, told in found.KINDS.items():
            search_kinds.register(kind, told)
        for name, trigger in found.TRIGGERS.items():
            search_triggers.register(name, trigger)
        account_sections.register(
            "contributions",
            AccountSection(_("My contributions"), "contributions/_own.html", registries.own_contributions),
        )
        due_jobs.register("contributions.purge", DueJob(every_seconds=24 * 3600, run=registries.purge))

    def _keep_held_replies_held(self) -> None:
        """django-comments-xtd publishes all replies of a comment whenever a public comment is saved."""
        from django_comments_xtd.models import publish_or_unpublish_on_pre_save

        from hub.contributions.models.comment import Comment

        if not pre_save.disconnect(publish_or_unpublish_on_pre_save, sender=Comment):
            raise ImproperlyConfigured("hub.contributions must stand after django_comments_xtd in INSTALLED_APPS.")
