"""Promises as people find them: those that are read on a page of their own. What has a page of its feature's, such as
a project, is told by that feature."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from hub.core.engine.keys import uuids_in
from hub.core.models.topic import Topic, TopicKind, TopicName
from hub.core.search import Heading, SearchDocument, SearchTrigger
from hub.core.topics import Topics, read_topics
from hub.promises.engine.sources import Ground, promise_grounds, promise_sources
from hub.promises.engine.status import status_of
from hub.promises.engine.words import said_in
from hub.promises.models.promise import Cancellation, Postponement, Promise, PromiseQuerySet
from hub.promises.models.update import PromiseUpdate
from hub.promises.selectors.public import by_kind, urls_of

PROMISE = "promise"
CHUNK = 2000


class FoundPromises:
    label: Any = _("Promises")
    label_one: Any = _("Promise")
    order = 28

    def keys(self) -> Iterator[str]:
        rows = _public().order_by("pk").values_list("pk", flat=True)
        return (str(pk) for pk in rows.iterator(chunk_size=CHUNK))

    def documents(self, keys: Sequence[str], language: str) -> Sequence[SearchDocument]:
        """Seven queries, and what their feature asks to know its pages."""
        with translation.override(language):
            promises = _with_page(_public().filter(pk__in=uuids_in(keys)), language)
            told = _Told(promises, language)
            return [document for one in promises for document in told.documents(one)]


def news_of(promise_ids: Iterable[UUID]) -> dict[UUID, list[Mapping[str, str]]]:
    """What was written about each in public, texts by language, the newest first; three queries."""
    ids = list(promise_ids)
    found: dict[UUID, list[Mapping[str, str]]] = defaultdict(list)
    for update in PromiseUpdate.objects.filter(promise__in=ids).order_by("-published_at", "pk"):
        found[update.promise_id] += [update.titles, update.texts]
    for later in Postponement.objects.filter(promise__in=ids).order_by("-number"):
        found[later.promise_id].append(later.reasons)
    for decision in Cancellation.objects.filter(promise__in=ids).order_by("-made_at", "-pk"):
        found[decision.promise_id].append(decision.reasons)
    return dict(found)


def status_label(promise: Promise) -> str:
    """Where it stands now, in the active language."""
    status = status_of(
        promise.state,
        first_due_on=promise.first_due_on,
        due_on=promise.due_on,
        kept_on=promise.kept_on,
        today=timezone.localdate(),
    )
    return str(status.label)


def _public() -> PromiseQuerySet:
    """Of the kinds that have no pages of their own."""
    return Promise.objects.public().filter(kind__in=[kind for kind, _ground in promise_grounds])


def _with_page(rows: Iterable[Promise], language: str) -> list[Promise]:
    promises = list(rows)
    urls = urls_of(promises, language)
    return [one for one in promises if urls.get(one.pk) == _path(one)]


def _path(promise: Promise) -> str:
    return reverse("promise", args=[promise.pk])


class _Told:
    """What is read at once for all of them. Built and asked while `language` is active."""

    def __init__(self, promises: Sequence[Promise], language: str) -> None:
        self.news = news_of(one.pk for one in promises)
        self.parents: dict[UUID, tuple[str, str]] = {}
        self.grounds: dict[UUID, Ground] = {}
        for kind, rows in by_kind(promises).items():
            keys = [one.key for one in rows]
            parents = promise_sources.get(kind).parents(keys, language)
            self.parents |= {one.pk: parents[one.key] for one in rows if one.key in parents}
            grounds = promise_grounds.get(kind)(keys, language)
            self.grounds |= {one.pk: grounds[one.key] for one in rows if one.key in grounds}
        self.topics: Topics = read_topics()

    def documents(self, one: Promise) -> Iterator[SearchDocument]:
        """One a language in which it was promised; readers of the others get what its page shows them."""
        ground = self.grounds.get(one.pk, Ground("", ()))
        theme = self.topics.heading(TopicKind.TOPIC, one.theme_key, one.theme_names)
        for code, title in one.titles.items():
            if not title:
                continue
            yield SearchDocument(
                key=str(one.pk),
                language=code,
                title=title,
                body="\n\n".join(texts[code] for texts in self.news.get(one.pk, ()) if texts.get(code)),
                url=_path(one),
                readers=frozenset(
                    reader for reader, _name in settings.LANGUAGES if said_in(one.titles, reader)[1] == code
                ),
                part_of=self.parents.get(one.pk, ("", ""))[0],
                process=ground.process,
                pages=ground.pages,
                themes=(theme,) if theme else (),
                district=self.topics.heading(TopicKind.DISTRICT, one.district_key, one.district_names),
                responsible=Heading(one.body_key, one.body_names) if one.body_key else None,
                date=one.news_at,
                notes=(status_label(one),),
            )


def _told(promise: Promise) -> list[tuple[str, str]]:
    return [(PROMISE, str(promise.pk))] if promise.kind in promise_grounds else []


def _of_part(part: PromiseUpdate | Postponement | Cancellation) -> list[tuple[str, str]]:
    return _told(part.promise)


def _of_topic(topic: Topic) -> list[tuple[str, str]]:
    """Those whose theme or district it names."""
    field = "theme_key" if topic.kind == TopicKind.TOPIC else "district_key"
    rows = _public().filter(**{field: topic.key}).order_by("pk")
    return [(PROMISE, str(pk)) for pk in rows.values_list("pk", flat=True)]


def _of_topic_name(name: TopicName) -> list[tuple[str, str]]:
    return [told for topic in Topic.objects.filter(pk=name.topic_id) for told in _of_topic(topic)]


TRIGGERS = {
    "promises.promises": SearchTrigger(Promise, _told, silent=frozenset({"owner"})),
    "promises.updates": SearchTrigger(PromiseUpdate, _of_part),
    "promises.postponements": SearchTrigger(Postponement, _of_part),
    "promises.cancellations": SearchTrigger(Cancellation, _of_part),
    "promises.topics": SearchTrigger(Topic, _of_topic),
    "promises.topic_names": SearchTrigger(TopicName, _of_topic_name),
}
