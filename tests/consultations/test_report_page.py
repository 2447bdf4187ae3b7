"""The page of an outcome report: what it says is what its record says, for every number of it, for everybody."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from freezegun import freeze_time

from consultations.engine.canonical import canonical_json, fingerprint
from consultations.models.frozen_report import FrozenReport
from consultations.reports.content import report_content
from consultations.reports.view import frozen_view, live_view
from consultations.services.gaps import state_gap
from hub.contributions.services import withdraw
from hub.contributions.services.erasure import erase_author
from tests.consultations.reported import QUOTED, make_theme, put_under, quoted, reported
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    NOW,
    WEEK,
    ConsultationFactory,
    answer,
    clause_threads,
    publish_report,
    report_page,
    republish_report,
    thread_of,
)
from tests.factories.contributions import CommentFactory
from tests.factories.whitepapers import body_of, publish, set_body

pytestmark = pytest.mark.django_db
LARGEST_PAGE = 100_000  # bytes, packed


def html_of(consultation: Any, rest: str = "") -> str:
    with freeze_time(NOW):
        response = Client().get(f"{report_page(consultation).get_url()}{rest}")
    assert response.status_code == 200, rest
    html: str = response.content.decode()
    return html


def said(html: str) -> str:
    """The words of a page without their marks."""
    inside = html.split("<main", 1)[1].split(">", 1)[1]
    words = unescape(re.sub(r"<(?!/?(a|bdi|b|span|time|ins|del)\b)[^>]+>", " ", inside))
    return " ".join(re.sub(r"<[^>]+>", "", words).split())


def part_of(html: str, anchor: str) -> str:
    """What stands at one anchor."""
    found = re.search(rf'<article[^>]* id="{anchor}".*?</article>', html, re.DOTALL)
    assert found, anchor
    return said(f"<main>{found.group()}")


# --- what it says -----------------------------------------------------------------------------------------------------


def test_no_clause_looks_unanswered_that_is_answered_elsewhere() -> None:
    facts = reported()
    publish_report(facts.consultation)
    html = html_of(facts.consultation)
    dogs = part_of(html, f"clause-{facts.rows[1].clause_id}")
    assert "1 answered under the theme: Animals" in dogs
    assert f'href="#theme-{facts.theme.pk}"' in html
    stalls = part_of(html, f"clause-{facts.rows[2].clause_id}")
    assert "1 answered together with others: Letters of the traders" in stalls
    assert f'href="#chosen-{facts.chosen.pk}"' in html
    assert "Not answered yet." not in html
    theme = part_of(html, f"theme-{facts.theme.pk}")
    for words in ("Animals", "1 comment", "Accepted in part", "Dogs may come before nine.", "Veterinary office"):
        assert words in theme
    assert "Changes because of it: Clause 2 · Dogs" in theme
    assert "Answered with the theme above." in part_of(html, f"theme-{facts.part.pk}")
    assert "A licence is the law." in part_of(html, f"chosen-{facts.chosen.pk}")


def test_a_gap_stands_where_the_answer_would_be() -> None:
    facts = reported()
    publish_report(facts.consultation)
    html = html_of(facts.consultation)
    music = part_of(html, f"clause-{facts.rows[3].clause_id}")
    assert "We did No answer, and why The ministry has not said yet." in music
    assert "1 of 6 contributions has no answer" in said(html)
    assert "has an answer, and every confidential one" not in said(html)


def test_every_figure_on_the_page_is_one_of_the_record() -> None:
    facts = reported()
    report = publish_report(facts.consultation)
    content = json.loads(report.content)
    figures, words = content["figures"], said(html_of(facts.consultation))
    assert (
        f"Received {figures['received']} = published {figures['published']}"
        f" + {figures['withheld']['confidential']} not published" in words
    )
    view = frozen_view(report, "en")
    assert view.received == figures["received"] == view.published + view.withheld_total + view.pending
    assert view.three_numbers[1] == (figures["people"], "people and organisations took part")
    assert [value for value, _label in view.three_numbers] == [figures["received"], figures["people"], 2]
    for row, shown in zip([r for r in figures["by_clause"] if r["received"]], view.rows, strict=True):
        assert (shown.comments, shown.not_public) == (row["comments"], row["received"] - row["comments"])
        assert sum(shown.positions.values()) == row["comments"]
    for row, shown in zip(figures["by_theme"], view.parts.themes, strict=True):
        assert (shown.comments, shown.not_public) == (row["comments"], row["confidential"])
    assert {one.count for one in view.authors} == {figures["persons"], figures["organisations"]}
    assert sum(one.count for one in view.channels) == sum(one.count for one in view.languages) == figures["received"]
    assert view.turnout is not None
    assert sum(column.count for column in view.turnout.columns) == figures["received"]
    assert sum(one.count for one in view.decisions) == len(content["answers"]) == 3
    assert f"{figures['coded']} contribution was put under themes by people." in words
    assert f"people opened or sorted {figures['read']} of {figures['to_answer']} contributions" in words


def test_what_is_promised_stands_in_one_list_by_date() -> None:
    facts = reported()
    publish_report(facts.consultation)
    words = said(html_of(facts.consultation)).split("What happens next", 2)[-1]
    order = ["By 1 June 2026", "A leaflet", "By 1 September 2026", "Signs are put up", "no date", "The council is told"]
    assert [words.index(one) for one in order] == sorted(words.index(one) for one in order)


def test_what_did_not_change_says_why() -> None:
    facts = reported()
    publish_report(facts.consultation)
    section = said(html_of(facts.consultation)).split("What did not change, and why", 2)[-1]
    assert section.index("Letters of the traders") < section.index("A licence is the law.")


def test_the_text_as_it_changed_stands_beside_its_reason_or_says_that_none_was_named() -> None:
    facts = reported()
    publish_report(facts.consultation)
    before = said(html_of(facts.consultation))
    assert "No newer version has been published yet" in before
    with freeze_time(NOW):
        blocks = body_of(facts.document)
        blocks[0]["value"]["text"] = "<p>Open until ten.</p>"
        blocks[2]["value"]["text"] = "<p>Stalls need a paper.</p>"
        publish(set_body(facts.document, blocks))
    html = html_of(facts.consultation)
    assert "compare/1/2/" in html
    section = said(html).split("What changed", 2)[-1].split("What did not change")[0]
    assert "[removed: nine]" in section
    assert "[added: ten]" in section
    assert section.index("Open until ten in summer.") < section.index("No cause was named for this change.")


def test_a_report_of_the_first_format_still_renders() -> None:
    consultation = ConsultationFactory(analysis=True)
    CommentFactory(hub_thread=thread_of(consultation))
    answer(consultation, decision="noted")
    content = report_content(consultation)
    first: dict[str, Any] = {
        name: content[name] for name in ("consultation", "slug", "opens_at", "closes_at", "documents", "figures")
    }
    for name in ("to_answer", "answered", "read", "coded", "by_theme"):
        del first["figures"][name]
    for row in first["figures"]["by_clause"]:
        del row["unanswered"]
    first |= {"format": 1, "answers": []}
    for row in content["answers"]:
        first["answers"].append({k: v for k, v in row.items() if k not in ("kind", "changes", "next_steps")})
    text = canonical_json(first)
    publish_report(consultation)
    FrozenReport.objects.filter(consultation=consultation).update(content=text, sha256=fingerprint(text))
    for rest in ("", "summary/", "no/1/"):
        words = said(html_of(consultation, rest))
        assert "contribution received 1" in words
    words = said(html_of(consultation))
    assert "You were right, and the text says so now." in words
    assert "1 of 1 answers only says “noted”." in words
    assert "Contributions over time" not in words


# --- quotes -----------------------------------------------------------------------------------------------------------


def test_a_quote_stands_in_its_own_language_with_name_and_reference() -> None:
    facts = reported()
    publish_report(facts.consultation)
    html = html_of(facts.consultation)
    hours = part_of(html, f"clause-{facts.rows[0].clause_id}")
    assert QUOTED in hours
    assert f"Amel Trabelsi · {facts.quote.reference}" in hours
    assert 'dir="auto" lang="fr"><p class="flush">Un chien n&#x27;est pas un vélo.' in html


def test_a_quote_is_gone_once_its_author_takes_the_permission_back() -> None:
    facts = reported()
    publish_report(facts.consultation)
    facts.quote.may_be_quoted = False
    facts.quote.save(update_fields=["may_be_quoted"])
    for rest in ("", "no/1/", "summary/"):
        assert QUOTED not in html_of(facts.consultation, rest)


@pytest.mark.parametrize("how", ["withdrawn", "erased"])
def test_a_quote_is_gone_once_it_is_withdrawn_or_its_author_erased(how: str) -> None:
    facts = reported()
    publish_report(facts.consultation)
    if how == "withdrawn":
        withdraw(facts.quote, actor=facts.author, now=NOW)
    else:
        erase_author(facts.author, now=NOW)
    for rest in ("", "no/1/", "summary/"):
        html = html_of(facts.consultation, rest)
        assert QUOTED not in html
        assert "Amel Trabelsi" not in html


# --- what nobody may read ---------------------------------------------------------------------------------------------


def test_confidential_words_are_nowhere() -> None:
    facts = reported()
    report = publish_report(facts.consultation)
    for rest in ("", "summary/", "no/1/"):
        assert "xanthoria" not in html_of(facts.consultation, rest)
    assert "xanthoria" not in report.content
    assert facts.secret.reference not in report.content


# --- numbers ----------------------------------------------------------------------------------------------------------


def corrected() -> Any:
    """No. 1, then No. 2 with another reason for clause 1 and one more comment."""
    facts = reported()
    publish_report(facts.consultation)
    CommentFactory(hub_thread=thread_of(facts.consultation, 0))
    answer(facts.consultation, 0, decision="noted", reasons={"en": "We were wrong: open until nine."}, now=NOW)
    state_gap(
        facts.consultation,
        texts={"en": "The ministry said no."},
        actor=None,
        now=NOW,
        clause_thread=facts.rows[3],
    )
    assert republish_report(facts.consultation).number == 2
    return facts


def test_each_number_is_handed_out_byte_for_byte_as_it_was_hashed() -> None:
    facts = corrected()
    for report in FrozenReport.objects.filter(consultation=facts.consultation):
        response = Client().get(f"{report_page(facts.consultation).get_url()}no/{report.number}.json")
        assert response["Content-Type"] == "application/json"
        assert hashlib.sha256(response.content).hexdigest() == report.sha256
        assert json.loads(response.content)["format"] == 2
    assert Client().get(f"{report_page(facts.consultation).get_url()}no/3.json").status_code == 404
    assert Client().get(f"{report_page(facts.consultation).get_url()}no/99999999999999/").status_code == 404


def test_an_old_number_says_so_and_is_not_for_search_engines() -> None:
    facts = corrected()
    old, new, page = (html_of(facts.consultation, rest) for rest in ("no/1/", "no/2/", ""))
    assert '<meta name="robots" content="noindex">' in old
    assert "This is No. 1." in said(old)
    assert "No. 2, published 15 April 2026, replaces it." in said(old)
    assert "Open until ten in summer." in said(old)
    assert "We were wrong" not in said(old)
    for html in (new, page):
        assert "noindex" not in html
        assert "This is No." not in said(html)
        assert "We were wrong: open until nine." in said(html)


def test_what_differs_from_the_number_before_is_computed() -> None:
    facts = corrected()
    words = said(html_of(facts.consultation)).split("What differs in No. 2 from No. 1")[1]
    assert "Contributions received 7 8" in words
    assert "Clause 1 · Opening hours: “Noted” instead of “Accepted” · Another reason" in words
    assert "Clause 4 · Music: Another statement why there is no answer" in words
    assert "Letters of the traders" not in words
    assert "What differs" not in said(html_of(facts.consultation, "no/1/"))


def test_all_numbers_are_listed_with_their_fingerprints() -> None:
    facts = corrected()
    html = html_of(facts.consultation)
    for report in FrozenReport.objects.filter(consultation=facts.consultation):
        assert report.sha256 in html
        assert f"no/{report.number}.json" in html


# --- staff, cost, size ------------------------------------------------------------------------------------------------


def test_the_preview_of_staff_is_live_and_says_so() -> None:
    facts = reported()
    publish_report(facts.consultation)
    answer(facts.consultation, 0, reasons={"en": "In preparation."}, now=NOW)
    client = Client()
    client.force_login(UserFactory(superuser=True))
    page = report_page(facts.consultation)
    page.save_revision()
    html = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert "In preparation." in html
    assert "Not published." in html
    assert "report.pdf" not in html, "downloads are of what is frozen"
    assert "In preparation." not in html_of(facts.consultation)


def large(clauses: int, comments: int) -> Any:
    consultation = ConsultationFactory(analysis=True, clauses=clauses)
    theme = make_theme(consultation, en=f"Theme of {clauses}")
    for index, row in enumerate(clause_threads(consultation)):
        for number in range(comments):
            comment = CommentFactory(hub_thread=row.thread)
            if not number:
                put_under(theme, comment)
                quoted(comment, row)
        answer(consultation, index, reasons={"en": "A reason of some length. " * 12, "fr": "Une raison. " * 20})
    return consultation


def queries_of(consultation: Any) -> int:
    url = report_page(consultation).get_url()
    Client().get(url)  # what the whole site shares is warm
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(url).status_code == 200
    return len(captured)


@pytest.mark.slow
def test_the_page_costs_the_same_for_one_clause_and_for_fifty() -> None:
    frozen, live = [], []
    for clauses, comments in ((1, 1), (50, 2)):
        consultation = large(clauses, comments)
        publish_report(consultation, now=NOW + WEEK)
        frozen.append(queries_of(consultation))
        with CaptureQueriesContext(connection) as captured:
            live_view(consultation, "en")
        live.append(len(captured))
    assert frozen[0] == frozen[1]
    assert live[0] == live[1]


@pytest.mark.slow
def test_thirty_clauses_fit_in_a_hundred_kilobytes() -> None:
    consultation = large(30, 2)
    publish_report(consultation)
    assert len(gzip.compress(html_of(consultation).encode())) < LARGEST_PAGE


def test_a_frozen_page_reads_the_record_and_not_the_comments() -> None:
    """Whatever the number of comments: those that are quoted are read, no other."""
    facts = reported()
    publish_report(facts.consultation)
    url = report_page(facts.consultation).get_url()
    Client().get(url)
    with CaptureQueriesContext(connection) as captured:
        Client().get(url)
    reading = [row["sql"] for row in captured if '"contributions_comment"' in row["sql"]]
    assert len(reading) == 1
    assert "may_be_quoted" in reading[0]
