"""Projects by the name that their address has: `<budget>/<project>`."""

from __future__ import annotations

from django.apps import apps


def delivery_named(name: str) -> str:
    """The key of its promise; "" when nothing is called so."""
    budget, slash, project = name.strip("/").partition("/")
    if not slash:
        return ""
    pages = apps.get_model("participatory_budget", "ProjectPage").objects
    found = pages.filter(slug=project, delivery__budget__slug=budget).values_list("delivery", flat=True).first()
    return str(found) if found else ""
