"""The Site, the three languages and the tree that every hub starts with.

Historical models have neither treebeard's methods nor Wagtail's, so paths, addresses and counts are written by hand.
"""

from uuid import uuid4

from django.conf import settings
from django.db import migrations
from django.utils import timezone

LANGUAGES = ["en", "fr", "ar"]
STEP = 4  # characters of treebeard's path per level

HOME_TITLES = {"en": "Home", "fr": "Accueil", "ar": "الرئيسية"}
# app, model, slug, titles, summaries
SECTIONS = [
    (
        "consultations",
        "ConsultationIndexPage",
        "consultations",
        {"en": "Consultations", "fr": "Consultations", "ar": "الاستشارات"},
        {
            "en": "What you can answer now, what was asked before, and what came of it.",
            "fr": "Ce à quoi vous pouvez répondre maintenant, ce qui a été demandé auparavant et ce qu’il en est advenu.",
            "ar": "ما يمكنكم الإجابة عنه الآن، وما سُئل عنه من قبل، وما نتج عنه.",
        },
    ),
    (
        "whitepapers",
        "DocumentIndexPage",
        "documents",
        {"en": "Documents", "fr": "Documents", "ar": "الوثائق"},
        {
            "en": "Policy drafts and white papers, clause by clause, in every version that was published.",
            "fr": "Projets de texte et livres blancs, clause par clause, dans chacune des versions publiées.",
            "ar": "مشاريع النصوص والكتب البيضاء، بندًا بندًا، في كل نسخة نُشرت.",
        },
    ),
    (
        "participatory_budget",
        "BudgetIndexPage",
        "budgets",
        {"en": "Participatory budgets", "fr": "Budgets participatifs", "ar": "الميزانيات التشاركية"},
        {
            "en": "Public money that residents decide on: proposals, votes, and the projects they led to.",
            "fr": "L’argent public dont les habitants décident : propositions, votes et projets réalisés.",
            "ar": "مال عام يقرر السكان وجهته: مقترحات وتصويت والمشاريع التي نتجت عنها.",
        },
    ),
    (
        "consultations",
        "ReportIndexPage",
        "reports",
        {"en": "Outcomes", "fr": "Résultats", "ar": "النتائج"},
        {
            "en": "What people said, what was decided and why, clause by clause.",
            "fr": "Ce qui a été dit, ce qui a été décidé et pourquoi, clause par clause.",
            "ar": "ما قاله الناس، وما تقرر ولماذا، بندًا بندًا.",
        },
    ),
    (
        "search",
        "SearchPage",
        "search",
        {"en": "Search", "fr": "Recherche", "ar": "البحث"},
        {
            "en": "Search documents, consultations and published contributions.",
            "fr": "Chercher dans les documents, les consultations et les contributions publiées.",
            "ar": "البحث في الوثائق والاستشارات والمساهمات المنشورة.",
        },
    ),
]


def path_below(parent_path, position):
    """Treebeard counts in base 36, four characters a level."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    text = ""
    while position:
        position, rest = divmod(position, 36)
        text = digits[rest] + text
    return parent_path + text.rjust(STEP, "0")


def content_type(apps, app, model):
    return apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=model.lower())[0]


def grow(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    now = timezone.now()

    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}
    root = Page.objects.get(depth=1)
    # Wagtail's welcome page is the only page of a new database; the site must let go of it first.
    welcome = list(Page.objects.filter(depth=2).values_list("pk", flat=True))
    taken = Page.objects.filter(depth=2).count()
    home_key = uuid4()
    section_keys = [uuid4() for _ in SECTIONS]
    homes = {}
    for offset, code in enumerate(LANGUAGES, start=1):
        path = path_below(root.path, taken + offset)
        homes[code] = apps.get_model("home", "HomePage").objects.create(
            title=HOME_TITLES[code],
            draft_title=HOME_TITLES[code],
            slug=code,
            path=path,
            depth=2,
            numchild=len(SECTIONS),
            url_path=f"/{code}/",
            content_type=content_type(apps, "home", "HomePage"),
            locale=locales[code],
            translation_key=home_key,
            live=True,
            has_unpublished_changes=False,
            first_published_at=now,
            last_published_at=now,
        )
        for position, (app, model, slug, titles, summaries) in enumerate(SECTIONS, start=1):
            apps.get_model(app, model).objects.create(
                title=titles[code],
                draft_title=titles[code],
                summary=summaries[code],
                slug=slug,
                path=path_below(path, position),
                depth=3,
                numchild=0,
                url_path=f"/{code}/{slug}/",
                content_type=content_type(apps, app, model),
                locale=locales[code],
                translation_key=section_keys[position - 1],
                live=True,
                show_in_menus=True,
                has_unpublished_changes=False,
                first_published_at=now,
                last_published_at=now,
            )
    Site.objects.all().delete()
    Site.objects.create(
        hostname="localhost",
        port=80,
        site_name=settings.HUB_NAME,
        root_page_id=homes[LANGUAGES[0]].pk,
        is_default_site=True,
    )
    Page.objects.filter(pk__in=welcome).delete()
    root.numchild = len(LANGUAGES)
    root.save(update_fields=["numchild"])


def fell(apps, schema_editor):
    """Backwards only on a hub without content: what people wrote is not thrown away by a migration."""
    Page = apps.get_model("wagtailcore", "Page")
    if Page.objects.filter(depth__gt=3).exists():
        raise RuntimeError("There are pages in the tree; remove them first.")
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()
    Page.objects.filter(depth=1).update(numchild=0)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("whitepapers", "0001_initial"),
        ("search", "0001_initial"),
        ("participatory_budget", "0001_initial"),
        ("consultations", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(grow, fell)]
