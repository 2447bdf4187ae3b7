"""Wagtail's management of accounts, fitted to ours: deleting one in the editor is the same erasure as one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.users.views.bulk_actions import DeleteBulkAction
from wagtail.users.views.users import CreateView as WagtailCreateView
from wagtail.users.views.users import DeleteView as WagtailDeleteView
from wagtail.users.views.users import IndexView as WagtailIndexView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from hub.accounts.enums import Role
from hub.accounts.forms.admin import UserCreationForm, UserEditForm
from hub.accounts.models.user import User
from hub.accounts.services.erasure import LastAdministratorError, erase_account
from hub.accounts.services.lifecycle import invite


class AccountsView(WagtailIndexView):
    """Shows who holds which role, instead of "Admin" for superusers and nothing for everybody else."""

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("groups")

    @cached_property
    def columns(self) -> list[Column]:
        roles = Column("roles", label=gettext_lazy("Roles"), accessor=_roles, width="20%")
        return [roles if column.name == "is_superuser" else column for column in super().columns]


def _roles(person: User) -> str:
    if person.is_superuser:
        return str(Role.ADMINISTRATOR.label)
    held = {group.name for group in person.groups.all()}
    return " · ".join(str(role.label) for role in Role if role.value in held)


class InviteView(WagtailCreateView):
    def save_instance(self) -> User:
        person: User = super().save_instance()
        invite(person, actor=self.request.user, now=timezone.now())
        return person


class EraseView(WagtailDeleteView):
    page_title = gettext_lazy("Erase account")
    confirmation_message = gettext_lazy(
        "Erase this account? The name, address and roles go; what was published stays, without a name."
    )
    success_message = gettext_lazy("The account is erased.")

    def get_usage_url(self) -> None:
        # The row stays, so nothing that points at it is in the way.
        return None

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            erase_account(self.object, actor=self.request.user, now=timezone.now())
        except LastAdministratorError:
            messages.error(self.request, _("This is the only administrator; it cannot be erased."))
        else:
            messages.success(self.request, self.get_success_message())
        return HttpResponseRedirect(self.get_success_url())


class EraseBulkAction(DeleteBulkAction):
    """Takes the place of Wagtail's, which would delete rows that contributions point at."""

    display_name = gettext_lazy("Erase")
    aria_label = gettext_lazy("Erase selected accounts")

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "actor": self.request.user}

    @classmethod
    def execute_action(cls, objects: Sequence[User], **kwargs: Any) -> tuple[int, int]:
        now = timezone.now()
        for person in objects:
            try:
                erase_account(person, actor=kwargs["actor"], now=now)
            except LastAdministratorError:
                raise PermissionDenied from None
        return len(objects), 0


class UserViewSet(WagtailUserViewSet):
    index_view_class = AccountsView
    add_view_class = InviteView
    delete_view_class = EraseView

    def get_form_class(self, for_update: bool = False) -> type[UserCreationForm] | type[UserEditForm]:
        return UserEditForm if for_update else UserCreationForm
