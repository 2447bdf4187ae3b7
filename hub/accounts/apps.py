from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "hub.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"
    default = True

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed
        from django.contrib.auth.models import Group
        from django.db.models.signals import m2m_changed, post_migrate, pre_delete, pre_save

        from hub.accounts import signal_handlers
        from hub.accounts.checks import check_role_matrix
        from hub.accounts.exports import AccountData
        from hub.accounts.models.user import User
        from hub.accounts.services.erasure import OWN_DATA
        from hub.accounts.services.lifecycle import delete_unconfirmed
        from hub.core.registries import DueJob, due_jobs, personal_data

        personal_data.register(OWN_DATA, AccountData())
        due_jobs.register("accounts.delete_unconfirmed", DueJob(24 * 3600, delete_unconfirmed))
        register(check_role_matrix)
        m2m_changed.connect(signal_handlers.on_membership_changed, sender=User.groups.through)
        pre_delete.connect(signal_handlers.before_group_deleted, sender=Group)
        pre_save.connect(signal_handlers.before_group_saved, sender=Group)
        email_confirmed.connect(signal_handlers.on_address_confirmed)
        post_migrate.connect(signal_handlers.on_migrated)


class EditorsUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user management with forms for accounts that have an address and a public name, no username."""

    user_viewset = "hub.accounts.viewsets.UserViewSet"
