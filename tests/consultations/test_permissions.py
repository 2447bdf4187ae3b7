"""Phase × role: who may do what, when. The whole matrix is written out, so that a change of it is seen in review."""

import pytest
from django.contrib.auth.models import AnonymousUser

from consultations import permissions
from consultations.models.consultation import Consultation
from consultations.phases import default_answer_due
from tests.factories.accounts import UserFactory
from tests.factories.consultations import NOW, WEEK

pytestmark = pytest.mark.django_db

PHASES = {
    "announced": (NOW + WEEK, NOW + 2 * WEEK, None, None),
    "open": (NOW - WEEK, NOW + WEEK, None, None),
    "analysis": (NOW - 2 * WEEK, NOW - WEEK, None, None),
    "outcome": (NOW - 3 * WEEK, NOW - 2 * WEEK, NOW - WEEK, None),
    "follow_up": (NOW - 4 * WEEK, NOW - 3 * WEEK, NOW - 2 * WEEK, NOW - WEEK),
}
ALL_PHASES = set(PHASES)
AFTER_OPENING = ALL_PHASES - {"announced"}
CLOSED = {"analysis", "outcome", "follow_up"}
EVERYBODY = {"anonymous", "citizen", "editor", "moderator", "analyst", "auditor", "budget_officer", "administrator"}

# verb → role → phases in which it is allowed
MATRIX = {
    "comment": {role: {"open"} for role in EVERYBODY},
    "manage": {"editor": ALL_PHASES, "administrator": ALL_PHASES},
    "change_documents": {"editor": {"announced"}, "administrator": {"announced"}},
    "answer": {"moderator": AFTER_OPENING, "analyst": AFTER_OPENING, "administrator": AFTER_OPENING},
    "code": {"moderator": AFTER_OPENING, "analyst": AFTER_OPENING, "administrator": AFTER_OPENING},
    "see_live_figures": dict.fromkeys(("editor", "moderator", "analyst", "auditor", "administrator"), ALL_PHASES),
    "publish_report": {"editor": CLOSED, "moderator": CLOSED, "administrator": CLOSED},
}


def person(role):
    if role == "anonymous":
        return AnonymousUser()
    return UserFactory() if role == "citizen" else UserFactory(**{role: True})


def consultation(phase):
    opens, closes, answered, follow_up = PHASES[phase]
    return Consultation(
        slug=phase,
        opens_at=opens,
        closes_at=closes,
        answered_at=answered,
        follow_up_at=follow_up,
        answer_due_at=default_answer_due(closes),
    )


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_role_and_phase(role):
    someone = person(role)
    for verb, allowed in MATRIX.items():
        check = getattr(permissions, f"user_can_{verb}")
        may = {phase for phase in PHASES if check(someone, consultation(phase), NOW)}
        assert may == allowed.get(role, set()), verb


def test_somebody_whose_account_is_closed_has_no_role_left():
    someone = UserFactory(moderator=True, is_active=False)
    assert not permissions.user_can_answer(someone, consultation("analysis"), NOW)


def test_a_program_obeys_the_phase_too():
    assert not permissions.user_can_publish_report(None, consultation("open"), NOW)
    assert permissions.user_can_publish_report(None, consultation("analysis"), NOW)
    assert not permissions.user_can_answer(None, consultation("analysis"), NOW)
