"""`manage.py import_document` on real files, to the letter of its contract."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from tests.factories import whitepapers as make
from tests.factories.translation import publish_translation, submit, sync, translate
from whitepapers.engine.imports.detect import parse_document
from whitepapers.engine.text import fingerprint, normalise
from whitepapers.models.clause import ClauseText
from whitepapers.models.document import Document, DocumentVersion
from whitepapers.models.import_record import ImportedClause, ImportRecord
from whitepapers.models.pages import PolicyDraftPage, WhitePaperPage

pytestmark = pytest.mark.django_db
UK, IT, US = (
    "akoma_ntoso/uk_pga-2014-27-enacted-data.xml",
    "akoma_ntoso/it_senato_ddl_2013.xml",
    "akoma_ntoso/us_Act_2011-11-29.xml",
)
BILLS = [f"bill_versions/{name}.XML" for name in ("S2731_IPS", "S2731_RCS", "h1037_eh", "H1037_RFS")]
KEYS = {"uuid", "eid", "number", "heading", "source_id", "level", "parent", "sha256", "text"}

OLD = """# Quay rules

## 1 Trading

1.1 A person may trade on the quay in the morning with a licence of the district.

1.2 The licence names the place, the hours, the goods and the person who answers for the stall.

## 2 Music

2.1 Music is allowed in the square until eleven at night from June to September.
"""


def real(path: str) -> Path:
    file = Path(settings.REAL_DATA_DIR) / path
    if not file.exists():
        pytest.skip(f"real data is not here: REAL_DATA_DIR/{path}")
    return file


def run(*args: Any) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import_document", *map(str, args), "--json", stdout=out)
    return json.loads(out.getvalue())


def refused(*args: Any) -> dict[str, Any]:
    out = io.StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("import_document", *map(str, args), "--json", stdout=out)
    assert refusal.value.returncode == 1
    return json.loads(out.getvalue())


def frozen(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The same clauses as publication has frozen them."""
    page = PolicyDraftPage.objects.get(slug=result["page"])
    texts = ClauseText.objects.filter(
        version__document_id=page.translation_key, version__number=result["version"], language=result["language"]
    )
    return [
        {
            "uuid": str(text.clause_id),
            "eid": text.clause.eid,
            "number": text.number,
            "heading": text.heading,
            "source_id": text.clause.source_id,
            "level": text.level,
            "parent": str(text.clause.parent_id) if text.clause.parent_id else None,
            "sha256": text.sha256,
            "text": text.text,
        }
        for text in texts.exclude(clause__kind="note").select_related("clause").order_by("order")
    ]


@pytest.fixture
def markdown(tmp_path: Path) -> Any:
    def write(text: str, name: str = "rules.md") -> Path:
        file = tmp_path / name
        file.write_text(text)
        return file

    return write


@pytest.mark.parametrize("path", [UK, IT, US, BILLS[1], BILLS[2], "word/act-2-1998.docx"])
def test_what_is_printed_is_what_publication_freezes_and_what_the_file_says(path: str) -> None:
    file = real(path)
    result = run(file, "--publish", "--slug", "act")
    assert (result["page"], result["version"]) == ("act", 1)
    clauses = result["clauses"]
    assert all(set(clause) >= KEYS for clause in clauses)
    assert [{key: clause[key] for key in KEYS} for clause in clauses] == frozen(result)
    parsed = parse_document(file.read_bytes()).clauses
    position = {clause["uuid"]: index for index, clause in enumerate(clauses)}
    assert [
        (c["level"], position.get(c["parent"]), c["number"], c["heading"], normalise(c["text"])) for c in clauses
    ] == [(c.level, c.parent, c.number, c.heading, normalise(c.text)) for c in parsed]
    assert [c["sha256"] for c in clauses] == [fingerprint(c.text) for c in parsed]
    assert len({clause["eid"] for clause in clauses}) == len(clauses)
    commentable = {
        str(c)
        for c in DocumentVersion.objects.get().texts.filter(clause__kind="clause").values_list("clause_id", flat=True)
    }
    assert all(clause["uuid"] in commentable for clause in clauses if clause["text"])


def test_the_same_file_again_returns_what_exists_and_another_is_refused(markdown: Any) -> None:
    first = run(markdown(OLD), "--slug", "quay", "--publish")
    assert run(markdown(OLD, "other-name.md"), "--slug", "quay", "--publish") == first
    assert DocumentVersion.objects.count() == ImportRecord.objects.count() == 1
    refusal = refused(markdown(OLD + "\n2.2 More."), "--slug", "quay")
    assert refusal["where"] == "--slug"
    assert ImportRecord.objects.count() == 1


def test_a_draft_is_not_public_and_is_published_by_the_same_command(markdown: Any) -> None:
    draft = run(markdown(OLD), "--slug", "quay")
    assert draft["version"] is None
    assert not Document.objects.exists()
    published = run(markdown(OLD), "--slug", "quay", "--publish")
    assert published["version"] == 1
    assert published["clauses"] == draft["clauses"]


