from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "hub.notifications"
    label = "notifications"
    verbose_name = _("Notifications")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hub.core.registries import (
            AccountSection,
            DueJob,
            account_sections,
            due_jobs,
            health_warnings,
            personal_data,
        )
        from hub.notifications import adapters, selectors, services, tasks

        services.call_on_new_message(tasks.wake)
        services.call_on_news(tasks.wake_news)
        due_jobs.register("notifications.retry", DueJob(every_seconds=60, run=tasks.retry_waiting))
        due_jobs.register("notifications.news", DueJob(every_seconds=60, run=tasks.finish_news))
        due_jobs.register("notifications.digests", DueJob(every_seconds=5 * 60, run=tasks.digests_due))
        due_jobs.register("notifications.purge", DueJob(every_seconds=24 * 3600, run=adapters.purge_delivered))
        adapters.register_digests()
        health_warnings.register("outbox", selectors.stuck_message)
        personal_data.register("notifications", adapters.NotificationsPersonalData())
        account_sections.register(
            "follows", AccountSection(_("What I follow"), "notifications/_own.html", adapters.own_follows, order=10)
        )
