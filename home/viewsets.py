"""Topics and districts in the editor. What is right is said by `services.topics`; this only shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, PageChooserPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log
from wagtail.permission_policies.base import BasePermissionPolicy

from home.permissions import NAMING_ROLES, user_can_name_topics
from home.selectors.headings import ROUTES
from home.services.topics import TopicError, delete_topic, save_topic
from hub.accounts.enums import Role
from hub.accounts.models.user import User
from hub.core.models.topic import Topic

PAGES = ["whitepapers.PolicyDraftPage", "whitepapers.WhitePaperPage", "consultations.ConsultationPage",
         "participatory_budget.BudgetPage"]  # fmt: skip


class TopicPolicy(BasePermissionPolicy):
    """By role, as everything here; Wagtail asks it before it shows the menu and before each view."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return user_can_name_topics(user)

    def users_with_any_permission(self, actions: Sequence[str]) -> QuerySet[User]:
        roles = [role.value for role in (*NAMING_ROLES, Role.ADMINISTRATOR)]
        return User.objects.filter(Q(groups__name__in=roles) | Q(is_superuser=True), is_active=True).distinct()


class TopicForm(WagtailAdminModelForm):
    key = forms.SlugField(
        label=_("Name in addresses"),
        required=False,
        allow_unicode=True,
        max_length=80,
        help_text=_(
            "Made from the name when you leave it empty. It stays when names change. "
            "Themes and districts of promises with the same name are found here too."
        ),
    )


class _SavedByService:
    """What a service refuses is said in the form; nothing typed is lost."""

    action_name: str
    form: Any
    request: Any

    def save_instance(self) -> Topic:
        topic = save_topic(self.form.save(commit=False), actor=self.request.user, now=timezone.now())
        log(instance=topic, action=self.action_name, user=self.request.user, content_changed=True)
        return topic

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except TopicError as error:
            form.add_error(error.field or None, str(error))
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]


class CreateTopicView(_SavedByService, CreateView):
    action_name = "wagtail.create"


class EditTopicView(_SavedByService, EditView):
    action_name = "wagtail.edit"


class DeleteTopicView(DeleteView):
    confirmation_message = _("Take this heading away? What stands under it stays where it is.")

    def delete_action(self) -> None:
        log(instance=self.object, action="wagtail.delete", user=self.request.user)
        delete_topic(self.object, actor=self.request.user, now=timezone.now())


class TopicViewSet(ModelViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics and districts")
    menu_order = 247
    add_to_admin_menu = True
    copy_view_enabled = False
    url_prefix = "topics"
    url_namespace = "topics"
    add_view_class = CreateTopicView
    edit_view_class = EditTopicView
    delete_view_class = DeleteTopicView
    list_filter = ["kind"]
    search_fields = ["names__name", "key"]
    ordering = ["kind", "key"]
    list_display = [
        "__str__",
        Column("kind", label=_("Kind"), accessor="get_kind_display"),
        Column("address", label=_("Address"), accessor=lambda topic: reverse(ROUTES[topic.kind][1], args=[topic.key])),
    ]
    panels = [
        HelpPanel(
            content=_(
                "People look under these headings for what concerns them: on the front page, in the lists, in the "
                "calendar, on the map and in the search."
            )
        ),
        FieldPanel("kind"),
        InlinePanel(
            "names",
            heading=_("Names"),
            label=_("Name"),
            min_num=1,
            max_num=len(settings.LANGUAGES),
            help_text=_("One for each language. The first language of the hub is needed; readers of others see it."),
        ),
        InlinePanel(
            "topic_pages",
            [PageChooserPanel("page", PAGES)],
            heading=_("Documents, consultations and budgets"),
            label=_("Page"),
            help_text=_("Choose a page in any one language: it is found in all of them."),
        ),
        FieldPanel("key"),
    ]

    def get_form_class(self, for_update: bool = False) -> Any:
        return self.get_edit_handler().get_form_class()

    def get_edit_handler(self) -> Any:
        handler = super().get_edit_handler()
        handler.base_form_class = TopicForm
        return handler