def test_a_dry_run_says_the_same_and_writes_nothing(markdown: Any) -> None:
    result = run(markdown(OLD), "--slug", "quay", "--publish", "--dry-run")
    assert len(result["clauses"]) == 5
    for model in (PolicyDraftPage, Document, ImportRecord, ImportedClause):
        assert not model.objects.exists()


def test_a_refused_file_writes_nothing_and_says_why_and_where(tmp_path: Path) -> None:
    file = tmp_path / "broken.xml"
    file.write_text("<akomaNtoso>\n<act></akomaNtoso>")
    refusal = refused(file)
    assert "broken" in refusal["error"]
    assert refusal["where"] == "line 2"
    assert refused(tmp_path / "missing.docx")["where"] == "missing.docx"
    assert not PolicyDraftPage.objects.exists()


def test_two_stages_of_a_bill_are_one_document_and_nothing_changes() -> None:
    first = run(real(BILLS[0]), "--publish", "--slug", "ndaa")
    second = run(real(BILLS[1]), "--publish", "--update", "ndaa")
    assert {row["status"] for row in second["mapping"]} == {"unchanged"}
    assert [clause["uuid"] for clause in second["clauses"]] == [clause["uuid"] for clause in first["clauses"]]
    assert second["version"] == 1
    again = run(real(BILLS[1]), "--publish", "--update", "ndaa")
    assert again == second | {"mapping": again["mapping"]}
    assert {row["status"] for row in again["mapping"]} == {"unchanged"}


def test_a_new_version_keeps_identity_and_maps_every_clause(markdown: Any) -> None:
    old = run(markdown(OLD), "--slug", "quay", "--publish")
    new_text = OLD.replace(
        "## 2 Music\n\n2.1", "## 2 Trees\n\n2.1 Trees along the quay are watered twice a week.\n\n## 3 Music\n\n3.1"
    )
    new = run(markdown(new_text.replace("the goods and", "the goods, the price and")), "--update", "quay", "--publish")
    assert new["version"] == 2
    uuid = {clause["text"][:20] or clause["heading"]: clause["uuid"] for clause in old["clauses"]}
    for clause in new["clauses"]:
        name = clause["text"][:20] or clause["heading"]
        assert clause["uuid"] == uuid.get(name, clause["uuid"])
    rows = new["mapping"]
    assert {row["old"] for row in rows} - {None} == {clause["uuid"] for clause in old["clauses"]}
    assert {row["new"] for row in rows} - {None} == {clause["uuid"] for clause in new["clauses"]}
    status = {row["new"]: row["status"] for row in rows}
    assert [status[clause["uuid"]] for clause in new["clauses"]] == [
        "unchanged", "unchanged", "edited", "new", "new", "renumbered", "renumbered",
    ]  # fmt: skip
    assert [{key: clause[key] for key in KEYS} for clause in new["clauses"]] == frozen(new)


def test_publication_waits_for_a_person_where_pairs_are_ambiguous(markdown: Any) -> None:
    run(markdown(OLD), "--slug", "quay", "--publish")
    rest = "the goods and the person who answers for the stall."
    text = OLD.replace(f" the hours, {rest}", f" the hours.\n\n1.3 It also names {rest}")
    refusal = refused(markdown(text), "--update", "quay", "--publish")
    assert refusal["where"] == "mapping"
    assert DocumentVersion.objects.count() == 1
    assert PolicyDraftPage.objects.get().latest_revision.object_id
    accepted = run(markdown(text), "--update", "quay", "--publish", "--accept-mapping")
    assert accepted["version"] == 2
    assert any(row["needs_review"] for row in accepted["mapping"])


def test_a_new_version_keeps_what_was_written_here_and_the_translations(
    markdown: Any, django_capture_on_commit_callbacks: Any
) -> None:
    run(markdown(OLD), "--slug", "quay", "--publish")
    page = PolicyDraftPage.objects.get(slug="quay")
    blocks = make.body_of(page)
    blocks[1]["value"]["summary"] = "In short."
    blocks.insert(2, make.note_block("Why we ask."))
    page = make.publish(make.set_body(page, blocks))
    translation = submit(page, "fr")
    translate(translation, lambda words: f"fr:{words}")
    publish_translation(translation, django_capture_on_commit_callbacks)
    before = [block.id for block in page.body]
    run(markdown(OLD.replace("eleven", "ten")), "--update", "quay", "--publish")
    page.refresh_from_db()
    assert [block.id for block in page.body] == before
    assert page.body[1].value["summary"] == "In short."
    assert page.body[2].block_type == "note"
    sync(translation)
    french = publish_translation(translation, django_capture_on_commit_callbacks)
    assert [block.id for block in french.body] == before
    texts = ClauseText.objects.filter(version__number=DocumentVersion.objects.count(), language="fr").order_by("order")
    assert [text.text[:13] for text in texts.filter(clause__kind="clause")] == ["fr:A person m", "fr:The licence"[:13]]


