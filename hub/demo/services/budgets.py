"""This year's budget of the city, played in the order of time through the services."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from io import BytesIO

from django.contrib.staticfiles import finders
from django.utils import translation
from PIL import Image

from hub.accounts.models.user import User
from hub.contributions.engine.draft import Draft
from hub.contributions.enums import PublishAs
from hub.contributions.models.comment import Comment
from hub.contributions.services import publish, submit
from hub.core.registries import thread_subjects
from hub.demo.content import budget as said
from hub.demo.content.budget_findings import EVALUATIONS, EvaluationContent
from hub.demo.content.people import PEOPLE
from hub.demo.services.accounts import account_of, create_neighbours
from hub.demo.services.calendar import Stage, clock_stopped_at, next_office_hour
from hub.demo.services.errors import DemoError
from hub.demo.services.pages import LANGUAGES, paragraphs
from hub.demo.services.pictures import pictured
from participatory_budget.engine.answers import STEPS
from participatory_budget.engine.election import VoteType, unit_of
from participatory_budget.engine.invitations import invitation_key
from participatory_budget.enums import EnvelopeKind, Leftover, PhaseKind
from participatory_budget.models.budget import Budget
from participatory_budget.models.catalogue import Category, Criterion, Department
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.evaluation import Verdict
from participatory_budget.models.proposal import Proposal
from participatory_budget.phases import Phase
from participatory_budget.publishing import publish_budget_pages
from participatory_budget.services.coauthoring import agree, invite
from participatory_budget.services.drafting import put_photo, save_step, start_draft
from participatory_budget.services.editing.catalogue import Entry, EntryFacts, save_entry
from participatory_budget.services.editing.dates import change_dates
from participatory_budget.services.editing.envelopes import EnvelopeFacts, save_envelope
from participatory_budget.services.editing.facts import BudgetFacts, create_budget
from participatory_budget.services.editing.rule_cards import CardFacts, new_card
from participatory_budget.services.entering import Origin, enter
from participatory_budget.services.evaluating.appealing import appeal
from participatory_budget.services.evaluating.assigning import assign
from participatory_budget.services.evaluating.changing import answer_change, offer_change
from participatory_budget.services.evaluating.costing import Price, set_costs
from participatory_budget.services.evaluating.deciding import decide
from participatory_budget.services.evaluating.finding import Finding, answer_criteria
from participatory_budget.services.merging import answer_merge, ask_to_merge
from participatory_budget.services.moderating import publish_proposal
from participatory_budget.services.proposing import send
from participatory_budget.services.supporting import give_support

CURRENCY = "TND"
NEIGHBOURS = 24


class ThisYear:
    """Lays the budget out, then plays what people and offices did, each step at its own time."""

    def __init__(self, stage: Stage, accounts: dict[str, User]) -> None:
        self.stage = stage
        self.calendar = stage.calendar
        self.people = dict(accounts)
        self.officer = accounts["officer@example.org"]
        self.moderator = accounts["moderator@example.org"]
        self.engineer = accounts["engineer@example.org"]
        self.proposals: dict[str, Proposal] = {}
        self.envelopes: dict[str, Envelope] = {}
        self.categories: dict[str, Entry] = {}
        self.departments: dict[str, Entry] = {}
        self.criteria: dict[str, Entry] = {}
        opened = self.calendar.at(said.PHASES[0][1], "09:00")
        with clock_stopped_at(opened):
            self.budget = self._laid_out(opened)
            for person in PEOPLE.values():
                if person.key not in self.people:
                    self.people[person.key] = account_of(person)
            self.neighbours = create_neighbours(NEIGHBOURS)

    def plan(self) -> None:
        for proposal in said.PROPOSALS:
            sent = self.calendar.at(proposal.day, proposal.at)
            act = self._send if proposal.channel == "web" else self._enter
            self.stage.plan(sent, partial(act, proposal))
        self._plan_supports()
        for comment in said.COMMENTS:
            self.stage.plan(self.calendar.at(comment.day, "19:40"), partial(self._comment, comment))
        self.stage.plan(self.calendar.at(-30, "20:00"), self._ask_coauthor)
        self.stage.plan(self.calendar.at(-16, "09:00"), self._merge)
        for evaluation in EVALUATIONS:
            self.stage.plan(self.calendar.at(evaluation.day, "09:00"), partial(self._open, evaluation))
            if evaluation.findings:
                self.stage.plan(self.calendar.at(evaluation.day + 1, "11:00"), partial(self._find, evaluation))
            if evaluation.change:
                self.stage.plan(self.calendar.at(evaluation.day + 2, "10:00"), partial(self._change, evaluation))
            if evaluation.verdict:
                self.stage.plan(self.calendar.at(evaluation.day + 4, "15:00"), partial(self._decide, evaluation))
            if evaluation.appeal:
                self.stage.plan(self.calendar.at(evaluation.day + 5, "22:30"), partial(self._appeal, evaluation))

    # --- the budget ---------------------------------------------------------------------------------------------------

    def _laid_out(self, now: datetime) -> Budget:
        officer = self.officer
        south, west, north, east = said.MAP_AREA
        budget = create_budget(
            BudgetFacts(
                slug=said.SLUG,
                currency=CURRENCY,
                proposals_per_person=said.PROPOSALS_PER_PERSON,
                supports_per_person=said.SUPPORTS_PER_PERSON,
                supports_needed=said.SUPPORTS_NEEDED,
                map_area=(south, west, north, east),
            ),
            actor=officer,
            now=now,
        )
        at = self.calendar.at
        phases = [Phase(PhaseKind(kind), at(first, "09:00"), at(last, "18:00")) for kind, first, last in said.PHASES]
        change_dates(budget, phases, actor=officer, now=now)
        for order, one in enumerate(said.ENVELOPES):
            facts = EnvelopeFacts(
                names=one.name._asdict(),
                kind=EnvelopeKind(one.kind),
                amount=one.amount * unit_of(CURRENCY),
                leftover=Leftover.PARENT if one.parent else Leftover.NEXT,
                parent=self.envelopes[one.parent].pk if one.parent else None,
                order=order,
                outline=one.outline or {},
            )
            self.envelopes[one.slug] = save_envelope(budget, None, facts, actor=officer, now=now)
        for order, (key, name) in enumerate(said.CATEGORIES):
            self.categories[key] = save_entry(
                budget, Category, None, EntryFacts(name._asdict(), order), actor=officer, now=now
            )
        for order, (key, name) in enumerate(said.DEPARTMENTS):
            self.departments[key] = save_entry(
                budget, Department, None, EntryFacts(name._asdict(), order), actor=officer, now=now
            )
        for order, criterion in enumerate(said.CRITERIA):
            words = EntryFacts(criterion.name._asdict(), order, criterion.question._asdict(), criterion.required)
            self.criteria[criterion.slug] = save_entry(budget, Criterion, None, words, actor=officer, now=now)
        new_card(
            budget,
            CardFacts(VoteType.APPROVAL, "equalshares/add1", max_length=5),
            seen_version=0,
            actor=officer,
            now=now,
        )
        publish_budget_pages(
            budget,
            texts={
                language: {
                    "title": said.TITLE.get(language),
                    "summary": said.SUMMARY.get(language),
                    "story": paragraphs(said.STORY.get(language)),
                    "how_decided": paragraphs(said.HOW_DECIDED.get(language)),
                    "contact": said.CONTACT.get(language),
                    **pictured(said.PICTURE, language),
                }
                for language in LANGUAGES
            },
            actor=self.officer,
        )
        return budget

    # --- people -------------------------------------------------------------------------------------------------------

    def _send(self, one: said.ProposalContent, now: datetime) -> None:
        author = self.people[one.who]
        draft = start_draft(self.budget, author, language=one.language, now=now)
        answers = self._answers(one, author)
        if one.photo:
            put_photo(draft, _photo(one.photo), now=now)
        for step in STEPS:
            save_step(draft, step, answers, now=now)
        self._received(one, send(draft, author, now=now))

    def _enter(self, one: said.ProposalContent, now: datetime) -> None:
        """Told at a meeting or written on paper; the office types it in."""
        author = self.people[one.who]
        origin = Origin(channel=one.channel, source=one.source, language=one.language)
        self._received(one, enter(self.budget, self._answers(one, author), origin, actor=self.officer, now=now))

    def _answers(self, one: said.ProposalContent, author: User) -> dict[str, str]:
        return {
            "title": one.title,
            "description": one.description,
            "benefit": one.benefit,
            "category": self.categories[one.category].slug,
            "envelope": self.envelopes[one.envelope].slug,
            "place": one.place,
            "latitude": str(one.at_map[0]) if one.at_map else "",
            "longitude": str(one.at_map[1]) if one.at_map else "",
            "cost_guess": str(one.cost),
            "photo_alt": one.photo_alt,
            "publish_as": PublishAs.NAMED.value,
            "author_name": author.public_name,
        }

    def _received(self, one: said.ProposalContent, proposal: Proposal) -> None:
        self.proposals[one.key] = proposal
        if one.pending:
            return
        read_at = next_office_hour(proposal.received_at, minutes=len(one.title) % 13)
        self.stage.plan(max(read_at, proposal.received_at + timedelta(hours=2)), partial(self._publish, proposal))

    def _publish(self, proposal: Proposal, now: datetime) -> None:
        publish_proposal(proposal, actor=self.moderator, now=now)

    def _plan_supports(self) -> None:
        """Turn about, so that nobody gives more than they may; from the day after it was read until yesterday."""
        crowd = [self.people[key] for key, person in PEOPLE.items() if not person.organisation]
        crowd += [self.people["citizen@example.org"], *self.neighbours]
        turn = 0
        for one in said.PROPOSALS:
            # Before the city has decided: from then on nobody is asked for more support.
            looked_at = next((each.day for each in EVALUATIONS if each.proposal == one.key), 0)
            days = looked_at - one.day - 3
            author = self.people.get(one.who)
            given = 0
            while given < one.supports:
                person = crowd[turn % len(crowd)]
                turn += 1
                if person == author:
                    continue
                moment = self.calendar.at(one.day + 2 + given * days // one.supports, "12:00")
                moment += timedelta(minutes=17 * given % 540)
                self.stage.plan(moment, partial(self._support, one.key, person))
                given += 1

    def _support(self, key: str, person: User, now: datetime) -> None:
        proposal = self.proposals[key]
        proposal.refresh_from_db()
        if proposal.merged_into_id is None:
            give_support(proposal, actor=person, now=now)

    def _comment(self, one: said.CommentContent, now: datetime) -> None:
        thread = self.proposals[one.proposal].thread
        person, user = PEOPLE[one.who], self.people[one.who]
        draft = Draft(
            body=one.body,
            position=one.position,
            publish_as=PublishAs.NAMED.value,
            author_name=person.name,
            language=person.language,
            author_language=person.language,
        )
        with translation.override(person.language):
            subject = thread_subjects.get(thread.kind).describe([thread.pk], now)[thread.pk]
            comment = submit(thread, draft=draft, user=user, email="", subject=subject, now=now)
        if not isinstance(comment, Comment):
            raise DemoError(f"{one.who} has an account, but was asked to confirm")
        if not comment.is_published:
            read_at = next_office_hour(now, minutes=len(one.body) % 13)
            self.stage.plan(read_at, lambda moment: publish(comment, actor=self.moderator, now=moment))

    def _ask_coauthor(self, now: datetime) -> None:
        key, who = said.COAUTHOR
        proposal = self.proposals[key]
        invitation = invite(proposal, self.people[who].email, actor=self.people[_author_of(key)], now=now)
        self.stage.plan(
            now + timedelta(hours=20),
            lambda moment: agree(
                invitation_key(invitation.pk, proposal.pk), user=self.people[who], show_name=True, now=moment
            ),
        )

    def _merge(self, now: datetime) -> None:
        source, target, language, reason = said.MERGED
        for key in (source, target):
            self.proposals[key].refresh_from_db()
        merge = ask_to_merge(
            self.proposals[source],
            self.proposals[target],
            reason=reason,
            language=language,
            actor=self.people[_author_of(source)],
            now=now,
        )
        self.stage.plan(
            now + timedelta(days=1),
            lambda moment: answer_merge(merge, agrees=True, actor=self.people[_author_of(target)], now=moment),
        )

    # --- the city's offices -------------------------------------------------------------------------------------------

    def _open(self, one: EvaluationContent, now: datetime) -> None:
        assign(
            self.proposals[one.proposal].pk,
            department=Department.objects.get(pk=self.departments[one.department].pk),
            officer=self.engineer,
            due_on=self.calendar.at(one.due, "12:00").date(),
            actor=self.engineer,
            now=now,
        )

    def _find(self, one: EvaluationContent, now: datetime) -> None:
        pk, unit = self.proposals[one.proposal].pk, unit_of(CURRENCY)
        answer_criteria(
            pk,
            {self.criteria[key].pk: Finding(answer, note) for key, answer, note in one.findings},
            language=one.language,
            actor=self.engineer,
            now=now,
        )
        if one.costed_by:
            price = Price(
                cost_low=_parts(one.low, unit),
                cost_high=_parts(one.high, unit),
                cost_final=_parts(one.final, unit),
                running_cost=_parts(one.running, unit),
                costed_by=one.costed_by,
            )
            set_costs(pk, price, actor=self.engineer, now=now)

    def _change(self, one: EvaluationContent, now: datetime) -> None:
        if one.change is None:
            return
        title, description, reason = one.change
        offered = offer_change(
            self.proposals[one.proposal].pk,
            title=title,
            description=description,
            reason=reason,
            language=one.language,
            actor=self.engineer,
            now=now,
        )
        author = self.people[_author_of(one.proposal)]
        self.stage.plan(
            now + timedelta(days=1),
            lambda moment: answer_change(offered.pk, agreed=True, answer=one.agreed, actor=author, now=moment),
        )

    def _decide(self, one: EvaluationContent, now: datetime) -> None:
        decide(
            self.proposals[one.proposal].pk,
            one.verdict,
            reason=one.reason,
            language=one.language,
            after=0,
            actor=self.engineer,
            now=now,
        )

    def _appeal(self, one: EvaluationContent, now: datetime) -> None:
        verdict = Verdict.objects.get(evaluation__proposal=self.proposals[one.proposal].pk)
        author = self.people[_author_of(one.proposal)]
        appeal(verdict.pk, text=one.appeal, language=one.language, actor=author, now=now)


def _author_of(key: str) -> str:
    return next(one.who for one in said.PROPOSALS if one.key == key)


def _parts(whole: int | None, unit: int) -> int | None:
    return None if whole is None else whole * unit


def _photo(name: str) -> bytes:
    """A drawing of ours as the JPEG that a telephone would send."""
    path = finders.find(f"demo/{name}.webp")
    if path is None:
        raise DemoError(f"the drawing {name} is missing")
    out = BytesIO()
    with Image.open(path) as picture:
        picture.convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()
