from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "hub.audit"
    label = "audit"
    verbose_name = _("Audit")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hub.audit import checks  # noqa: F401 registers the system check
        from hub.audit.backup_part import AuditBackup
        from hub.audit.engine.bundles import bundle_checkers
        from hub.audit.engine.export_file import FORMAT, check_export
        from hub.audit.exports import AuditPersonalData
        from hub.audit.selectors import fault
        from hub.audit.tasks import sign_nightly_head
        from hub.core import registries

        bundle_checkers.register(FORMAT, check_export)
        # Each hour, although a head is signed once a day: a night without a worker is made up for an hour later.
        registries.due_jobs.register("audit_nightly_head", registries.DueJob(3600, sign_nightly_head))
        registries.health_checks.register("audit", fault)
        registries.personal_data.register("audit", AuditPersonalData())
        registries.backup_parts.register("audit", AuditBackup())
