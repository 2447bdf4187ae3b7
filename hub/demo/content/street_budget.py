"""The budget of Port Zeitoun that is being voted on. Days are counted from the day of seeding, sums in dinars.
Illustrative."""

from __future__ import annotations

from dataclasses import dataclass

from hub.demo.content.city import CONTACT as _CONTACT
from hub.demo.content.shapes import Tri

SLUG = "street-budget"
TITLE = Tri(
    "The street budget: vote now",
    "Le budget des rues : votez",
    "ميزانيّة الأنهج: صوّتوا الآن",
)
SUMMARY = Tri(
    "700,000 dinars for streets and squares. Choose projects within the money: for the whole city, and for your "
    "district.",
    "700 000 dinars pour les rues et les places. Choisissez des projets dans la limite de la somme : pour toute la "
    "ville, et pour votre quartier.",
    "700 ألف دينار للأنهج والساحات. اختاروا مشاريع في حدود المبلغ: للمدينة كلّها، ولحيّكم.",
)
STORY = Tri(
    "These sixteen projects came from four meetings in the districts. The city's offices have looked at each, and "
    "their prices are final.\n\nYou can vote online, or on paper at the library and at the town hall.",
    "Ces seize projets viennent de quatre réunions de quartier. Les services de la ville ont examiné chacun d'eux ; "
    "les coûts sont définitifs.\n\nVous pouvez voter en ligne, ou sur papier à la bibliothèque et à l'hôtel de ville.",
    "جاءت هذه المشاريع الستّة عشر من أربعة اجتماعات في الأحياء. ونظرت مصالح البلديّة في كلّ منها، وكلفتها نهائيّة.\n\n"
    "يمكنكم التصويت على الإنترنت، أو على الورق في المكتبة وفي قصر البلديّة.",
)
HOW_DECIDED = Tri(
    "Everybody from the age of sixteen who lives in Port Zeitoun may vote, of any nationality. What most people choose "
    "comes first, as long as there is money.",
    "Peut voter toute personne d'au moins seize ans qui habite Port-Zeitoun, quelle que soit sa nationalité. Les "
    "projets choisis par le plus de personnes passent d'abord, tant qu'il reste de l'argent.",
    "يحقّ التصويت لكلّ من بلغ السادسة عشرة ويسكن مرسى الزيتون مهما كانت جنسيّته. ويُموَّل أوّلًا ما يختاره أكبر عدد من "
    "الناس ما دام المال كافيًا.",
)
WHO_MAY_VOTE = Tri(
    "Everybody from the age of sixteen who lives in Port Zeitoun, of any nationality",
    "Toute personne d'au moins seize ans qui habite Port-Zeitoun, quelle que soit sa nationalité",
    "كلّ من بلغ السادسة عشرة ويسكن مرسى الزيتون مهما كانت جنسيّته",
)
IDENTITY_ASKED = Tri(
    "Number of the identity card or residence permit",
    "Numéro de la carte d'identité ou du titre de séjour",
    "رقم بطاقة التعريف أو بطاقة الإقامة",
)
CONTACT = _CONTACT
PICTURE = "shaded-square"
PHASES = (
    ("information", -80, -67),
    ("proposals", -66, -46),
    ("evaluation", -45, -20),
    ("voting", -6, 8),
    ("results", 12, 42),
    ("implementation", 43, 400),
)
# slug, kind, dinars, name
ENVELOPES = (
    ("city", "city", 300_000, Tri("The whole city", "Toute la ville", "المدينة كلّها")),
    (
        "medina",
        "district",
        150_000,
        Tri("Medina and Old Port", "Médina et Vieux-Port", "المدينة العتيقة والميناء القديم"),
    ),
    ("hay-ennour", "district", 150_000, Tri("Hay Ennour", "Hay Ennour", "حيّ النور")),
    ("karma", "district", 100_000, Tri("El Karma", "El Karma", "الكرمة")),
)
CRITERION = (
    Tri("The land belongs to the city", "Le terrain appartient à la ville", "الأرض ملك للبلديّة"),
    Tri("Or its owner has agreed.", "Ou son propriétaire est d'accord.", "أو أنّ مالكها وافق."),
)
DEPARTMENT = Tri("Roads and works", "Voirie et travaux", "الطرقات والأشغال")
SUBJECT = Tri("Streets and squares", "Rues et places", "الأنهج والساحات")
SOURCE = {
    "en": "Meeting at the library",
    "fr": "Réunion à la maison de quartier",
    "ar": "اجتماع في دار الثقافة",
}
REASON = {
    "en": "The land is the city's, and the price is what the last contract cost.",
    "fr": "Le terrain appartient à la ville ; le coût est celui du dernier marché.",
    "ar": "الأرض ملك للبلديّة، والكلفة هي كلفة آخر صفقة.",
}


