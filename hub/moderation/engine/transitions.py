"""Which state may follow which. The only definition; services ask here and the database repeats the consequences."""

from collections.abc import Mapping

from hub.moderation.enums import State

TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.PENDING: frozenset({State.PUBLISHED, State.WITHHELD, State.WITHDRAWN}),
    State.PUBLISHED: frozenset({State.WITHHELD, State.WITHDRAWN}),
    # A moderator can correct a decision, on appeal for instance.
    State.WITHHELD: frozenset({State.PUBLISHED, State.WITHDRAWN}),
    # What its author took back stays taken back.
    State.WITHDRAWN: frozenset(),
}


class DecisionRefusedError(Exception):
    """A queue did not do what a moderator asked; `message` is for them. Features raise their own kinds of it."""

    message = ""


class IllegalTransitionError(ValueError):
    def __init__(self, current: str, wanted: str) -> None:
        super().__init__(f"a contribution that is {current} cannot become {wanted}")
        self.current, self.wanted = current, wanted


def can_become(current: str, wanted: str) -> bool:
    return State(wanted) in TRANSITIONS[State(current)]


def require(current: str, wanted: str) -> None:
    if not can_become(current, wanted):
        raise IllegalTransitionError(current, wanted)