def test_the_kind_the_language_and_the_name_can_be_given(markdown: Any) -> None:
    result = run(markdown(OLD), "--kind", "white_paper", "--language", "fr")
    assert (result["page"], result["language"]) == ("quay-rules", "fr")
    assert WhitePaperPage.objects.get(slug="quay-rules").locale.language_code == "fr"
    assert refused(markdown(OLD), "--language", "xx")["where"] == "--language"
    assert refused(markdown(OLD), "--slug", "Not A Slug")["where"] == "--slug"
    assert refused(markdown(OLD), "--update", "nothing")["where"] == "--update"
    assert refused(markdown(OLD), "--update", "quay-rules", "--language", "en")["where"] == "--language"


def test_an_imported_document_can_be_consulted_on_and_read(client: Client) -> None:
    run(real(UK), "--publish", "--slug", "dripa")
    out = io.StringIO()
    call_command("create_consultation", "--document", "dripa", "--json", stdout=out)
    opened = json.loads(out.getvalue())
    assert opened["documents"] == [{"page": "dripa", "version": 1}]
    html = client.get("/en/documents/dripa/").content.decode()
    assert 'id="sec_1__subsec_2__para_b"' in html
    assert "require the retention of all data or any description of data," in html
    assert client.get("/en/documents/dripa/clauses/sec_1__subsec_2__para_b/").status_code == 200


def test_a_real_consultation_of_thirty_articles_is_one_document(tmp_path: Path) -> None:
    """République numérique: the government's articles, from their own format to HTML."""
    with real("republique_numerique/clauses.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    articles = sorted((row for row in rows if row["kind"] == "government_article"), key=lambda row: row["id"])
    pieces, section = ["<html lang='fr'><h1>Projet de loi pour une République numérique</h1>"], None
    for row in articles:
        if row["section_subtitle"] != section:
            section = row["section_subtitle"]
            pieces.append(f"<h2>{row['section']} - {section}</h2>")
        pieces.append(f"<h3>{row['title']}</h3>{row['body_html']}")
    file = tmp_path / "loi.html"
    file.write_text("\n".join(pieces))
    result = run(file, "--publish", "--slug", "republique-numerique")
    assert result["language"] == "fr"
    found = [clause for clause in result["clauses"] if clause["number"].startswith("Article")]
    assert len(found) == len(articles) == 30
    assert [{key: clause[key] for key in KEYS} for clause in result["clauses"]] == frozen(result)


def test_pictures_of_a_word_file_become_pictures_of_the_hub_once(tmp_path: Path) -> None:
    from wagtail.images import get_image_model

    from tests.whitepapers.test_import_formats import PIXEL, p, word

    def drawing(name: str, alt: str) -> str:
        return f'<w:r><w:drawing><wp:docPr name="{name}" descr="{alt}"/><a:blip r:embed="{name}"/></w:drawing></w:r>'

    relations = "".join(
        f'<Relationship Id="{name}" Type="x/image" Target="media/{name}.png"/>' for name in ("plan", "copy", "fake")
    )
    data = word(
        p("Trade", "H1"),
        p("See:", inner=drawing("plan", "The quay") + drawing("copy", "Again") + drawing("fake", "A program")),
        word___rels__document_DOT_xml_DOT_rels=f'<Relationships xmlns="x">{relations}</Relationships>',
        word__media__plan_DOT_png=PIXEL,
        word__media__copy_DOT_png=PIXEL,
        word__media__fake_DOT_png=b"MZ\x90 not a picture",
    )
    file = tmp_path / "plan.docx"
    file.write_bytes(data)
    result = run(file, "--slug", "plan", "--publish")
    assert [image.title for image in get_image_model().objects.all()] == ["The quay"]
    assert any(warning["where"] == "word/media/fake.png" for warning in result["warnings"])
    figures = [block for block in PolicyDraftPage.objects.get(slug="plan").body if block.block_type == "figure"]
    assert [figure.value["alt_text"] for figure in figures] == ["The quay", "Again"]
    assert 'alt="The quay"' in ClauseText.objects.get().html
    assert [{key: clause[key] for key in KEYS} for clause in result["clauses"]] == frozen(result)
    run(file, "--slug", "dry", "--dry-run")
    assert get_image_model().objects.count() == 1


def test_what_the_editor_saves_again_is_what_was_imported() -> None:
    """Draftail reads and writes the same words and the same markup, so an officer's visit takes no new version."""
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

    from whitepapers.engine.imports.draft import draft_of
    from whitepapers.engine.text import clean_html

    converter = ContentstateConverter(["bold", "italic", "ol", "ul", "link", "superscript", "subscript"])
    for path in (UK, IT, BILLS[0]):
        for part in draft_of(parse_document(real(path).read_bytes())).parts:
            saved = converter.to_database_format(converter.from_database_format(part.html)) if part.html else ""
            assert clean_html(saved) == clean_html(part.html)
