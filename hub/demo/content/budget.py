"""Port Zeitoun's participatory budget: this year's, in which people propose.

Days are counted from the day of seeding. Sums are in dinars. Illustrative.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from hub.demo.content.city import CONTACT as _CONTACT
from hub.demo.content.shapes import Tri

SLUG = "our-budget"
TITLE = Tri(
    "Our budget: 1.2 million for the neighbourhoods",
    "Notre budget : 1,2 million pour les quartiers",
    "ميزانيّتنا: مليون ومائتا ألف دينار للأحياء",
)
SUMMARY = Tri(
    "Propose what your street needs, support what others propose, and see how the city looks at every idea.",
    "Proposez ce qui manque à votre rue, soutenez les idées des autres et voyez comment la ville examine chacune "
    "d'elles.",
    "اقترحوا ما ينقص حيّكم، وأيّدوا مقترحات غيركم، وتابعوا كيف تنظر البلديّة في كلّ فكرة.",
)
STORY = Tri(
    "One dinar in twelve of what the city invests this year is decided by those who live here. Anybody from the age of "
    "sixteen can propose, support and later vote.\n\n"
    "A proposal that twenty people support is looked at by the city's offices: is the land ours, is it allowed, what "
    "does it cost, what does it cost each year after. What they find is public, and so is every no with its reason.",
    "Cette année, un dinar investi sur douze est décidé par celles et ceux qui vivent ici. On peut proposer, soutenir "
    "puis voter dès seize ans.\n\n"
    "Une proposition soutenue par vingt personnes est examinée par les services : le terrain est-il à la ville, est-ce "
    "permis, combien cela coûte-t-il, et combien chaque année ensuite ? Le résultat est public, et chaque refus est "
    "motivé.",
    "يقرّر السكّان هذا العام وجه صرف دينار من كلّ اثني عشر دينارًا تستثمرها المدينة. ولكلّ من بلغ السادسة عشرة أن "
    "يقترح "
    "ويؤيّد ثمّ يصوّت.\n\n"
    "كلّ مقترح يؤيّده عشرون شخصًا تنظر فيه مصالح البلديّة: هل الأرض ملك للمدينة؟ وهل القانون يسمح به؟ وكم يكلّف، وكم "
    "يكلّف كلّ سنة بعد ذلك؟ وتُنشر النتيجة، ويُعلَّل كلّ رفض.",
)
HOW_DECIDED = Tri(
    "Everybody who lives in Port Zeitoun and is sixteen or older may vote, whatever passport they hold. Sidi Amor "
    "has a "
    "reserved share, because it has the fewest public places for the most children.",
    "Peut voter toute personne d'au moins seize ans qui habite Port-Zeitoun, quel que soit son passeport. Sidi Amor "
    "dispose d'une part réservée : c'est le quartier qui a le moins de lieux publics et le plus d'enfants.",
    "يحقّ التصويت لكلّ من يسكن مرسى الزيتون وبلغ السادسة عشرة مهما كانت جنسيّته. ولحيّ سيدي عمر حصّة خاصّة لأنّه "
    "أقلّ الأحياء فضاءات عموميّة وأكثرها أطفالًا.",
)

CONTACT = _CONTACT
PICTURE = "market-street"

# (kind of phase, first day, last day); proposals and supports run side by side.
PHASES = (
    ("information", -75, -46),
    ("proposals", -45, 14),
    ("supports", -41, 28),
    ("evaluation", 29, 74),
    ("voting", 80, 101),
    ("results", 105, 135),
    ("implementation", 136, 500),
)
SUPPORTS_NEEDED = 20
SUPPORTS_PER_PERSON = 10
PROPOSALS_PER_PERSON = 3
MAP_AREA = [36.908, 10.889, 36.945, 10.928]  # south, west, north, east


def _box(south: float, west: float, north: float, east: float, cut: float = 0.004) -> dict[str, object]:
    """A district with one corner cut off, so that the map does not look like a chessboard."""
    ring = [[west, south], [east, south], [east, north - cut], [east - cut, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@dataclass(frozen=True)
class EnvelopeContent:
    slug: str
    kind: str
    amount: int
    name: Tri
    parent: str = ""
    outline: dict[str, object] | None = None


ENVELOPES = (
    EnvelopeContent("city", "city", 400_000, Tri("The whole city", "Toute la ville", "المدينة كلّها")),
    EnvelopeContent(
        "medina",
        "district",
        250_000,
        Tri("Medina and Old Port", "Médina et Vieux-Port", "المدينة العتيقة والميناء القديم"),
        "city",
        _box(36.9175, 10.9085, 36.9255, 10.9215),
    ),
    EnvelopeContent(
        "hay-ennour",
        "district",
        250_000,
        Tri("Hay Ennour", "Hay Ennour", "حيّ النور"),
        "city",
        _box(36.9260, 10.8985, 36.9370, 10.9085),
    ),
    EnvelopeContent(
        "karma",
        "district",
        200_000,
        Tri("El Karma", "El Karma", "الكرمة"),
        "city",
        _box(36.9090, 10.8930, 36.9172, 10.9080),
    ),
    EnvelopeContent(
        "sidi-amor",
        "reserved",
        100_000,
        Tri("Sidi Amor, reserved share", "Sidi Amor, part réservée", "سيدي عمر، حصّة خاصّة"),
        "city",
        _box(36.9372, 10.8900, 36.9440, 10.9020),
    ),
)

CATEGORIES = (
    ("shade", Tri("Shade and water", "Ombre et eau", "الظلّ والماء")),
    ("streets", Tri("Streets and ways", "Rues et déplacements", "الأنهج والتنقّل")),
    ("access", Tri("Access for all", "Accessibilité", "النفاذ للجميع")),
    ("green", Tri("Parks and gardens", "Parcs et jardins", "الحدائق والمساحات الخضراء")),
    ("sport", Tri("Sport and play", "Sport et jeux", "الرياضة واللعب")),
    ("culture", Tri("Culture and learning", "Culture et savoirs", "الثقافة والتعلّم")),
)

DEPARTMENTS = (
    ("works", Tri("Roads and works", "Voirie et travaux", "الطرقات والأشغال")),
    ("green", Tri("Parks and trees", "Espaces verts", "الحدائق والأشجار")),
    ("culture", Tri("Culture and schools", "Culture et écoles", "الثقافة والمدارس")),
    ("transport", Tri("Transport", "Transports", "النقل")),
)


@dataclass(frozen=True)
class CriterionContent:
    slug: str
    name: Tri
    question: Tri
    required: bool = True


CRITERIA = (
    CriterionContent(
        "competence",
        Tri("It is the city's business", "C'est du ressort de la ville", "يدخل في صلاحيّات البلديّة"),
        Tri(
            "May the city do this by itself, or does the law give it to somebody else?",
            "La ville peut-elle le faire elle-même, ou la loi confie-t-elle cela à d'autres ?",
            "هل للبلديّة أن تنجزه بنفسها أم يسنده القانون إلى جهة أخرى؟",
        ),
    ),
    CriterionContent(
        "land",
        Tri("The land belongs to the city", "Le terrain appartient à la ville", "الأرض ملك للبلديّة"),
        Tri(
            "Or its owner has agreed in writing.",
            "Ou son propriétaire a donné son accord par écrit.",
            "أو أنّ مالكها وافق كتابيًّا.",
        ),
    ),
    CriterionContent(
        "two-years",
        Tri("It can be finished in two years", "Il peut être achevé en deux ans", "يمكن إنجازه في سنتين"),
        Tri("With tendering and permits.", "Marchés et autorisations compris.", "بما في ذلك الصفقات والتراخيص."),
    ),
    CriterionContent(
        "access",
        Tri("Everybody can use it", "Tout le monde peut s'en servir", "يستطيع الجميع استعماله"),
        Tri(
            "Without steps, without payment, whatever the language.",
            "Sans marche, sans payer, quelle que soit la langue.",
            "بلا درج وبلا مقابل ومهما كانت اللغة.",
        ),
        required=False,
    ),
)


@dataclass(frozen=True)
class ProposalContent:
    """`supports` counts people; `cost` is what the author guesses; `at_map` is latitude and longitude."""

    key: str
    who: str
    language: str
    day: int
    at: str
    envelope: str
    category: str
    place: str
    title: str
    description: str
    benefit: str
    supports: int
    cost: int
    at_map: tuple[float, float] | None = None
    channel: str = "web"
    source: str = ""
    photo: str = ""  # name of a drawing
    photo_alt: str = ""
    pending: bool = False  # no moderator has read it yet


PROPOSALS = tuple(
    ProposalContent(**row) for row in json.loads((Path(__file__).parent / "proposed.json").read_text("utf-8"))
)
# A proposal that came twice: the second goes into the first, with both authors' consent.
MERGED = (
    "fountains-old-port",
    "water-points",
    "fr",
    "Même corniche, même eau : une seule proposition aura plus de poids.",
)
COAUTHOR = ("school-street", "a-pied")


@dataclass(frozen=True)
class CommentContent:
    proposal: str
    who: str
    day: int
    body: str
    position: str = "support"
    reply: bool = False


COMMENTS = (
    CommentContent(
        "bus-shade",
        "zohra.mabrouk",
        -36,
        "أنتظر هنا كلّ ثلاثاء لأذهب إلى المستشفى. المقعد أهمّ عندي من المظلّة، فلا تنسوا المسند.",
    ),
    CommentContent(
        "bus-shade",
        "leila.mansouri",
        -34,
        "Oui, et les caroubiers plutôt que des palmiers : un palmier ne fait d'ombre qu'à lui-même.",
        "support_with_changes",
    ),
    CommentContent(
        "school-street",
        "karim.bouzid",
        -31,
        "Je livre le pain dans cette rue à 7 h 40. Une demi-heure de fermeture me va, si elle commence à 7 h 45.",
        "support_with_changes",
    ),
    CommentContent(
        "school-street",
        "defne.yilmaz",
        -30,
        "My daughter would walk alone if this street had no cars in the morning. She is nine and says so herself.",
    ),
    CommentContent(
        "night-bus", "hedi.trabelsi", -14, "من يدفع بعد السنة الأولى؟ الحافلة ليست مقعدًا نضعه ونمضي.", "question"
    ),
    CommentContent("ramp-market", "tarek.hammami", -20, "أحمل الخضر منذ عشرين سنة فوق هذه الدرجات. المنحدر لنا أيضًا."),
    CommentContent(
        "beach-mats",
        "eleni.papadaki",
        -18,
        "Please also a rail at the edge of the mat. The last metre is the one where people fall.",
        "support_with_changes",
    ),
    CommentContent("football-lights", "rim.chaabani", -12, "فريقنا يتدرّب الجمعة مساءً تحت ضوء الهواتف. كفى."),
)
