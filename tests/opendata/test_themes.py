"""Themes, and what was answered to them: with the report, as the report says it, and never more than that."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from consultations.engine.figure_table import figure_table, theme_counts
from consultations.models.consultation import Consultation
from consultations.services.theming import merge_themes, rename_theme, retire_theme
from hub.contributions import services
from hub.contributions.services.erasure import erase_author
from hub.core.engine.small_cells import shown_parts
from tests.factories.accounts import alice, bob
from tests.factories.consultations import (
    NOW,
    WEEK,
    ConsultationFactory,
    answer,
    answering_moderator,
    clause_threads,
    coding,
    publish_report,
    report_page,
    republish_report,
    theme,
    thread_of,
)
from tests.factories.contributions import CommentFactory
from tests.opendata.conftest import Read, address, answered_by_theme, text_of

pytestmark = pytest.mark.django_db
WORDS_OF_THEMES = ("Noise", "Le bruit", "Music at night", "Letters of the traders", "Nights are for sleeping", "Signs")


@pytest.fixture
def consultation() -> Consultation:
    """Not reported yet: seven contributions under a theme and its sub-theme, all answered."""
    made: Consultation = ConsultationFactory(analysis=True)
    comments = CommentFactory.create_batch(7, hub_thread=thread_of(made), position="oppose")
    answered_by_theme(made, *comments)
    answer(made)
    return made


def frozen(client: Client, consultation: Consultation, number: int = 1) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text_of(client.get(address(consultation, f"reports/{number}", "json"))))
    return found


@pytest.mark.parametrize("ending", ["csv", "jsonld"])
def test_before_the_report_nothing_tells_of_themes(
    client: Client, table: Read, consultation: Consultation, ending: str
) -> None:
    assert client.get(address(consultation, "themes", ending)).status_code == 404
    for name in ("contributions", "answers", "next-steps"):
        text = text_of(client.get(address(consultation, name, ending)))
        assert not [words for words in WORDS_OF_THEMES if words in text]
    assert table(consultation, "answers") == table(consultation, "next-steps") == []
    assert {row["themes"] for row in table(consultation, "contributions")} == {""}


def test_a_report_that_is_taken_down_takes_its_themes_along(
    client: Client, table: Read, consultation: Consultation
) -> None:
    publish_report(consultation)
    before = {name: client.get(address(consultation, name)) for name in ("contributions", "answers", "next-steps")}
    assert "Last-Modified" not in before["contributions"], "what goes with the report leaves no date"
    report_page(consultation).unpublish()
    assert client.get(address(consultation, "themes")).status_code == 404
    assert {row["about"] for row in table(consultation, "answers")} == {"clause"}
    assert table(consultation, "next-steps") == []
    assert {row["themes"] for row in table(consultation, "contributions")} == {""}
    for name, response in before.items():
        again = client.get(address(consultation, name), headers={"if-none-match": response["ETag"]})
        assert again.status_code == 200, name


def test_themes_have_the_names_and_the_numbers_of_the_report(
    client: Client, table: Read, consultation: Consultation
) -> None:
    publish_report(consultation)
    record = {row["uuid"]: row for row in frozen(client, consultation)["figures"]["by_theme"]}
    rows = table(consultation, "themes")
    assert [(row["language"], row["name"]) for row in rows] == [
        ("en", "Noise"),
        ("fr", "Le bruit"),
        ("en", "Music at night"),
    ]
    english, french, below = rows
    assert french["description"] == "Musique et terrasses"
    assert english["id"] == french["id"] == f"urn:uuid:{english['theme']}"
    assert (english["parent"], below["parent"]) == ("", english["theme"])
    assert {row["count"] for row in rows} == {"7"} == {str(record[row["theme"]]["comments"]) for row in rows}
    assert (english["decision"], below["decision"]) == ("accepted_in_part", "")
    assert {row["state"] for row in rows} == {"active"}
    path, _hash, place = english["report"].removeprefix("http://127.0.0.1:8000").partition("#")
    assert f'id="{place}"' in client.get(path).content.decode()


def test_what_changes_after_the_report_waits_for_the_next(table: Read, consultation: Consultation) -> None:
    old = theme(consultation, "Din")
    publish_report(consultation)
    actor, later = answering_moderator(), NOW + timedelta(hours=1)
    noise = consultation.themes.get(names__name="Noise")
    music = consultation.themes.get(names__name="Music at night")
    fresh = theme(consultation, "Not public yet", now=later)
    coding(fresh, *(row.comment for row in music.comments.all()), now=later)
    rename_theme(noise, names={"en": ("Loudness", "")}, actor=actor, now=later)
    merge_themes(old, into=noise, actor=actor, now=later)
    retire_theme(music, actor=actor, now=later)
    before = table(consultation, "themes")
    assert {row["name"] for row in before} == {"Noise", "Le bruit", "Music at night", "Din"}
    assert {row["state"] for row in before} == {"active"}
    known = {row["theme"] for row in before}
    assert {uuid for row in table(consultation, "contributions") for uuid in row["themes"].split()} <= known
    republish_report(consultation, now=NOW + WEEK)
    after = {row["name"]: row for row in table(consultation, "themes")}
    assert set(after) == {"Loudness", "Not public yet", "Music at night", "Din"}
    assert (after["Din"]["state"], after["Din"]["merged_into"]) == ("merged", str(noise.pk))
    assert (after["Music at night"]["state"], after["Music at night"]["count"]) == ("retired", "")
    assert all(str(fresh.pk) in row["themes"].split() for row in table(consultation, "contributions"))


def test_contributions_say_which_themes_people_gave_them(table: Read, linked: Read, consultation: Consultation) -> None:
    plain = CommentFactory(hub_thread=thread_of(consultation))
    publish_report(consultation)
    names = {row["theme"]: row["name"] for row in table(consultation, "themes") if row["language"] == "en"}
    rows = table(consultation, "contributions")
    told = {row["reference"]: sorted(names[uuid] for uuid in row["themes"].split()) for row in rows}
    assert told.pop(plain.reference) == []
    assert set(map(tuple, told.values())) == {("Music at night", "Noise")}
    record = linked(consultation, "contributions")["records"][0]
    assert [uuid.removeprefix("urn:uuid:") for uuid in record["themes"]] == rows[0]["themes"].split()
    assert linked(consultation, "contributions")["@context"]["themes"]["@type"] == "@id"


def test_a_copy_is_stale_when_somebody_codes(client: Client, consultation: Consultation) -> None:
    plain = CommentFactory(hub_thread=thread_of(consultation))
    publish_report(consultation)
    before = client.get(address(consultation, "contributions"))
    coding(consultation.themes.get(names__name="Noise"), plain)
    again = client.get(address(consultation, "contributions"), headers={"if-none-match": before["ETag"]})
    assert again.status_code == 200


@pytest.mark.parametrize("how", ["erased", "withdrawn", "withheld"])
def test_a_contribution_that_goes_takes_its_themes_along(table: Read, consultation: Consultation, how: str) -> None:
    author = alice()
    comment = CommentFactory(hub_thread=thread_of(consultation), user=author)
    single = theme(consultation, "Only hers")
    coding(single, comment)
    publish_report(consultation)
    assert str(single.pk) in {row["themes"] for row in table(consultation, "contributions")}
    if how == "erased":
        erase_author(author, now=NOW)
    elif how == "withdrawn":
        services.withdraw(comment, actor=author, now=NOW)
    else:
        services.withhold(comment, actor=bob(), reason_code="insult", now=NOW)
    rows = table(consultation, "contributions")
    assert len(rows) == 7
    assert str(single.pk) not in " ".join(row["themes"] for row in rows)


def test_answers_to_themes_and_choices_stand_beside_those_to_clauses(
    table: Read, linked: Read, consultation: Consultation
) -> None:
    publish_report(consultation)
    rows = table(consultation, "answers")
    assert [(row["about"], row["language"], row["title"]) for row in rows] == [
        ("clause", "en", ""),
        ("theme", "en", "Noise"),
        ("theme", "fr", "Le bruit"),
        ("chosen", "en", "Letters of the traders"),
    ]
    to_theme, to_choice = rows[1], rows[3]
    clause = str(clause_threads(consultation)[0].clause_id)
    assert (to_theme["document"], to_theme["clause"], to_theme["changes"]) == ("", "", clause)
    assert to_theme["theme"] in {row["theme"] for row in table(consultation, "themes")}
    assert to_theme["report"].endswith(f"#theme-{to_theme['theme']}")
    assert to_choice["report"].endswith(f"#chosen-{to_choice['chosen']}")
    assert linked(consultation, "answers")["records"][1]["changes"] == [f"urn:uuid:{clause}"]
    steps = table(consultation, "next-steps")
    assert [(row["due_on"], row["language"], row["text"]) for row in steps] == [
        ("2026-09-01", "en", "Signs are put up"),
        ("2026-09-01", "fr", "Des panneaux"),
        ("", "en", "Inspectors come"),
    ]
    assert {row["answer"] for row in steps} == {to_theme["id"]}
    assert steps[0]["id"] == steps[1]["id"] != steps[2]["id"]


def test_what_only_confidential_contributions_said_counts_nothing(table: Read, consultation: Consultation) -> None:
    secret = CommentFactory(hub_thread=thread_of(consultation), confidential=True)
    quiet = theme(consultation, "Said in confidence")
    coding(quiet, secret)
    publish_report(consultation)
    (row,) = [row for row in table(consultation, "themes") if row["theme"] == str(quiet.pk)]
    assert (row["count"], row["range"]) == ("0", "")
    assert secret.reference not in json.dumps(table(consultation, "contributions"))
    figures = [row for row in table(consultation, "report-figures") if row["theme"] == str(quiet.pk)]
    assert [(row["measure"], row["count"]) for row in figures] == [("theme_published", "0")]


def of_themes(*rows: tuple[str, str | None, int]) -> dict[str, Any]:
    names = ("uuid", "parent", "comments")
    return {"by_theme": [{**dict(zip(names, row, strict=True)), "positions": {"oppose": row[2]}} for row in rows]}


def told(figures: dict[str, Any]) -> dict[str, Any]:
    return {uuid: one.range or one.count for uuid, one in theme_counts(figures).items()}


def test_no_subtraction_between_a_theme_and_its_sub_themes_tells_a_small_count() -> None:
    assert told(of_themes(("all", None, 90), ("a", "all", 87), ("b", "all", 3))) == {"all": 90, "a": "5+", "b": "1-4"}
    # Two stand directly under the theme alone.
    assert told(of_themes(("all", None, 90), ("a", "all", 88))) == {"all": 90, "a": "5+"}
    assert told(of_themes(("all", None, 90), ("a", "all", 60), ("b", "all", 3))) == {"all": 90, "a": 60, "b": "1-4"}
    assert told(of_themes(("x", None, 90), ("y", None, 3))) == {"x": 90, "y": "1-4"}, "no sum of these is known"


def test_no_addition_tells_a_hidden_sum() -> None:
    def parts(*counts: int) -> list[Any]:
        return [part.range or part.count for part in shown_parts(counts, hides_sum=True)]

    assert parts(60, 27) == [60, "5+"]
    assert parts(87) == ["5+"]
    assert parts(60, 2) == ["5+", "1-4"]
    assert parts(3) == ["1-4"]


MACHINE = {
    "version": "machine/1",
    "suggested": 100,
    "looked_at": 80,
    "confirmed": 60,
    "refused": 15,
    "left": 25,
    **{"precision": 800, "recall": None, "f1": 780, "f1_low": 700, "f1_high": 850},
}
SECOND = {"contributions": 20, "decisions": 60, "share": 900, "kappa": -12, "kappa_low": None, "kappa_high": 40}


def counted(content: dict[str, Any], prefix: str) -> list[tuple[Any, ...]]:
    return [
        (one.measure, one.value, one.shown.range or one.shown.count, one.per_mille)
        for one in figure_table(content)
        if one.measure.startswith(prefix)
    ]


def test_how_far_the_machine_was_right_is_told_unless_a_few_labels_tell_it(
    client: Client, consultation: Consultation
) -> None:
    publish_report(consultation)
    content = frozen(client, consultation)
    content["figures"] |= {"machine": MACHINE, "second_reading": SECOND}
    assert counted(content, "machine") == [
        ("machine_suggested", "machine/1", 100, None),
        ("machine_looked_at", "", 80, None),
        ("machine_label", "confirmed", 60, None),
        ("machine_label", "refused", 15, None),
        ("machine_label", "left", 25, None),
        *(("machine_agreement", name, None, MACHINE[name]) for name in ("precision", "f1", "f1_low", "f1_high")),
    ]
    assert counted(content, "second") == [
        ("second_reading_contributions", "", 20, None),
        ("second_reading_decisions", "", 60, None),
        *(("second_reading_agreement", name, None, SECOND[name]) for name in ("share", "kappa", "kappa_high")),
    ]
    content["figures"] |= {"machine": {**MACHINE, "refused": 3}, "second_reading": {**SECOND, "contributions": 2}}
    assert not counted(content, "machine_agreement")
    assert not counted(content, "second_reading_agreement")


def test_a_record_of_the_first_format_still_gives_its_figures(client: Client, consultation: Consultation) -> None:
    publish_report(consultation)
    content = frozen(client, consultation)
    for name in ("themes", "turnout", "elsewhere", "gaps", "quotes"):
        del content[name]
    for name in ("by_theme", "machine", "second_reading", "coded", "read"):
        del content["figures"][name]
    measures = {figure.measure for figure in figure_table(content)}
    assert {"received", "clause_published"} <= measures
    assert not [measure for measure in measures if measure.startswith(("theme", "machine", "second"))]
