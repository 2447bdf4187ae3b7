"""The pages on which people decide to stand together, as they are used."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from hub.accounts.models.user import User
from hub.moderation.enums import State
from hub.notifications.services import deliver_due
from participatory_budget.engine.invitations import invitation_key
from participatory_budget.enums import Consent
from participatory_budget.models.authorship import CoAuthor, Merge
from participatory_budget.models.budget import Budget
from participatory_budget.models.proposal import Proposal, ProposalSupport
from participatory_budget.reports.together import together_view
from participatory_budget.services.coauthoring import invite
from participatory_budget.services.merging import answer_merge, ask_to_merge
from tests.factories.accounts import UserFactory, alice, bob, carol, dan
from tests.factories.proposals import open_budget, proposal

pytestmark = pytest.mark.django_db
ADDRESS = "fatima@example.org"


def budget_now(phase: str = "proposals") -> Budget:
    return open_budget(phase, now=timezone.now())


def made(budget: Budget, author: User | None = None, **fields: object) -> Proposal:
    return proposal(budget, author=author, now=timezone.now(), **fields)


def page_of(one: Proposal, action: str, language: str = "en") -> str:
    return f"/{language}/budgets/budget-2026/proposals/{one.reference}/{action}/"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def officer() -> User:
    return UserFactory(email="olga@example.org", pseudonym="Olga", budget_officer=True)


def post(person: User | None, address: str, **data: object) -> tuple[int, str]:
    client = signed_in(person) if person else Client()
    answer = client.post(address, data, follow=True)
    return answer.status_code, answer.content.decode()


def ask(source: Proposal, target: Proposal, actor: User, reason: str = "The same square.") -> Merge:
    return ask_to_merge(source, target, reason=reason, language="en", actor=actor, now=timezone.now())


def test_from_the_invitation_to_the_letter_to_the_name_beside_the_proposal():
    one = made(budget_now(), alice(), title="Shade for the market")
    status, words = post(one.author, page_of(one, "authors"), do="invite", email=ADDRESS)
    assert status == 200
    assert ADDRESS in words
    deliver_due(timezone.now())
    (letter,) = mail.outbox
    assert letter.to == [ADDRESS]
    assert "Shade for the market" in letter.subject
    link = re.search(r"https?://[^/]+(/\S+invitation/\S+)", letter.body).group(1)
    # Without an account one reads what it is about and finds the way in and back.
    words = Client().get(link).content.decode()
    assert "Six trees and two benches" in words
    assert "invitation/?key=" in unquote(unquote(re.search(r'href="(/en/account/login/\?[^"]+)"', words).group(1)))
    fatima = UserFactory(email=ADDRESS, pseudonym="Fatima Z.")
    assert "Fatima Z." in signed_in(fatima).get(link).content.decode()
    answer = signed_in(fatima).post(link, {"do": "agree", "name": "shown"})
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"{one.reference}/")
    words = signed_in(one.author).get(page_of(one, "authors")).content.decode()
    assert "Fatima Z." in words
    assert ADDRESS not in words


def test_declining_without_an_account():
    one = made(budget_now(), alice())
    row = invite(one, ADDRESS, actor=one.author, now=timezone.now())
    link = f"{page_of(one, 'invitation')}?key={invitation_key(row.pk, one.pk)}"
    client = Client(enforce_csrf_checks=True)
    words = client.get(link).content.decode()
    assert client.post(link, {"do": "decline"}).status_code == 403  # another site's form
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', words).group(1)
    assert client.post(link, {"do": "decline", "csrfmiddlewaretoken": token}).status_code == 200
    assert CoAuthor.objects.get().consent == Consent.REFUSED
    assert client.get(link).status_code == 404
    listed = signed_in(one.author).get(page_of(one, "authors")).content.decode()
    assert "Nobody is asked at the moment" in listed
    assert "1 person is not asked any more." in listed
    assert ADDRESS not in listed


def test_reading_a_link_answers_nothing():
    one = made(budget_now(), alice())
    row = invite(one, ADDRESS, actor=one.author, now=timezone.now())
    link = f"{page_of(one, 'invitation')}?key={invitation_key(row.pk, one.pk)}"
    answer = Client().get(link)
    assert answer["Cache-Control"] == "no-store, private"
    assert "noindex" in answer["X-Robots-Tag"]
    assert ADDRESS not in answer.content.decode()
    assert CoAuthor.objects.get().consent == Consent.ASKED


@pytest.mark.parametrize("key", ["", "x", "1.2:abc", "%00"])
def test_a_forged_link_is_told_like_one_that_has_ended(key):
    one = made(budget_now(), alice())
    answer = Client().get(f"{page_of(one, 'invitation')}?key={key}")
    assert answer.status_code == 404
    assert "not open any more" in answer.content.decode()
    assert post(None, f"{page_of(one, 'invitation')}?key={key}", do="decline")[0] == 404


def test_somebody_else_is_told_to_sign_in_with_the_right_address():
    one = made(budget_now(), alice())
    row = invite(one, ADDRESS, actor=one.author, now=timezone.now())
    link = f"{page_of(one, 'invitation')}?key={invitation_key(row.pk, one.pk)}"
    client = signed_in(dan())
    words = client.get(link).content.decode()
    assert "another address" in words
    assert ADDRESS not in words
    assert client.post(link, {"do": "agree", "name": "shown"}).status_code == 409
    assert CoAuthor.objects.get().consent == Consent.ASKED


def test_a_wrong_address_comes_back_as_it_was_typed():
    one = made(budget_now(), alice())
    status, words = post(one.author, page_of(one, "authors"), do="invite", email="fatima at example")
    assert status == 422
    assert "fatima at example" in words


def test_taking_back_and_leaving():
    one = made(budget_now(), alice())
    row = invite(one, ADDRESS, actor=one.author, now=timezone.now())
    other = made(one.budget, dan())
    foreign = invite(other, ADDRESS, actor=other.author, now=timezone.now())
    # The number of somebody else's question does nothing here.
    assert post(one.author, page_of(one, "authors"), do="take_back", question=foreign.pk)[0] == 422
    assert post(one.author, page_of(one, "authors"), do="take_back", question=row.pk)[0] == 200
    foreign.refresh_from_db()
    row.refresh_from_db()
    assert (foreign.consent, row.consent) == (Consent.ASKED, Consent.TAKEN_BACK)
    fatima = UserFactory()
    CoAuthor.objects.create(
        proposal=one, user=fatima, consent=Consent.AGREED, asked_at=timezone.now(), answered_at=timezone.now()
    )
    client = signed_in(fatima)
    assert "leave" in client.get(page_of(one, "authors")).content.decode()
    assert client.post(page_of(one, "authors"), {"do": "leave"}).status_code == 302
    assert client.get(page_of(one, "authors")).status_code == 403


@pytest.mark.parametrize("action", ["authors", "merge"])
@pytest.mark.parametrize(
    ("person", "state", "status"),
    [
        (None, State.PUBLISHED, 302),
        (None, State.PENDING, 302),
        (bob, State.PUBLISHED, 403),
        (carol, State.PUBLISHED, 403),
        (dan, State.PUBLISHED, 403),
        (dan, State.PENDING, 404),
        (dan, State.WITHHELD, 404),
        (alice, State.PUBLISHED, 200),
        (alice, State.PENDING, 200),
    ],
)
def test_who_sees_these_pages(action, person, state, status):
    author = alice()
    one = made(budget_now(), author, state=state)
    visitor = author if person is alice else person() if person else None
    client = signed_in(visitor) if visitor else Client()
    assert client.get(page_of(one, action)).status_code == status
    assert client.get(f"/en/budgets/budget-2026/proposals/C-2026-999999/{action}/").status_code == (
        302 if visitor is None else 404
    )


def test_a_proposal_of_another_budget_is_not_found_below_this_one():
    budget_now()
    foreign = made(open_budget(slug="another", now=timezone.now()), alice())
    assert signed_in(foreign.author).get(page_of(foreign, "merge")).status_code == 404


def test_finding_the_other_one_by_number_address_and_words():
    budget = budget_now()
    one, other = made(budget, alice(), title="Shade"), made(budget, dan(), title="الظل في ساحة السوق")
    made(budget, other.author, title="Hidden shade", state=State.PENDING)
    client = signed_in(one.author)
    for asked in (other.reference.lower(), f"https://x.org/ar/budgets/b/proposals/{other.reference}/", "ساحة سوق"):
        words = client.get(page_of(one, "merge"), {"q": asked}).content.decode()
        assert f"?other={other.reference}" in words, asked
    words = client.get(page_of(one, "merge"), {"q": "hidden"}).content.decode()
    assert "Hidden shade" not in words
    assert "Use fewer words" in words
    assert client.get(page_of(one, "merge"), {"q": "\x00" * 300, "other": "\x00"}).status_code == 200


def test_before_one_searches_those_that_say_the_same_are_offered():
    budget = budget_now()
    one, other = made(budget, alice()), made(budget, dan())
    assert f"?other={other.reference}" in signed_in(one.author).get(page_of(one, "merge")).content.decode()


def test_asking_and_answering_on_the_pages():
    budget = budget_now()
    one, other = made(budget, alice(), title="Shade"), made(budget, dan(), title="Trees")
    status, words = post(one.author, page_of(one, "merge"), do="ask", other=other.reference, way="in", reason="")
    assert (status, Merge.objects.count()) == (422, 0)
    assert re.search(r'value="in"[^>]*checked', words)
    reason = "الفكرة نفسها للساحة نفسها"
    status, words = post(one.author, page_of(one, "merge"), do="ask", other=other.reference, way="in", reason=reason)
    merge = Merge.objects.get()
    assert (status, merge.source, merge.target, merge.reason_language) == (200, other, one, "ar")
    deliver_due(timezone.now())
    (letter,) = mail.outbox
    assert (letter.to, page_of(other, "merge") in letter.body, reason in letter.body) == (
        ["dan@example.org"],
        True,
        True,
    )
    words = signed_in(other.author).get(page_of(other, "merge")).content.decode()
    assert reason in words
    assert 'value="agree"' in words
    assert 'value="agree"' not in signed_in(one.author).get(page_of(one, "merge")).content.decode()
    status, words = post(other.author, page_of(other, "merge"), do="agree", question=merge.pk)
    assert status == 200
    other.refresh_from_db()
    assert other.merged_into == one
    assert post(other.author, page_of(other, "merge"), do="agree", question=merge.pk)[0] == 200


def test_an_answer_is_to_the_question_that_one_has_read():
    budget = budget_now()
    one, other = made(budget, alice()), made(budget, dan())
    merge = ask(one, other, one.author)
    unrelated = ask(
        made(budget, carol()), made(budget, dan(email="d@example.org")), User.objects.get(pseudonym="Carol")
    )
    for number in (unrelated.pk, "", "x", "9" * 40):
        assert post(other.author, page_of(other, "merge"), do="agree", question=number)[0] == 422
    merge.refresh_from_db()
    assert merge.target_consent == Consent.ASKED


def test_a_refusal_is_shown_to_both_sides():
    budget = budget_now()
    one, other = made(budget, alice()), made(budget, dan())
    merge = ask(one, other, one.author)
    post(other.author, page_of(other, "merge"), do="refuse", question=merge.pk)
    for side in (one, other):
        words = signed_in(side.author).get(page_of(side, "merge")).content.decode()
        assert "One side said no" in words
    deliver_due(timezone.now())
    assert "stay two proposals" in mail.outbox[-1].body


def test_an_open_question_is_one_sentence_with_both_titles_as_links():
    budget = budget_now()
    one, other = made(budget, alice(), title="Shade <b>"), made(budget, dan(), title="Benches")
    ask(one, other, one.author)
    words = shown(one, one.author)
    sentence = words.split("would become part of", 1)
    assert "Shade &lt;b&gt;</bdi></a>" in sentence[0]
    assert "Benches</bdi></a>" in sentence[1]
    assert "&lt;a " not in words


def test_an_officer_answers_for_a_letter_and_both_pages_say_so():
    budget = budget_now()
    one, other = made(budget, alice(), title="Shade"), made(budget, title="By letter", channel="letter")
    merge = ask(one, other, one.author)
    olga = officer()
    client = signed_in(olga)
    words = client.get(page_of(other, "merge")).content.decode()
    assert "on behalf of it for the city" in words
    post(olga, page_of(other, "merge"), do="agree", question=merge.pk)
    one.refresh_from_db()
    words = shown(one)
    assert "The city agreed on" in words
    assert "By letter" in words
    assert "Shade" in shown(Proposal.objects.get(pk=other.pk))


def shown(one: Proposal, viewer: User | None = None, language: str = "en") -> str:
    with translation.override(language):
        view = together_view(one, viewer, language, timezone.now())
        return render_to_string("participatory_budget/proposals/_together.html", {"together": view})


def test_what_everybody_reads_holds_nothing_about_a_reader_and_no_open_question():
    budget = budget_now()
    one, other = made(budget, alice()), made(budget, dan())
    ask(one, other, one.author, "A reason that is not public yet")
    invite(one, ADDRESS, actor=one.author, now=timezone.now())
    for viewer in (None, bob()):
        words = shown(one, viewer)
        assert "not public yet" not in words
        assert ADDRESS not in words
        assert "href" not in words
    assert "merge/" in shown(one, one.author)
    assert "authors/" in shown(one, one.author)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_links_stay_in_the_readers_language(language):
    budget = budget_now()
    one, other = made(budget, alice()), made(budget, dan())
    answer_merge(ask(one, other, one.author), agrees=True, actor=other.author, now=timezone.now())
    one.refresh_from_db()
    assert f'href="/{language}/budgets/budget-2026/proposals/{other.reference}/"' in shown(one, language=language)


def test_a_page_costs_the_same_with_one_merged_proposal_and_with_thirty():
    budget, olga = budget_now(), officer()
    target = made(budget, alice())
    counts = []
    for number in (1, 29):
        for _each in range(number):
            merge = ask(made(budget), target, olga)
            answer_merge(merge, agrees=True, actor=target.author, now=timezone.now())
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            assert shown(target).count("came into this proposal") == 1
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_officers_see_what_waits_and_what_is_alike_with_the_same_queries():
    budget, olga = budget_now(), officer()
    client, counts = signed_in(olga), []
    client.get(f"/cms/budgets/{budget.pk}/merges/")  # the editor's own profile is made at the first visit
    for number in (1, 20):
        for each in range(number):
            source, target = made(budget, UserFactory(), title=f"Fountain {each}"), made(budget)
            ask(source, target, source.author)
            made(budget, title=f"Benches {number} {each}")
        made(budget, title="Benches once more")
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(f"/cms/budgets/{budget.pk}/merges/")
        counts.append(len(seen))
    words = answer.content.decode()
    assert answer.status_code == 200
    assert "the city: no account stands behind it" in words
    assert "merge/?other=" in words
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("person", "status"), [(alice, 403), (bob, 403), (carol, 403), (officer, 200)])
def test_only_officers_see_the_list(person, status):
    budget = budget_now()
    answer = signed_in(person()).get(f"/cms/budgets/{budget.pk}/merges/")
    # Wagtail sends whoever it refuses back to its front page or to the entrance.
    assert (answer.status_code == 200) is (status == 200)


def test_supports_of_merged_proposals_are_sums_only():
    budget = budget_now()
    one, other, fan = made(budget, alice()), made(budget, dan()), UserFactory(pseudonym="Secret Fan")
    ProposalSupport.objects.create(proposal=one, user=fan, given_at=timezone.now())
    answer_merge(ask(one, other, one.author), agrees=True, actor=other.author, now=timezone.now())
    assert "Secret Fan" not in shown(Proposal.objects.get(pk=other.pk), one.author)
