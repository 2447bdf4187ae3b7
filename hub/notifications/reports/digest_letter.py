"""What one letter about many things says: what came of something first, by subject, the newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from hub.accounts.models.user import User
from hub.core.registries import FollowSubject
from hub.notifications.engine.news import DELAY, OUTCOME, news_kinds
from hub.notifications.models.follow import Follow
from hub.notifications.models.news import News, NewsSubject
from hub.notifications.reports.told import Told, told
from hub.notifications.selectors.following import described, followed_by


@dataclass
class Group:
    subject: FollowSubject | None
    items: list[Told] = field(default_factory=list)


@dataclass
class Section:
    heading: str
    groups: list[Group] = field(default_factory=list)


def digest_words(person: User, news_ids: Sequence[str]) -> Mapping[str, Any] | None:
    """None when nothing is left to tell: it was taken down, or the person follows none of it any more."""
    news = {str(one.pk): one for one in News.objects.filter(pk__in=news_ids)}
    follows = {(one.subject_kind, one.subject_key): one for one in followed_by(person)}
    about = _about(list(news.values()), follows)
    subjects = {
        row.follow.pk: row.subject
        for row in described({one.pk: one for ones in about.values() for one in ones}.values())
    }
    sections: dict[int, Section] = {}
    groups: dict[tuple[int, int], Group] = {}
    first = ""
    for one in (news[pk] for pk in news_ids if pk in news and news[pk].pk in about):
        followed: dict[str, list[str]] = {}
        for row in about[one.pk]:
            followed.setdefault(row.subject_kind, []).append(row.subject_key)
        words = told(one, followed)
        if words is None:
            continue
        rank = news_kinds.get(one.kind).rank
        # The first of them that has a name, as the feature orders what its news is about.
        chosen = next((row for row in about[one.pk] if subjects.get(row.pk)), about[one.pk][0])
        if (rank, chosen.pk) not in groups:
            groups[rank, chosen.pk] = Group(subjects.get(chosen.pk))
            sections.setdefault(rank, Section(_heading(rank))).groups.append(groups[rank, chosen.pk])
        groups[rank, chosen.pk].items.append(words)
        first = first or words.title
    if not groups:
        return None
    named = {key: group.subject for (_rank, key), group in groups.items() if group.subject}
    return {"sections": [sections[rank] for rank in sorted(sections)], "first": first, "subjects": list(named.values())}


def _about(news: Sequence[News], follows: Mapping[tuple[str, str], Follow]) -> dict[UUID, list[Follow]]:
    """By news, what this person still follows of it; one query."""
    keys = {key for _kind, key in follows}
    rows = NewsSubject.objects.filter(news__in=news, key__in=keys).order_by("pk")
    found: dict[UUID, list[Follow]] = {}
    for row in rows:
        follow = follows.get((row.kind, row.key))
        if follow is not None:
            found.setdefault(row.news_id, []).append(follow)
    return found


def _heading(rank: int) -> str:
    if rank == OUTCOME:
        return _("What became of it")
    return _("Later than planned") if rank == DELAY else _("Also new")
