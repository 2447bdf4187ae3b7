from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "hub.core"
    label = "core"
    verbose_name = _("Platform")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hub.core import checks  # noqa: F401 - registers the system checks
        from hub.core.due import register_built_in_jobs
        from hub.core.health import register_built_in_checks
        from hub.core.sites import keep_sites_in_step

        register_built_in_checks()
        register_built_in_jobs()
        post_migrate.connect(keep_sites_in_step, sender=self, dispatch_uid="hub.core.sites")
