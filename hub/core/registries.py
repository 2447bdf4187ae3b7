"""Where feature apps plug into the platform, so that `hub` never imports a feature and `whitepapers` never imports
`consultations`. A feature registers in its `AppConfig.ready()`; registering the same name twice raises.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable
from uuid import UUID

from hub.core.queues import ModerationList as ModerationList
from hub.core.queues import ModerationQueue as ModerationQueue
from hub.core.queues import QueueItem as QueueItem
from hub.core.queues import moderation_lists as moderation_lists
from hub.core.queues import moderation_queues as moderation_queues
from hub.core.registry import AlreadyRegisteredError as AlreadyRegisteredError
from hub.core.registry import Registry as Registry

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from hub.core.datasets import Dataset, OpenProcesses

# --- threads: what contributions are about ----------------------------------------------------------------------------


@dataclass(frozen=True)
class ThreadSubject:
    """What a thread is about, told by the feature that owns it, in the active language."""

    title: str  # "Clause 4.2 · Renewal of a licence"
    url: str  # path of the page where the thread is read; "" when that page is not public
    text: str  # plain text that people comment on; "" when there is none
    text_language: str
    version: int | None  # version of the document that is commented on now
    process_title: str
    process_url: str
    opens_at: datetime | None
    closes_at: datetime | None
    phase: str  # value of the process's current phase
    accepts_contributions: bool  # role-free: does the clock allow a new contribution now?
    premoderated: bool
    # May people attach files, and agree or disagree with what others said?
    attachments_allowed: bool = False
    reactions_allowed: bool = True
    # Where the text itself is read, when `url` is a page that holds only the thread.
    about_url: str = ""
    # The newest public text of the same clause, when there is a version after `version`; "" when the clause is gone.
    latest_version: int | None = None
    latest_text: str = ""
    compare_url: str = ""  # both side by side
    # Where these titles are not in the active language.
    title_language: str = ""
    process_language: str = ""
    # For the search: "consultation:<uuid>", and the translation keys of the pages without which it cannot be read.
    process_key: str = ""
    page_keys: tuple[UUID, ...] = ()  # at most two


class ThreadSubjects(Protocol):
    """Registered per thread kind ("clause", "document", "proposal" …)."""

    def describe(self, thread_ids: Sequence[UUID], now: datetime) -> Mapping[UUID, ThreadSubject]:
        """All subjects at once: the number of queries does not depend on how many are asked for."""

    def outcome_of(self, thread_ids: Sequence[UUID]) -> Mapping[UUID, PublishedOutcome]:
        """Answers that are public, by thread; a thread without one is left out."""


@dataclass(frozen=True)
class PublishedOutcome:
    """The public answer to a thread, as the trace page of a contribution shows it."""

    decision: str  # value of consultations.enums.Decision
    decision_label: str
    reason: str
    reason_language: str
    decided_at: datetime
    responsible_body: str
    url: str  # the answer in the outcome report
    about: str = ""  # what was answered, where that is not the thread: "Theme: Shade and trees"
    led_to_change: bool = False  # the decision was to change the text


thread_subjects: Registry[ThreadSubjects] = Registry("thread subjects")


@dataclass(frozen=True)
class CommentFact:
    """What may be told about one contribution beyond its thread."""

    themes: tuple[str, ...] = ()  # under which it was counted, once a report has said so in public
    outcomes: tuple[PublishedOutcome, ...] = ()  # answers to themes or to chosen contributions; most specific first


class CommentFacts(Protocol):
    def describe(self, comment_ids: Sequence[int], language: str) -> Mapping[int, CommentFact]:
        """Those of which something is known; the number of queries does not depend on how many are asked for."""


comment_facts: Registry[CommentFacts] = Registry("facts about contributions")

# What carries a reference and is no contribution: reference → the page where everybody may read it, or None.
reference_addresses: Registry[Callable[[str], str | None]] = Registry("addresses of references")
# --- documents: what a reading view shows beside a clause -------------------------------------------------------------


@dataclass(frozen=True)
class ClauseActivity:
    """The quiet count beside a clause. `url` is the clause's own page with its thread."""

    published: int
    suggestions: int
    can_comment: bool
    comment_url: str
    outcome: PublishedOutcome | None = None


@dataclass(frozen=True)
class PhaseBanner:
    """The line under the masthead: phase, time left, how input is used."""

    phase: str
    phase_label: str
    is_open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    answer_due_at: datetime | None
    process_title: str
    process_url: str
    how_used_url: str


class DocumentPanel(Protocol):
    """A feature's part of a document's reading view. One instance serves all documents."""

    def banner(self, document_id: UUID, now: datetime) -> PhaseBanner | None: ...

    def activity(self, document_id: UUID, now: datetime) -> Mapping[UUID, ClauseActivity]:
        """By clause UUID, for the whole document at once."""

    def render_thread(self, request: HttpRequest, document_id: UUID, clause_id: UUID) -> str:
        """Safe HTML of the clause's thread ("" when there is none), for the clause's own page."""


document_panels: Registry[DocumentPanel] = Registry("document panels")


class ClauseView(Protocol):
    """A page below `documents/<slug>/clauses/<eId>/<name>/` that another feature serves, such as `comment`."""

    def __call__(self, request: HttpRequest, page: Any, clause: Any) -> HttpResponse: ...


clause_views: Registry[ClauseView] = Registry("clause views")

# What is served below `documents/<slug>/` and is more than a page can answer by reading, such as a download: request,
# page, then the parts of the address by name.
document_views: Registry[Callable[..., HttpResponse]] = Registry("document views")

# The same below an outcome report: its downloads.
report_views: Registry[Callable[..., HttpResponse]] = Registry("report views")

