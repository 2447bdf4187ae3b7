"""What one contribution was counted under, and the answers to its themes or to the set that it was chosen into."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations.models.coding import CommentTheme
from consultations.models.consultation import Consultation
from consultations.models.outcome import Outcome, OutcomeReason
from consultations.models.selection import Selection, SelectionMember, SelectionTitle
from consultations.models.theme import Theme, ThemeName
from hub.core.registries import comment_facts
from tests.factories.consultations import NOW, ConsultationFactory, answer, publish_report, thread_of
from tests.factories.contributions import CommentFactory

pytestmark = pytest.mark.django_db


def theme(consultation, name, *, parent=None, order=0, **names) -> Theme:
    made = Theme.objects.create(consultation=consultation, parent=parent, order=order, created_at=NOW)
    for language, text in {"en": name, **names}.items():
        ThemeName.objects.create(theme=made, language=language, name=text)
    return made


def chosen(consultation, title, *comments) -> Selection:
    made = Selection.objects.create(consultation=consultation, made_at=NOW)
    SelectionTitle.objects.create(selection=made, language="en", title=title)
    for comment in comments:
        SelectionMember.objects.create(selection=made, comment=comment)
    return made


def answered(reason, *, number=1, decision="accepted", published=True, **subject) -> Outcome:
    made = Outcome.objects.create(
        decision=decision, number=number, decided_at=NOW, published_at=NOW if published else None, **subject
    )
    OutcomeReason.objects.create(outcome=made, language="en", text=reason, folded=reason.lower())
    return made


def facts(*comments, language="en"):
    return comment_facts.get("themes").describe([comment.pk for comment in comments], language)


def reported(clauses: int = 3) -> Consultation:
    return ConsultationFactory(outcome=True, clauses=clauses)


def test_themes_are_nobody_s_business_before_the_report(client):
    consultation = ConsultationFactory(analysis=True)
    comment = CommentFactory(hub_thread=thread_of(consultation))
    CommentTheme.objects.create(comment=comment, theme=theme(consultation, "Shade and trees", fr="Ombre et arbres"))
    assert facts(comment) == {}
    assert "Shade and trees" not in client.get(comment.get_absolute_url()).content.decode()
    answer(consultation)
    publish_report(consultation)
    assert facts(comment)[comment.pk].themes == ("Shade and trees",)
    assert facts(comment, language="fr")[comment.pk].themes == ("Ombre et arbres",)
    assert facts(comment, language="ar")[comment.pk].themes == ("Shade and trees",)
    html = client.get(comment.get_absolute_url()).content.decode()
    assert html.index("Being read") < html.index("Shade and trees") < html.index("Accepted")


def test_every_answer_that_applies_the_most_specific_first(client):
    consultation = reported()
    comment = CommentFactory(hub_thread=thread_of(consultation))
    above = theme(consultation, "Comfort")
    shade = theme(consultation, "Shade", parent=above)
    CommentTheme.objects.create(comment=comment, theme=shade)
    answered("To all about comfort.", theme=above, decision="noted")
    answered("To all about shade.", theme=shade)
    answered("To these three.", selection=chosen(consultation, "Trees at the school", comment))
    answered("To the clause.", clause_thread=comment.hub_thread.clause_thread)
    found = facts(comment)[comment.pk]
    assert [one.reason for one in found.outcomes] == ["To these three.", "To all about shade.", "To all about comfort."]
    assert [one.about for one in found.outcomes] == ["Trees at the school", "Theme: Shade", "Theme: Comfort"]
    assert [one.led_to_change for one in found.outcomes] == [True, True, False]
    assert all("/report/#" in one.url for one in found.outcomes)
    html = client.get(comment.get_absolute_url()).content.decode()
    places = [html.index(one.reason) for one in found.outcomes]
    assert [*places, html.index("To the clause.")] == sorted([*places, html.index("To the clause.")])


def test_of_several_answers_the_newest_public_one_counts_and_drafts_stay_secret():
    consultation = reported()
    comment = CommentFactory(hub_thread=thread_of(consultation))
    cost = theme(consultation, "Cost")
    CommentTheme.objects.create(comment=comment, theme=cost)
    answered("The first.", theme=cost)
    answered("The second.", theme=cost, number=2)
    answered("A secret.", theme=cost, number=3, published=False)
    assert [one.reason for one in facts(comment)[comment.pk].outcomes] == ["The second."]


def test_an_answer_to_another_theme_or_set_is_none_of_theirs():
    consultation = reported()
    mine, other = (CommentFactory(hub_thread=thread_of(consultation)) for _each in range(2))
    shade, cost = theme(consultation, "Shade"), theme(consultation, "Cost", parent=None)
    child = theme(consultation, "Price of trees", parent=shade)
    CommentTheme.objects.create(comment=mine, theme=shade)
    CommentTheme.objects.create(comment=other, theme=cost)
    answered("About the price.", theme=child)  # below, not above
    answered("About cost.", theme=cost)
    answered("To the other.", selection=chosen(consultation, "Others", other))
    assert facts(mine)[mine.pk].outcomes == ()
    assert [one.reason for one in facts(other)[other.pk].outcomes] == ["To the other.", "About cost."]


def test_the_same_queries_for_one_and_for_fifty():
    consultation = reported()
    comments, costs = [], []
    for size in (1, 50):
        while len(comments) < size:
            comment = CommentFactory(hub_thread=thread_of(consultation))
            one = theme(consultation, f"Theme {len(comments)}")
            CommentTheme.objects.create(comment=comment, theme=one)
            answered(f"Reason {len(comments)}", theme=one)
            answered(f"Set {len(comments)}", selection=chosen(consultation, f"Set {len(comments)}", comment))
            comments.append(comment)
        facts(*comments)  # what is asked once for all pages, such as where the site stands
        with CaptureQueriesContext(connection) as captured:
            assert len(facts(*comments)) == size
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 12
