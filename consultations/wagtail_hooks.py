"""Consultations in the editor's menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from consultations.permissions import READING_ROLES
from consultations.views import answering, answers, coverage, desk, machine
from consultations.views.coding import chosen, judging, reading, themes
from hub.accounts.permissions import roles_of


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("consultations/", answers.consultations, name="consultation_list"),
        path("consultations/new/", answers.new_consultation, name="consultation_new"),
        path("consultations/<uuid:pk>/", desk.dashboard, name="consultation_dashboard"),
        path("consultations/<uuid:pk>/download/<slug:name>.csv", desk.download, name="consultation_download"),
        path("consultations/<uuid:pk>/meetings/new/", desk.event, name="consultation_event_new"),
        path("consultations/<uuid:pk>/meetings/<uuid:event_id>/", desk.event, name="consultation_event"),
        path("consultations/<uuid:pk>/meetings/<uuid:event_id>/cancel/", desk.cancel, name="consultation_event_cancel"),
        path("consultations/<uuid:pk>/letter/", desk.letter, name="consultation_letter"),
        path("consultations/<uuid:pk>/delay/", desk.delay, name="consultation_delay"),
        path("consultations/<uuid:pk>/dates/", answers.dates, name="consultation_dates"),
        path("consultations/<uuid:pk>/answers/", answers.answers, name="consultation_answers"),
        path("consultations/<uuid:pk>/coverage/", coverage.coverage, name="consultation_coverage"),
        path("consultations/<uuid:pk>/gap/", answering.gap, name="consultation_gap_reading"),
        path("consultations/<uuid:pk>/quotes/<slug:reference>/", answering.choose_quote, name="consultation_quote"),
        path(
            "consultations/<uuid:pk>/outcomes/<int:outcome>/<slug:step>/",
            answering.decide,
            name="consultation_answer_step",
        ),
        path(
            "consultations/<uuid:pk>/answers/<int:clause_thread>/", answering.answer_clause, name="consultation_answer"
        ),
        path("consultations/<uuid:pk>/answers/<int:clause_thread>/gap/", answering.gap, name="consultation_gap"),
        path(
            "consultations/<uuid:pk>/answers/theme/<uuid:theme>/",
            answering.answer_theme,
            name="consultation_answer_theme",
        ),
        path(
            "consultations/<uuid:pk>/answers/chosen/<uuid:selection>/",
            answering.answer_selection,
            name="consultation_answer_selection",
        ),
        path("consultations/<uuid:pk>/machine/", machine.machine, name="consultation_machine"),
        path("consultations/<uuid:pk>/machine/run/", machine.run, name="consultation_machine_run"),
        path("consultations/<uuid:pk>/machine/groups/", machine.groups, name="consultation_machine_groups"),
        path(
            "consultations/<uuid:pk>/machine/groups/<int:group_id>/", machine.group, name="consultation_machine_group"
        ),
        path("consultations/<uuid:pk>/machine/themes/", machine.suggestions, name="consultation_machine_themes"),
        path(
            "consultations/<uuid:pk>/machine/themes/<uuid:suggestion_id>/",
            machine.suggestion,
            name="consultation_machine_theme",
        ),
        path(
            "consultations/<uuid:pk>/machine/alike/<uuid:theme_id>/", machine.alike, name="consultation_machine_alike"
        ),
        path("consultations/<uuid:pk>/reading/", reading.reading, name="consultation_reading"),
        path("consultations/<uuid:pk>/reading/one/", judging.one, name="consultation_reading_one"),
        path("consultations/<uuid:pk>/reading/many/", judging.many, name="consultation_reading_many"),
        path("consultations/<uuid:pk>/reading/filters/", judging.filters, name="consultation_reading_filters"),
        path("consultations/<uuid:pk>/reading/together/", chosen.together, name="consultation_together"),
        path("consultations/<uuid:pk>/reading/own-theme/", chosen.own_theme, name="consultation_own_theme"),
        path("consultations/<uuid:pk>/reading/themes/", themes.themes, name="consultation_themes"),
        path("consultations/<uuid:pk>/reading/themes/new/", themes.new_theme, name="consultation_theme_new"),
        path("consultations/<uuid:pk>/reading/themes/<uuid:theme_id>/", themes.theme, name="consultation_theme"),
    ]


class ConsultationMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(roles_of(request.user) & READING_ROLES)


@hooks.register("register_admin_menu_item")
def consultation_menu_item() -> MenuItem:
    return ConsultationMenuItem(
        _("Consultations"), reverse("consultation_list"), name="consultations", icon_name="comment", order=240
    )
