"""Who may do what, in which phase. Role *and* phase, in one place; `now` is always given."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from consultations.enums import ANSWERING_PHASES, REPORTING_PHASES, PhaseKind
from consultations.models.consultation import Consultation
from consultations.phases import is_open, phase_at, schedule_of
from hub.accounts.enums import Role
from hub.accounts.permissions import has_role, roles_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User

    Person: TypeAlias = User | AnonymousUser | None

# Who works on answers, and who may look at them before they are published.
ANSWERING_ROLES = frozenset({Role.MODERATOR, Role.ANALYST})
REPORTING_ROLES = frozenset({Role.MODERATOR, Role.EDITOR})
ENTERING_ROLES = frozenset({Role.MODERATOR, Role.EDITOR})
READING_ROLES = frozenset({Role.MODERATOR, Role.ANALYST, Role.EDITOR, Role.AUDITOR})


def user_can_comment(user: Person, consultation: Consultation, now: datetime) -> bool:
    """Anybody may, with an account or without one, as long as the consultation is open."""
    return is_open(schedule_of(consultation), now)


def user_can_manage(user: Person, consultation: Consultation | None, now: datetime) -> bool:
    """Set dates and documents, open a consultation."""
    return has_role(user, Role.EDITOR)


def user_can_explain_delay(user: Person, consultation: Consultation, now: datetime) -> bool:
    """Say in public why the answer takes longer, before it is due or after."""
    return user_can_manage(user, consultation, now) and phase_at(schedule_of(consultation), now) is PhaseKind.ANALYSIS


def user_can_enter_contributions(user: Person, consultation: Consultation, now: datetime) -> bool:
    """Type in a letter or the notes of a meeting. After the close too: what came in time may be typed in late."""
    entering = bool(roles_of(user) & ENTERING_ROLES)
    return entering and phase_at(schedule_of(consultation), now) in (PhaseKind.OPEN, PhaseKind.ANALYSIS)


def user_can_change_documents(user: Person, consultation: Consultation, now: datetime) -> bool:
    """What people are asked about is settled when the consultation opens."""
    return user_can_manage(user, consultation, now) and phase_at(schedule_of(consultation), now) is PhaseKind.ANNOUNCED


def user_can_see_live_figures(user: Person, consultation: Consultation, now: datetime) -> bool:
    """The report before it is published, with answers in preparation."""
    return bool(roles_of(user) & READING_ROLES)


def user_can_download_contributions(user: Person, consultation: Consultation, now: datetime) -> bool:
    """All texts at once: for those who work on them, not for all who may look at figures."""
    return bool(roles_of(user) & (ANSWERING_ROLES | ENTERING_ROLES))


def user_can_answer(user: Person, consultation: Consultation, now: datetime) -> bool:
    """Answers may be prepared from the opening on; nobody sees them before the report is published."""
    return bool(roles_of(user) & ANSWERING_ROLES) and phase_at(schedule_of(consultation), now) in ANSWERING_PHASES


def user_can_approve(user: Person, consultation: Consultation, now: datetime) -> bool:
    """Let out an answer that somebody else wrote; who may publish the report may."""
    return bool(roles_of(user) & REPORTING_ROLES) and phase_at(schedule_of(consultation), now) in ANSWERING_PHASES


def user_can_code(user: Person, consultation: Consultation, now: datetime) -> bool:
    """Read contributions, confidential ones too, give them themes and keep notes; as long as answers may be written."""
    return user_can_answer(user, consultation, now)


def user_can_publish_report(user: Person, consultation: Consultation, now: datetime) -> bool:
    """Only once everything has been received. A program without a user (seed, import) obeys the phase all the same."""
    in_phase = phase_at(schedule_of(consultation), now) in REPORTING_PHASES
    return in_phase and (user is None or bool(roles_of(user) & REPORTING_ROLES))
