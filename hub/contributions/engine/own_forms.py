"""Kinds of threads that ask more than words: their form, and what was answered in it.

What is kept of the answers is registered beside this, in `hub.core.registries.comment_facts_kept`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.core.registries import ThreadSubject
from hub.core.registry import Registry


@dataclass(frozen=True)
class ContributionForm:
    """Where the general form does not do. Replies are written with the general one all the same."""

    form: Any  # class: a hub.contributions.forms.CommentForm
    template: str
    context: Callable[[Any, ThreadSubject], Mapping[str, Any]]  # thread, subject -> what the template needs besides
    tells_replies: bool = False  # is its author written to when somebody replied?


contribution_forms: Registry[ContributionForm] = Registry("forms of contributions")

# By number of the contribution, in short sentences, for whoever may read the contribution itself.
answers_told: Registry[Callable[[Sequence[int]], Mapping[int, Sequence[str]]]] = Registry("answers beside words")


def answers_beside(comment_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Those that have any; asks each feature once."""
    found: dict[int, tuple[str, ...]] = {}
    for _name, told in answers_told if comment_ids else ():
        for key, sentences in told(comment_ids).items():
            found[key] = (*found.get(key, ()), *sentences)
    return found