@dataclass(frozen=True)
class StreetProject:
    envelope: str
    language: str
    title: str
    description: str
    cost: int
    liked: int  # of a hundred people who vote in this envelope, about so many choose it first


PROJECTS = (
    StreetProject(
        "city", "en", "Raised crossings at twelve schools",
        "Cars slow down by themselves where children cross: twelve crossings level with the pavement, with light.",
        120_000, 9,
    ),
    StreetProject(
        "city", "ar", "مقاعد مظلّلة كلّ ثلاثمائة متر",
        "مقاعد بمساند وظلّ على الطرق المؤدّية إلى المستشفى والسوق والمحطّة، ليستريح كبار السنّ في طريقهم.",
        85_000, 8,
    ),
    StreetProject(
        "city", "fr", "Une voie cyclable du port à la gare",
        "Deux kilomètres à l'abri des voitures, avec des feux pour les vélos aux quatre carrefours.",
        190_000, 5,
    ),
    StreetProject(
        "city", "en", "Drinking water at ten squares",
        "Ten fountains that also fill bottles, low enough for children and wheelchairs.",
        60_000, 7,
    ),
    StreetProject(
        "city", "fr", "Des plaques de rue en braille et en trois langues",
        "Aux carrefours du centre, à hauteur de main, en arabe, en français et en anglais.",
        45_000, 3,
    ),
    StreetProject(
        "city", "ar", "إنارة مقتصدة لممرّات المشاة",
        "مصابيح تضيء عند مرور الناس في خمسة عشر ممرًّا تخافه النساء ليلًا.",
        110_000, 6,
    ),
    StreetProject(
        "medina", "ar", "إصلاح درج باب البحر",
        "درج مكسور منذ أربع سنوات، مع منحدر إلى جانبه للعربات والكراسي المتحرّكة.",
        70_000, 9,
    ),
    StreetProject(
        "medina", "fr", "Des voiles d'ombre rue des Teinturiers",
        "Des toiles tendues de mai à octobre sur deux cents mètres, rangées l'hiver.",
        55_000, 7,
    ),
    StreetProject(
        "medina", "en", "A quiet square behind the customs house",
        "The car park becomes a square with six orange trees, benches and a tap.",
        95_000, 6,
    ),
    StreetProject(
        "medina", "ar", "ساعة الميناء القديم تدور من جديد",
        "إصلاح الساعة وواجهتها، وإضاءة ليليّة خفيفة.",
        30_000, 4,
    ),
    StreetProject(
        "hay-ennour", "ar", "ملعب صغير بين العمارات",
        "ملعب للكرة والسلّة بسياج وإنارة حتّى العاشرة ليلًا.",
        80_000, 8,
    ),
    StreetProject(
        "hay-ennour", "fr", "Un trottoir continu jusqu'au collège",
        "Neuf cents mètres sans marche ni poteau au milieu, et deux arrêts de bus abrités.",
        98_000, 8,
    ),
    StreetProject(
        "hay-ennour", "en", "Sixty trees along Olive Street",
        "Carob and mulberry, planted with both schools and watered for three summers.",
        48_000, 7,
    ),
    StreetProject(
        "karma", "ar", "سوق أسبوعيّة منظّمة",
        "أرضيّة مبلّطة ومظلّات وماء ودورات مياه لخمسين بائعًا.",
        75_000, 8,
    ),
    StreetProject(
        "karma", "fr", "Un verger ouvert près de la source",
        "Quarante arbres fruitiers, un chemin et une table de pique-nique sous le vieux figuier.",
        40_000, 6,
    ),
    StreetProject(
        "karma", "en", "A safe path to the health centre",
        "Four hundred metres with a pavement, light and a crossing at the main road.",
        52_000, 7,
    ),
)  # fmt: skip

# The register: numbers from here on, the districts in turn. Nobody has such a number.
FIRST_NUMBER = 90_010_001
REGISTERED = 180
VOTERS = 120
ON_ROLL = {"resident@example.org": 90_010_150}
# In the register, with no account yet: to try the ways onto the roll with.
FREE_NUMBER = 90_010_160
# (place, what stands on each sheet: number, and how many of the projects are marked; -1 is blank, -2 cannot be read)
PAPER_CLOSED = (
    "Library",
    ((90_010_130, 2), (90_010_131, 1), (90_010_132, 2), (90_010_133, -1), (90_010_134, 1), (90_019_999, 1), (0, -2)),
)
PAPER_OPEN = ("Town hall", ((90_010_140, 1), (90_010_141, 2), (90_010_142, -1), (90_010_143, 1)))
CODES = 30
