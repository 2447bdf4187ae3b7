"""Three years of projects live: what was planned, done, paid, put off, given up, and what people saw of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from io import BytesIO
from typing import Any

from django.utils import timezone
from PIL import Image

from hub.accounts.models.user import User
from hub.contributions.engine.draft import Draft
from hub.contributions.enums import AuthorKind, PublishAs
from hub.contributions.models.comment import Comment
from hub.contributions.services import publish, receive
from hub.demo.content.budget import CATEGORIES, DEPARTMENTS
from hub.demo.content.city import CONTACT
from hub.demo.content.people import PEOPLE
from hub.demo.content.projects import shapes
from hub.demo.services.accounts import create_crowd
from hub.demo.services.calendar import Stage, next_office_hour
from hub.demo.services.pages import LANGUAGES, paragraphs
from hub.demo.services.pictures import FOLDER
from hub.promises.services import write_update
from participatory_budget.engine.election import unit_of
from participatory_budget.enums import PhotoMoment, Satisfied
from participatory_budget.enums import Stage as ProjectStage
from participatory_budget.models.budget import Budget
from participatory_budget.models.catalogue import Category, Department
from participatory_budget.models.delivery import Delivery, Milestone
from participatory_budget.models.project import Project
from participatory_budget.publishing import open_project
from participatory_budget.services.delivering.ending import Decision, finish, give_up, set_day
from participatory_budget.services.delivering.milestones import add_milestone, finish_milestone, move_milestone
from participatory_budget.services.delivering.money import Paid, change_price, record_payment
from participatory_budget.services.delivering.opening import NewDelivery
from participatory_budget.services.delivering.photos import add_photo
from participatory_budget.services.delivering.stages import enter_stage
from participatory_budget.services.seen.satisfying import say_how_satisfied

CURRENCY = "TND"
PASSER_BY = "passer-by"
# People answer some days after they read that it is finished.
ANSWERED_AFTER = 6


def _passers_by(number: int) -> list[User]:
    """Accounts that only say how satisfied they are; as many as the project with the most answers needs."""
    known = list(User.objects.filter(email__startswith=PASSER_BY).order_by("pk"))
    return [*known, *create_crowd(PASSER_BY, number, first=len(known) + 1)][:number]


class ProjectsOf:
    """The projects of one budget."""

    def __init__(
        self, budget: Budget, projects: tuple[shapes.ProjectContent, ...], stage: Stage, accounts: dict[str, User]
    ) -> None:
        self.budget, self.projects, self.stage = budget, projects, stage
        self.officer, self.moderator = accounts["officer@example.org"], accounts["moderator@example.org"]
        self.calendar = stage.calendar

    def open_all(self, now: datetime) -> None:
        """Subjects and offices first: the vote came as a file, which names none."""
        for order, (slug, name) in enumerate(CATEGORIES):
            Category.objects.create(budget=self.budget, slug=slug, names=name._asdict(), order=order)
        for order, (slug, name) in enumerate(DEPARTMENTS):
            Department.objects.create(budget=self.budget, slug=slug, names=name._asdict(), order=order)
        for one in self.projects:
            self._open(one, now)

    def plan(self, *, since: int, until: int) -> None:
        """What happens from one day on and before another, counted from today."""
        for one in self.projects:
            file = partial(self._file, one)
            for happening in one.life:
                if since <= happening.day < until:
                    self._at(happening.day, partial(self._happens, file, happening))
            for place, milestone in enumerate(one.plan):
                if milestone.done is not None and since <= milestone.done < until:
                    self._at(milestone.done, partial(self._reached, file, place), clock="09:00")
            ended = next((each.day for each in one.life if isinstance(each, shapes.Finished)), None)
            if ended is not None and any(one.satisfied) and since <= ended + ANSWERED_AFTER < until:
                self._at(ended + ANSWERED_AFTER, partial(self._satisfied, file, one.satisfied))

    def go_on(self, stage: Stage, *, since: int) -> None:
        """From this day to today, beside what else happens in the city."""
        self.stage = stage
        self.plan(since=since, until=1)

    def _at(self, day: int, act: Callable[[datetime], object], clock: str = "11:00") -> None:
        self.stage.plan(self.calendar.at(day, clock), act)

    def _open(self, one: shapes.ProjectContent, now: datetime) -> None:
        project = Project.objects.get(envelope__budget=self.budget, code=one.code)
        told = NewDelivery(
            titles=one.title._asdict(),
            project=project,
            category=Category.objects.get(budget=self.budget, slug=one.category),
            department=Department.objects.get(budget=self.budget, slug=one.department),
            owner=self.officer,
            due_on=self._day(one.due),
            cost=project.cost,
            contacts=CONTACT._asdict(),
            places=one.place._asdict(),
            place=(Decimal(str(one.at_map[0])), Decimal(str(one.at_map[1]))),
            district=one.district._asdict(),
        )
        texts = {
            language: {
                "title": one.title.get(language),
                "summary": one.summary.get(language),
                "story": paragraphs(one.story.get(language)),
            }
            for language in LANGUAGES
        }
        delivery = open_project(self.budget, told, texts, actor=self.officer, now=now, slug=one.slug)
        for milestone in one.plan:
            add_milestone(
                delivery.pk,
                titles=milestone.title._asdict(),
                planned_on=self._day(milestone.day),
                actor=self.officer,
                now=now,
            )

    def _file(self, one: shapes.ProjectContent) -> Delivery:
        return Delivery.objects.select_related("promise").get(
            project__envelope__budget=self.budget, project__code=one.code
        )

    def _milestone(self, delivery: Delivery, one: int) -> Milestone:
        return list(Milestone.objects.filter(delivery=delivery).order_by("order", "created_at", "pk"))[one]

    def _day(self, day: int) -> Any:
        return timezone.localdate(self.calendar.at(day, "12:00"))

    def _reached(self, file: Callable[[], Delivery], place: int, now: datetime) -> None:
        finish_milestone(self._milestone(file(), place).pk, on=timezone.localdate(now), actor=self.officer, now=now)

    def _happens(self, file: Callable[[], Delivery], what: shapes.Happening, now: datetime) -> None:
        delivery, today = file(), timezone.localdate(now)
        by: dict[str, Any] = {"actor": self.officer, "now": now}
        if isinstance(what, shapes.Stands):
            enter_stage(delivery.pk, ProjectStage(what.stage), on=today, notes={}, **by)
        elif isinstance(what, shapes.Later):
            set_day(delivery.pk, self._day(what.until), reasons=what.reason._asdict(), **by)
        elif isinstance(what, shapes.Moved):
            milestone = self._milestone(delivery, what.place)
            move_milestone(milestone.pk, to=self._day(what.until), reasons=what.reason._asdict(), **by)
        elif isinstance(what, shapes.Paid):
            told = Paid(today, what.amount * unit_of(CURRENCY), what.what._asdict(), what.source)
            record_payment(delivery.pk, told, **by)
        elif isinstance(what, shapes.Dearer):
            change_price(delivery.pk, what.price * unit_of(CURRENCY), reasons=what.reason._asdict(), **by)
        elif isinstance(what, shapes.Told):
            write_update(delivery.promise_id, titles=what.title._asdict(), texts=what.text._asdict(), **by)
        elif isinstance(what, shapes.Finished):
            finish(delivery.pk, on=today, **by)
        elif isinstance(what, shapes.GivenUp):
            give_up(delivery.pk, Decision(what.reason._asdict(), what.decided_by._asdict(), today), **by)
        elif isinstance(what, shapes.Shown):
            add_photo(
                delivery.pk,
                _photo(what.drawing),
                moment=PhotoMoment(what.moment),
                alts=what.alt._asdict(),
                taken_on=today,
                **by,
            )
        else:
            self._saw(delivery, what, now)

    def _saw(self, delivery: Delivery, what: shapes.Saw, now: datetime) -> None:
        person = PEOPLE[what.who]
        draft = Draft(
            body=what.text,
            publish_as=PublishAs.NAMED.value,
            author_name=person.name,
            author_kind=(AuthorKind.ORGANISATION if person.organisation else AuthorKind.PERSON).value,
            organisation=person.name if person.organisation else "",
            language=what.language,
            author_language=person.language,
            facts={"finished": what.finished, "as_promised": what.as_promised},
        )
        comment = receive(
            delivery.thread,
            draft=draft,
            user=None,
            email=person.email,
            document_version=None,
            premoderated=True,
            received_at=now,
            now=now,
            notify=False,
        )
        if not what.waits:
            read_at = max(next_office_hour(now, minutes=len(what.text) % 13), now + timedelta(hours=2))
            self.stage.plan(read_at, partial(self._publish, comment))

    def _publish(self, comment: Comment, now: datetime) -> None:
        publish(comment, actor=self.moderator, now=now)

    def _satisfied(self, file: Callable[[], Delivery], answers: tuple[int, int, int, int], now: datetime) -> None:
        delivery = file()
        said = [answer for answer, number in zip(Satisfied, answers, strict=True) for _one in range(number)]
        for person, answer in zip(_passers_by(len(said)), said, strict=True):
            say_how_satisfied(delivery, answer.value, actor=person, now=now)


def _photo(drawing: str) -> bytes:
    """The drawing as a camera would hand it over."""
    with Image.open(FOLDER / f"{drawing}.webp") as picture:
        target = BytesIO()
        picture.convert("RGB").save(target, "JPEG", quality=80)
    return target.getvalue()
