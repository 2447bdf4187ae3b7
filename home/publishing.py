"""The only code of this app that creates pages: the information pages every hub starts with."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from django.db import transaction
from wagtail.models import Locale

from home.information import PAGES
from home.information.page import Block, InformationPage
from home.models.pages import HomePage, StandardPage


def ensure_information_pages() -> int:
    """Makes the information pages that are missing, in every language of the hub; returns how many.

    A page that exists, live or not, is left exactly as editors have it.
    """
    homes = {home.locale.language_code: home for home in HomePage.objects.filter(depth=2).select_related("locale")}
    return sum(_ensure(page, homes) for page in PAGES)


@transaction.atomic
def _ensure(page: InformationPage, homes: dict[str, HomePage]) -> int:
    existing = {code: home.get_children().filter(slug=page.slug).first() for code, home in homes.items()}
    key = next((one.translation_key for one in existing.values() if one), uuid4())
    made = 0
    for code, text in page.texts.items():
        if code not in homes or existing[code] is not None:
            continue
        # The parent's path may have moved on since it was read: the row says how many children it has.
        home = HomePage.objects.get(pk=homes[code].pk)
        new = StandardPage(
            title=text.title,
            slug=page.slug,
            summary=text.summary,
            body=_stream(page.slug, text.body),
            locale=Locale.objects.get(language_code=code),
            translation_key=key,
            live=False,
        )
        home.add_child(instance=new)
        new.save_revision().publish()
        made += 1
    return made


def _stream(slug: str, body: Any) -> list[dict[str, Any]]:
    """Blocks with the same ids in every language, so that translations stay together."""
    return [_block(f"{slug}/{index}", block) for index, block in enumerate(body)]


def _block(name: str, block: Block) -> dict[str, Any]:
    kind, value = block
    block_id = str(uuid5(NAMESPACE_URL, f"information/{name}"))
    if kind == "steps":
        value = [
            {"type": "item", "id": str(uuid5(NAMESPACE_URL, f"information/{name}/{index}")), "value": step}
            for index, step in enumerate(value)
        ]
    return {"type": kind, "id": block_id, "value": value}
