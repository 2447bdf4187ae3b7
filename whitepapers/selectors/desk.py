"""What documents put on the desk of editors: drafts that are not public yet, translations that are behind."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from hub.accounts.enums import Role
from hub.accounts.permissions import has_role
from hub.core.registries import DeskItem
from whitepapers.models.clause import ClauseText
from whitepapers.models.document import Document, DocumentVersion

if TYPE_CHECKING:
    from hub.accounts.models.user import User

SHOWN = 10


def documents_on_desk(user: User, now: datetime) -> list[DeskItem]:
    """The pages last worked on first; a fixed number of queries."""
    if not has_role(user, Role.EDITOR):
        return []
    kinds = ContentType.objects.filter(app_label="whitepapers", model__in=["policydraftpage", "whitepaperpage"])
    drafts = (
        Page.objects.filter(content_type__in=kinds, alias_of=None, has_unpublished_changes=True)
        .select_related("locale")
        .order_by("-latest_revision_created_at", "-pk")[:SHOWN]
    )
    behind = parts_behind()
    pages = (
        Page.objects.filter(translation_key__in={document for document, _language in behind}, alias_of=None)
        .select_related("locale")
        .order_by("-latest_revision_created_at", "-pk")
    )
    translations = [page for page in pages if (page.translation_key, page.locale.language_code) in behind][:SHOWN]
    return [
        *(
            _item(page, [_("never published") if not page.live else _("changes that are not public yet")])
            for page in drafts
        ),
        *(_item(page, [_behind(behind[page.translation_key, page.locale.language_code])]) for page in translations),
    ]


def parts_behind() -> dict[tuple[UUID, str], int]:
    """By document and language of a translation: how many parts of the latest version it has no text of."""
    newest = DocumentVersion.objects.filter(document=OuterRef("version__document")).order_by("-number")
    rows = (
        ClauseText.objects.filter(version=Subquery(newest.values("pk")[:1]))
        .order_by()
        .values_list("version__document_id", "language")
        .annotate(count=Count("pk"))
    )
    counts: dict[UUID, dict[str, int]] = defaultdict(dict)
    for document, language, count in rows:
        counts[document][language] = count
    sources = dict(Document.objects.filter(pk__in=counts).values_list("pk", "source_language"))
    published = (
        Page.objects.live()
        .filter(translation_key__in=counts, alias_of=None)
        .values_list("translation_key", "locale__language_code")
    )
    missing = {}
    for document, language in published:
        lacks = counts[document].get(sources[document], 0) - counts[document].get(language, 0)
        if language != sources[document] and lacks > 0:
            missing[document, language] = lacks
    return missing


def _behind(count: int) -> str:
    return ngettext(
        "%(count)s part of the translation is behind", "%(count)s parts of the translation are behind", count
    ) % {"count": count}


def _item(page: Page, notes: list[str]) -> DeskItem:
    language = str(get_language_info(page.locale.language_code)["name_translated"])
    return DeskItem(
        title=page.get_admin_display_title(),
        url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        notes=(language, *notes),
    )
