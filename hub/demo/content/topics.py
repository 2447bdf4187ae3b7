"""Headings under which people of Port Zeitoun look. Illustrative.

A heading whose English name is that of a subject or a district of promises shows those too.
"""

from __future__ import annotations

from dataclasses import dataclass

from hub.demo.content import budget, last_budget, street_budget
from hub.demo.content.shapes import Tri


@dataclass(frozen=True)
class TopicContent:
    name: Tri
    documents: tuple[str, ...] = ()  # slugs
    consultations: tuple[str, ...] = ()
    budgets: tuple[str, ...] = ()


TOPICS = (
    TopicContent(Tri("Shade and water", "Ombre et eau", "الظلّ والماء"), ("cooler-city",), ("cooler-city",)),
    TopicContent(
        Tri("Streets and squares", "Rues et places", "الأنهج والساحات"),
        ("public-spaces",),
        ("public-spaces",),
        (street_budget.SLUG,),
    ),
    TopicContent(
        Tri("Trade and markets", "Commerce et marchés", "التجارة والأسواق"), ("public-spaces",), ("public-spaces",)
    ),
    TopicContent(
        Tri("Public money", "Argent public", "المال العامّ"),
        budgets=(budget.SLUG, street_budget.SLUG, last_budget.SLUG),
    ),
)
DISTRICTS = (
    TopicContent(Tri("Medina and Old Port", "Médina et Vieux-Port", "المدينة العتيقة والميناء القديم")),
    TopicContent(Tri("Hay Ennour", "Hay Ennour", "حيّ النور")),
    TopicContent(Tri("El Karma", "El Karma", "الكرمة")),
    TopicContent(Tri("Sidi Amor", "Sidi Amor", "سيدي عمر")),
)
