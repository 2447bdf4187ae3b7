"""A proposal that passed becomes a project that can be voted on, at its final price."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _

from hub.audit.services import record
from participatory_budget.models.catalogue import named
from participatory_budget.models.envelope import EnvelopeName
from participatory_budget.models.evaluation import Evaluation, Verdict
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal
from participatory_budget.phases import voting_began
from participatory_budget.selectors.evaluation import dossier_of, schedule_of
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.evaluating.opening import refuse_after_voting_began

if TYPE_CHECKING:
    from hub.accounts.models.user import User

SUBJECT = "participatory_budget.project"


def put_on_ballot(
    proposal: Proposal, verdict: Verdict, evaluation: Evaluation, *, actor: User, now: datetime
) -> Project:
    """Inside the transaction of the verdict, under the proposal's lock; one that is there is brought up to date."""
    refuse_after_voting_began(proposal, now)
    if verdict.cost_final is None:
        raise BudgetError(_("It needs a final cost before it can pass."), "verdict")
    known = Project.objects.filter(proposal=proposal).first()
    project = known or Project(proposal=proposal, code=proposal.reference, order=_next_place(proposal))
    project.envelope = proposal.envelope
    project.cost = verdict.cost_final
    project.title, project.title_language = proposal.title, proposal.language
    project.description = proposal.description
    project.district = _district(proposal)
    project.category = named(proposal.category.names, proposal.language)[0] if proposal.category else ""
    project.latitude, project.longitude = proposal.latitude, proposal.longitude
    project.save()
    record(
        "project.put_on_ballot",
        subject=SUBJECT,
        subject_id=project.pk,
        actor=actor,
        data={"proposal": proposal.pk, "verdict": verdict.pk, "cost": project.cost},
        now=now,
    )
    return project


def take_off_ballot(proposal: Proposal, *, actor: User | None, now: datetime) -> bool:
    """Before the vote begins; True when there was a project. For a verdict that fails, a withdrawal, a merge."""
    project = Project.objects.filter(proposal=proposal).first()
    if project is None:
        return False
    refuse_after_voting_began(proposal, now)
    record(
        "project.taken_off_ballot",
        subject=SUBJECT,
        subject_id=project.pk,
        actor=actor,
        data={"proposal": proposal.pk},
        now=now,
    )
    project.delete()
    return True


def put_back_on_ballot(proposal: Proposal, *, actor: User, now: datetime) -> bool:
    """For what was hidden and is public again: its verdict still stands. True when it is on the ballot now."""
    dossier = dossier_of(proposal)
    if dossier.evaluation is None or dossier.latest is None or not dossier.passes or dossier.is_undecided:
        return False
    if proposal.merged_into_id is not None or voting_began(schedule_of(proposal.budget_id), now):
        return False
    if not Project.objects.filter(proposal=proposal).exists():
        put_on_ballot(proposal, dossier.latest, dossier.evaluation, actor=actor, now=now)
    return True


def _next_place(proposal: Proposal) -> int:
    last = Project.objects.filter(envelope=proposal.envelope).aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


def _district(proposal: Proposal) -> str:
    """The envelope's name, in the language of the proposal where it has one."""
    names = dict(EnvelopeName.objects.filter(envelope=proposal.envelope).values_list("language", "name"))
    return named(names, proposal.language)[0] or proposal.envelope.slug
