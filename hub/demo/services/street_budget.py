"""The budget that is being voted on, through the services that people and offices use, each step at its own time."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO

from hub.accounts.models.user import User
from hub.contributions.enums import PublishAs
from hub.demo.content import street_budget as said
from hub.demo.services.accounts import create_residents
from hub.demo.services.calendar import Stage, clock_stopped_at
from hub.demo.services.errors import DemoError
from hub.demo.services.pages import LANGUAGES, paragraphs
from hub.demo.services.pictures import pictured
from participatory_budget.engine.commitments import new_nonce
from participatory_budget.engine.election import VoteType, unit_of
from participatory_budget.engine.paper import BLANK, SPOILED, VALID, Reading, reading
from participatory_budget.enums import EligibilityWay, EnvelopeKind, Leftover, PhaseKind
from participatory_budget.models.budget import Budget
from participatory_budget.models.catalogue import Category, Criterion, Department
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.paper import PaperBatch
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal
from participatory_budget.phases import Phase
from participatory_budget.publishing import publish_budget_pages
from participatory_budget.services.editing.catalogue import EntryFacts, save_entry
from participatory_budget.services.editing.dates import change_dates
from participatory_budget.services.editing.envelopes import EnvelopeFacts, save_envelope
from participatory_budget.services.editing.facts import BudgetFacts, create_budget
from participatory_budget.services.editing.rule_cards import CardFacts, new_card
from participatory_budget.services.entering import Origin, enter
from participatory_budget.services.evaluating.assigning import assign
from participatory_budget.services.evaluating.costing import Price, set_costs
from participatory_budget.services.evaluating.deciding import decide
from participatory_budget.services.evaluating.finding import Finding, answer_criteria
from participatory_budget.services.moderating import publish_proposal
from participatory_budget.services.roll.codes import make_codes
from participatory_budget.services.roll.proving import prove_by_register
from participatory_budget.services.roll.register import import_register
from participatory_budget.services.roll.rules import VotingFacts, change_voting_rules
from participatory_budget.services.voting.casting import cast
from participatory_budget.services.voting.closing_paper import close_batch
from participatory_budget.services.voting.freezing import ensure_frozen
from participatory_budget.services.voting.logging import log_due
from participatory_budget.services.voting.paper import check_sheet, finish_typing, open_batch, type_sheet

CURRENCY = "TND"


class StreetBudget:
    """Laid out and decided about before the vote; then people vote, online and on paper, until today."""

    def __init__(self, stage: Stage, accounts: dict[str, User]) -> None:
        self.stage, self.calendar, self.accounts = stage, stage.calendar, accounts
        self.officer = accounts["officer@example.org"]
        self.moderator = accounts["moderator@example.org"]
        self.engineer = accounts["engineer@example.org"]
        # The same city on the same day: who chooses what is drawn, but always alike.
        self.dice = random.Random(said.SLUG)  # noqa: S311
        self.envelopes: dict[str, Envelope] = {}
        self.on_ballot: dict[str, list[Project]] = {}
        opened = self.calendar.at(said.PHASES[0][1], "09:00")
        with clock_stopped_at(opened):
            self.budget = self._laid_out(opened)
            self.people = create_residents(said.VOTERS)

    def plan(self) -> None:
        at = self.calendar.at
        for number, project in enumerate(said.PROJECTS):
            self.stage.plan(
                at(-64 + number % 4, f"{18 + number // 8}:{(number % 8) * 7:02}"), partial(self._propose, project)
            )
        self.stage.plan(at(-12, "10:00"), self._register)
        opening = at(said.PHASES[3][1], "09:00")
        self.stage.plan(opening, partial(ensure_frozen, self.budget))
        end = self.calendar.now
        for number, person in enumerate(self.people):
            # Most people vote on the first days.
            share = (number / len(self.people)) ** 1.5
            moment = opening + timedelta(minutes=5) + (end - opening - timedelta(minutes=10)) * share
            self.stage.plan(moment, partial(self._vote, number, person))
        self.stage.plan(at(-5, "12:00"), self._resident)
        self.stage.plan(at(-3, "15:00"), partial(self._paper, said.PAPER_CLOSED, closes=True))
        self.stage.plan(at(-1, "16:00"), partial(self._paper, said.PAPER_OPEN, closes=False))
        for day in range(said.PHASES[3][1], 0):
            for clock in ("13:00", "22:00"):
                self.stage.plan(at(day, clock), partial(log_due, self.budget))
        self.stage.plan(end, partial(log_due, self.budget))

    def _laid_out(self, now: datetime) -> Budget:
        officer, at = self.officer, self.calendar.at
        facts = BudgetFacts(slug=said.SLUG, currency=CURRENCY, supports_needed=0)
        budget = create_budget(facts, actor=officer, now=now)
        phases = [Phase(PhaseKind(kind), at(first, "09:00"), at(last, "18:00")) for kind, first, last in said.PHASES]
        change_dates(budget, phases, actor=officer, now=now)
        for order, (slug, kind, amount, name) in enumerate(said.ENVELOPES):
            envelope = EnvelopeFacts(
                names=name._asdict(),
                kind=EnvelopeKind(kind),
                amount=amount * unit_of(CURRENCY),
                leftover=Leftover.PARENT if self.envelopes else Leftover.NEXT,
                parent=self.envelopes["city"].pk if self.envelopes else None,
                order=order,
                outline={},
            )
            self.envelopes[slug] = save_envelope(budget, None, envelope, actor=officer, now=now)
        criterion, question = said.CRITERION
        for model, words in (
            (Category, EntryFacts(said.SUBJECT._asdict(), 0)),
            (Department, EntryFacts(said.DEPARTMENT._asdict(), 0)),
            (Criterion, EntryFacts(criterion._asdict(), 0, question._asdict(), True)),
        ):
            save_entry(budget, model, None, words, actor=officer, now=now)
        card = CardFacts(VoteType.APPROVAL, "greedy", max_length=4)
        new_card(budget, card, seen_version=0, actor=officer, now=now)
        rules = VotingFacts(
            ways=[EligibilityWay.REGISTER, EligibilityWay.CODE, EligibilityWay.DESK],
            who_may_vote=said.WHO_MAY_VOTE._asdict(),
            identity_asked=said.IDENTITY_ASKED._asdict(),
            within_money=True,
            checkpoint_minutes=30,
        )
        change_voting_rules(budget, rules, actor=officer, now=now)
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
            actor=officer,
        )
        return budget

    # --- how the projects came onto the ballot ------------------------------------------------------------------------

    def _propose(self, one: said.StreetProject, now: datetime) -> None:
        answers = {
            "title": one.title,
            "description": one.description,
            "category": Category.objects.get(budget=self.budget).slug,
            "envelope": self.envelopes[one.envelope].slug,
            "cost_guess": str(one.cost),
            "publish_as": PublishAs.ANONYMOUS.value,
            "author_name": "",
        }
        origin = Origin(channel="meeting", source=said.SOURCE[one.language], language=one.language)
        proposal = enter(self.budget, answers, origin, actor=self.officer, now=now)
        self.stage.plan(now + timedelta(hours=15), partial(self._publish, proposal))
        looked_at = self.calendar.at(-44 + len(one.title) % 20, "10:00")
        self.stage.plan(looked_at, partial(self._evaluate, one, proposal))

    def _publish(self, proposal: Proposal, now: datetime) -> None:
        publish_proposal(proposal, actor=self.moderator, now=now)

    def _evaluate(self, one: said.StreetProject, proposal: Proposal, now: datetime) -> None:
        department = Department.objects.get(budget=self.budget)
        pk, engineer = proposal.pk, self.engineer
        assign(pk, department=department, officer=engineer, due_on=now.date(), actor=engineer, now=now)
        found = {Criterion.objects.get(budget=self.budget).pk: Finding("met", "")}
        answer_criteria(pk, found, language=one.language, actor=engineer, now=now)
        cost = one.cost * unit_of(CURRENCY)
        price = Price(cost, cost, cost, None, costed_by=said.DEPARTMENT.get(one.language))
        set_costs(pk, price, actor=engineer, now=now)
        reason = said.REASON[one.language]
        decide(pk, "feasible", reason=reason, language=one.language, after=0, actor=engineer, now=now)

    # --- the roll and the vote ----------------------------------------------------------------------------------------

    def _register(self, now: datetime) -> None:
        districts = [self.envelopes[key].slug for key, kind, _amount, _name in said.ENVELOPES if kind == "district"]
        lines = ["number,district"]
        lines += [f"{said.FIRST_NUMBER + place},{districts[place % 3]}" for place in range(said.REGISTERED)]
        report = import_register(BytesIO("\n".join(lines).encode()), self.budget, actor=self.officer, now=now)
        if report.created != said.REGISTERED:
            raise DemoError(f"the register has lines that are not understood: {report.named}")
        make_codes(self.budget, number=said.CODES, actor=self.officer, now=now)

    def _resident(self, now: datetime) -> None:
        """On the roll, and free to vote: this is who a tester signs in as."""
        for email, number in said.ON_ROLL.items():
            prove_by_register(self.accounts[email], self.budget, str(number), now=now)

    def _vote(self, number: int, person: User, now: datetime) -> None:
        entry = prove_by_register(person, self.budget, str(said.FIRST_NUMBER + number), now=now)
        slugs = ["city", next(key for key, one in self.envelopes.items() if one.pk == entry.district_id)]
        # Not everybody votes in both.
        for slug in slugs if number % 5 else slugs[number // 5 % 2 :][:1]:
            cast(person, self.envelopes[slug], self._choices(slug), new_nonce(), now=now)

    def _choices(self, slug: str) -> list[tuple[str, int]]:
        """What somebody likes, best first, as far as the money and the ballot go."""
        liked = {one.title: one.liked for one in said.PROJECTS}
        projects = sorted(
            self._projects(slug), key=lambda one: self.dice.random() ** (1 / liked[one.title]), reverse=True
        )
        left, found = self.envelopes[slug].amount, []
        for one in projects[: self.dice.randint(2, 4)]:
            if one.cost <= left:
                left -= one.cost
                found.append((one.code, 1))
        return found

    def _projects(self, slug: str) -> list[Project]:
        if slug not in self.on_ballot:
            rows = Project.objects.filter(envelope=self.envelopes[slug]).order_by("order", "code")
            self.on_ballot[slug] = list(rows)
        return self.on_ballot[slug]

    def _paper(self, what: tuple[str, tuple[tuple[int, int], ...]], now: datetime, *, closes: bool) -> PaperBatch:
        """The officer types, the moderator types once more; the second batch still waits for that."""
        place, sheets = what
        read = [(str(number or ""), self._read(marks)) for number, marks in sheets]
        batch = open_batch(self.envelopes["city"], place=place, sheets=len(sheets), actor=self.officer, now=now)
        for number, (identity, found) in enumerate(read, start=1):
            type_sheet(batch, number, identity=identity, read=found, actor=self.officer, now=now)
        batch = finish_typing(batch, actor=self.officer, now=now)
        if closes:
            for number, (identity, found) in enumerate(read, start=1):
                check_sheet(batch, number, identity=identity, read=found, actor=self.moderator, now=now)
            batch = close_batch(batch, actor=self.moderator, now=now)
        return batch

    def _read(self, marks: int) -> Reading:
        if marks < 0:
            return reading(BLANK if marks == -1 else SPOILED)
        cheap = sorted(self._projects("city"), key=lambda one: one.cost)
        return reading(VALID, [(one.code, 1) for one in cheap[:marks]])
