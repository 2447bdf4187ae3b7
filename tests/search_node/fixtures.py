"""For tests that ask a node: `from tests.search_node.fixtures import node, search_node  # noqa: F401`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from hub.settings.search_settings import search_backends
from tests.search_node import Node, NoNodeError, start


def a_node() -> Node:
    """One of the test's own, to be killed. Skips, or fails where a node is required."""
    try:
        return start()
    except NoNodeError as error:
        if os.environ.get("REQUIRE_SEARCH_NODE"):
            pytest.fail(f"a search node is required: {error}")
        pytest.skip(f"no search node: {error}")


@pytest.fixture(scope="session")
def search_node() -> Iterator[str]:
    """Address of one node for all tests of this process, or of all processes where it was started before them."""
    if url := os.environ.get("HUB_TEST_SEARCH_NODE"):
        yield url
        return
    node = a_node()
    yield node.url
    node.stop()


def use_node(settings: Any, url: str, name: str = "") -> None:
    """As SEARCH_URL=opensearch+… would, under names that no other test has."""
    settings.SEARCH_URL = f"opensearch+{url}/{name or f'test-{uuid4().hex[:8]}'}"
    settings.WAGTAILSEARCH_BACKENDS = search_backends(settings.SEARCH_URL)


@pytest.fixture
def killable(settings: Any) -> Iterator[Node]:
    """A node of the test's own, with nothing in it."""
    node = a_node()
    use_node(settings, node.url)
    yield node
    node.stop()


@pytest.fixture
def node(search_node: str, settings: Any, db: None) -> Iterator[Any]:
    """The client of a node with an index of the test's own, empty at first."""
    from search.engine.node_client import node_client
    from search.services.node import rebuild_node

    use_node(settings, search_node)
    rebuild_node(timezone.now())
    client = node_client()
    yield client
    for name in client.index.names():
        client.backend.index_class(client.backend, name).delete()


@pytest.fixture(scope="session")
def shared_name() -> str:
    return f"shared-{uuid4().hex[:8]}"


@pytest.fixture
def shared_node(search_node: str, shared_name: str, settings: Any, db: None) -> Any:
    """The same with one index for many tests, emptied each time, which is much faster. Only for `told_to_node`: the
    node remembers versions of what other tests wrote, so that the clock must not be stopped.
    """
    from search.engine.node_backend import Write
    from search.engine.node_client import node_client
    from search.services.node import rebuild_node

    use_node(settings, search_node, shared_name)
    client = node_client()
    if client.index.exists():
        version = int(timezone.now().timestamp() * 1_000_000)
        client.index.write([Write(entry, version, None) for entry, _fingerprint in list(client.index.known())])
    else:
        rebuild_node(timezone.now())
    client.breaker.answered()
    return client


def told_to_node(entries: Sequence[Any]) -> None:
    """The node has these entries, as they are saved, from now on."""
    from search.models.change import NodeUpdate
    from search.services.node import note, send_due

    now = timezone.now()
    note([entry.pk for entry in entries], now)
    # Others may wait too: the pages that migrations made.
    while send_due(now):
        pass
    left = NodeUpdate.objects.filter(entry__in=[entry.pk for entry in entries])
    assert not left, f"the node did not take {len(left)}: {sorted({row.last_error for row in left})}"