# And below a budget.
budget_views: Registry[Callable[..., HttpResponseBase]] = Registry("budget views")

# And below a project.
project_views: Registry[Callable[..., HttpResponseBase]] = Registry("project views")

# What the form of a contribution may ask beyond its words, by kind of thread: keeps the answers beside the comment that
# was just received, inside the same transaction. Registered with the form that asks.
comment_facts_kept: Registry[Callable[[Any, Mapping[str, Any]], None]] = Registry("facts kept beside contributions")

# Did people say something about this document? Then its public words stay public, even when its page is taken down.
document_records: Registry[Callable[[UUID], bool]] = Registry("records about documents")

# --- why a clause changed ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ChangeReason:
    """Why the words of a clause changed from one version to a later one, as the public may read it."""

    text: str
    language: str
    url: str  # the answer that says so
    version: int  # the version that brought the change
    decision: str = ""  # value of consultations.enums.Decision
    decision_label: str = ""
    responsible_body: str = ""
    contributions: int = 0  # published contributions that led to it
    contributions_url: str = ""
    process_title: str = ""


class ChangeReasons(Protocol):
    def __call__(
        self, document_id: UUID, clause_ids: Sequence[UUID], version_a: int, version_b: int
    ) -> Mapping[UUID, Sequence[ChangeReason]]:
        """By clause, what led to changes after version `a` up to version `b`; a constant number of queries."""


change_reasons: Registry[ChangeReasons] = Registry("reasons of changes")

# --- what waits for staff ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DeskItem:
    """One line of "What waits" on the editor's front page."""

    title: str
    url: str
    notes: tuple[str, ...] = ()  # short facts, each a text of its own
    urgent: bool = False


# user, now -> what this person can do something about; nothing for those who may not. A constant number of queries.
desk_parts: Registry[Callable[[Any, datetime], Sequence[DeskItem]]] = Registry("desk parts")

# --- personal data ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PersonalField:
    """One line of the public register of personal data."""

    field: str  # "contributions.Comment.user_email"
    label: str
    purpose: str
    lawful_basis: str
    retention: str


class PersonalData(Protocol):
    """What an app knows about a person, how to hand it over and how to let go of it."""

    def fields(self) -> Sequence[PersonalField]: ...
    def export(self, user: Any) -> Mapping[str, Any]:
        """JSON-ready; keys are stable names, values are lists of records."""

    def erase(self, user: Any, *, now: datetime) -> None:
        """Runs inside the caller's transaction; figures stay, words and names go."""


@runtime_checkable
class LocksFirst(Protocol):
    """Personal data in rows that others change and then record: locked before anything is erased, in one order."""

    def lock(self, user: Any) -> None: ...


personal_data: Registry[PersonalData] = Registry("personal data")


@dataclass(frozen=True)
class AccountSection:
    """A list on the person's account page, such as "My contributions"."""

    label: Any  # lazy string
    template: str
    context: Callable[[Any], Mapping[str, Any]]  # user -> template context
    order: int = 0  # sections with a higher number stand further down


account_sections: Registry[AccountSection] = Registry("account sections")

# --- following --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FollowSubject:
    """Something that can be followed, told by the feature that owns it, in the active language."""

    key: str
    title: str  # "Clause 4.2 · Renewal of a licence"
    url: str
    language: str = ""  # of the title, where it is not the active one
    part_of: str = ""  # the document that a clause stands in
    calendar_url: str = ""  # its dates as iCalendar, where it has any


class Followable(Protocol):
    """Registered per kind of subject ("document", "clause", "consultation" …)."""

    label: Any  # lazy string: "Clause"
    promises: Sequence[Any]  # lazy sentences: what a follower is told

    def describe(self, keys: Sequence[str]) -> Mapping[str, FollowSubject]:
        """By key, only what anybody may read now; the number of queries does not depend on how many are asked for.

        A key that does not exist, is not public or is no key at all is left out.
        """


followables: Registry[Followable] = Registry("followable subjects")

# --- the clock --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DueJob:
    """Something the clock owes. `run(now)` is called by `run_due` once per slot, inside its own transaction.

    With `atomic=False` it runs outside one (for jobs that talk to other machines) and is not repeated after a crash.
    """

    every_seconds: int
    run: Callable[[datetime], None]
    atomic: bool = True


due_jobs: Registry[DueJob] = Registry("due jobs")

# --- backup and restore -----------------------------------------------------------------------------------------------


class BackupPart(Protocol):
    """What an app adds to `backup` and `restore` beyond the rows of its tables, which are taken without its help."""

    def holds_data(self) -> bool:
        """Would a restore overwrite anything? A freshly migrated hub says no."""

    def key_files(self) -> Sequence[Path]:
        """Generated secrets below KEYS_DIR without which the restored rows are worth less."""

    def before_load(self) -> None:
        """Inside the transaction, before the tables are emptied."""

    def after_load(self) -> None:
        """Inside the transaction, after the rows are in."""

    def fault(self) -> str | None:
        """What does not hold in these rows: a warning while backing up, a reason not to restore."""


backup_parts: Registry[BackupPart] = Registry("backup parts")

# --- open data, health ------------------------------------------------------------------------------------------------

# Open data (hub.core.datasets): tables under "<process>/<name>", and the processes that have them.
datasets: Registry[Dataset] = Registry("open datasets")
open_processes: Registry[OpenProcesses] = Registry("processes with open data")

# Each check returns None when well, or one line that says what is wrong. `/readyz` runs them all.
health_checks: Registry[Callable[[], str | None]] = Registry("health checks")
# The same, for what somebody should look at while pages can still be served, such as mail that does not leave.
health_warnings: Registry[Callable[[], str | None]] = Registry("health warnings")
