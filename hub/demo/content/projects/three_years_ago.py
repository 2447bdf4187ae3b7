"""The first budget of Port Zeitoun, three years ago: four projects, all of them finished by now."""

from hub.demo.content.projects.shapes import (
    Finished,
    Later,
    Paid,
    PastBudget,
    Planned,
    ProjectContent,
    Saw,
    Shown,
    Stands,
    Told,
)
from hub.demo.content.shapes import Tri

_CITY = Tri("The whole city", "Toute la ville", "المدينة كلّها")
_MEDINA = Tri("Medina and Old Port", "Médina et Vieux-Port", "المدينة العتيقة والميناء القديم")
_ENNOUR = Tri("Hay Ennour", "Hay Ennour", "حيّ النور")
_KARMA = Tri("El Karma", "El Karma", "الكرمة")

_FOUNTAINS = ProjectContent(
    code="1",
    slug="drinking-fountains",
    title=Tri("Ten drinking fountains", "Dix fontaines d'eau potable", "عشر نافورات لمياه الشرب"),
    summary=Tri(
        "Free, cool water in ten busy places, low enough for children and wheelchairs.",
        "De l'eau fraîche et gratuite dans dix lieux fréquentés, à hauteur d'enfant et de fauteuil.",
        "ماء بارد مجّانيّ في عشرة أماكن مزدحمة، على ارتفاع يناسب الأطفال ومستعملي الكراسي المتحرّكة.",
    ),
    story=Tri(
        "The traders of the market asked for it first: water cost more than the bread. Ten places were chosen with "
        "the districts, all near the mains.",
        "La demande vient des commerçants du marché : l'eau y coûtait plus que le pain. Dix lieux ont été choisis "
        "avec les quartiers, tous près du réseau.",
        "جاء الطلب أوّلًا من تجّار السوق: كان الماء أغلى من الخبز. واختيرت عشرة أماكن مع الأحياء، كلّها قريبة من الشبكة.",
    ),
    category="shade",
    department="works",
    district=_CITY,
    due=-560,
    place=Tri(
        "Ten places, from the station to the corniche",
        "Dix lieux, de la gare à la corniche",
        "عشرة أماكن من المحطّة إلى الكورنيش",
    ),
    at_map=(36.9212, 10.9131),
    plan=(
        Planned(
            Tri(
                "Places agreed with the districts",
                "Lieux convenus avec les quartiers",
                "الاتّفاق على الأماكن مع الأحياء",
            ),
            -790,
            -795,
        ),
        Planned(Tri("First five run", "Les cinq premières en service", "تشغيل الخمس الأولى"), -640, -648),
        Planned(Tri("All ten run", "Les dix en service", "تشغيل العشر كلّها"), -570, -575),
    ),
    life=(
        Shown(
            -815,
            "before",
            "market-street",
            Tri(
                "The market street before: stalls, and no water.",
                "La rue du marché avant : des étals, et pas d'eau.",
                "نهج السوق قبل الأشغال: أكشاك الباعة، ولا ماء.",
            ),
        ),
        Stands(-780, "tender"),
        Stands(-700, "works"),
        Paid(
            -650,
            41_000,
            Tri(
                "First five fountains, with connection",
                "Cinq premières fontaines, raccordement compris",
                "النافورات الخمس الأولى مع الربط",
            ),
            "Contract 2024-07, first invoice",
        ),
        Paid(-574, 43_500, Tri("The other five", "Les cinq autres", "الخمس الأخرى"), "Contract 2024-07, last invoice"),
        Finished(-575),
        Shown(
            -570,
            "after",
            "shaded-square",
            Tri(
                "One of the fountains, under two trees of a square.",
                "Une des fontaines, sous deux arbres d'une place.",
                "إحدى النافورات تحت شجرتين في ساحة.",
            ),
        ),
        Told(
            -569,
            Tri("All ten run", "Les dix sont en service", "العشر تعمل كلّها"),
            Tri(
                "The water is tested every month; the results hang at the town hall.",
                "L'eau est analysée chaque mois ; les résultats sont affichés à l'hôtel de ville.",
                "يُحلَّل الماء كلّ شهر وتُعلَّق النتائج في قصر البلديّة.",
            ),
        ),
        Saw(
            -540,
            "youssef.belhaj",
            "yes",
            "yes",
            "I filled my bottle at the station and at the corniche. Cold, and it runs slowly enough for the "
            "small ones.",
            "en",
        ),
        Saw(-520, "khadija.bensalem", "yes", "yes", "نافورة المحطّة منخفضة كما وُعد، وابني يشرب وحده.", "ar"),
    ),
    satisfied=(9, 4, 1, 0),
)

_RAMPS = ProjectContent(
    code="2",
    slug="ramps-old-port",
    title=Tri(
        "Ramps instead of steps at the Old Port",
        "Des rampes au lieu des marches au Vieux-Port",
        "منحدرات بدل الدرج في الميناء القديم",
    ),
    summary=Tri(
        "Three ramps so that prams, barrows and wheelchairs reach the quay.",
        "Trois rampes pour que poussettes, charrettes et fauteuils arrivent au quai.",
        "ثلاثة منحدرات تصل عبرها عربات الأطفال والعربات اليدويّة والكراسي المتحرّكة إلى الرصيف.",
    ),
    story=Tri(
        "The stairs are listed, so the ramps run beside them. The heritage office asked for stone instead of concrete; "
        "that took half a year.",
        "Les escaliers sont classés : les rampes passent donc à côté. Le service du patrimoine a demandé de la pierre "
        "au lieu du béton ; cela a pris six mois.",
        "الدرج مصنّف ضمن التراث، لذلك تمرّ المنحدرات بجانبه. وطلبت مصلحة التراث الحجر بدل الخرسانة، فاستغرق ذلك نصف سنة.",
    ),
    category="access",
    department="works",
    district=_MEDINA,
    due=-610,
    place=Tri("The three stairs of the Old Port", "Les trois escaliers du Vieux-Port", "أدراج الميناء القديم الثلاثة"),
    at_map=(36.9231, 10.9172),
    plan=(
        Planned(
            Tri("Permit of the heritage office", "Accord du service du patrimoine", "ترخيص مصلحة التراث"), -760, -580
        ),
        Planned(Tri("Ramps open", "Ouverture des rampes", "فتح المنحدرات"), -620, -415),
    ),
    life=(
        Later(
            -640,
            -430,
            Tri(
                "The heritage office asked for stone. It had to be ordered and cut.",
                "Le service du patrimoine a demandé de la pierre, qu'il a fallu commander et tailler.",
                "اشترطت مصلحة التراث الحجر، ولزم جلبه ونحته.",
            ),
        ),
        Stands(-560, "works"),
        Paid(-480, 66_000, Tri("Stone and masons", "Pierre et maçons", "الحجر والبنّاؤون"), "Contract 2024-19"),
        Paid(
            -414,
            28_400,
            Tri("Handrails and lights", "Mains courantes et éclairage", "الدرابزين والإنارة"),
            "Contract 2024-22",
        ),
        Finished(-415),
        Saw(
            -400,
            "nassim",
            "yes",
            "yes",
            "جرّبناها مع سبعة من أعضائنا على كراسٍ متحرّكة: الميل مقبول والدرابزين متين.",
            "ar",
        ),
        Saw(
            -395,
            "margaret.hale",
            "yes",
            "partly",
            "The ramps are good. The light on the middle one was off when I came at nine in the evening.",
            "en",
        ),
    ),
    satisfied=(14, 3, 2, 1),
)

_TREES = ProjectContent(
    code="3",
    slug="school-trees",
    title=Tri("Trees in six school yards", "Des arbres dans six cours d'école", "أشجار في ساحات ستّ مدارس"),
    summary=Tri(
        "Ninety carob and mulberry trees, planted and watered by the classes.",
        "Quatre-vingt-dix caroubiers et mûriers, plantés et arrosés par les classes.",
        "تسعون شجرة خرّوب وتوت يغرسها التلاميذ ويسقونها.",
    ),
    story=Tri(
        "Each school chose where its trees stand. The city gives the water and replaces what does not take root.",
        "Chaque école a choisi l'emplacement de ses arbres. La ville fournit l'eau et remplace ceux qui ne "
        "reprennent pas.",
        "اختارت كلّ مدرسة مواضع أشجارها. وتوفّر البلديّة الماء وتعوّض ما لم يثبت.",
    ),
    category="green",
    department="green",
    district=_ENNOUR,
    due=-470,
    place=Tri("Six primary schools", "Six écoles primaires", "ستّ مدارس ابتدائيّة"),
    at_map=(36.9318, 10.9030),
    plan=(
        Planned(Tri("Ground of the yards prepared", "Sol des cours préparé", "تهيئة أرض الساحات"), -620, -622),
        Planned(Tri("Trees planted", "Arbres plantés", "غرس الأشجار"), -480, -489),
    ),
    life=(
        Stands(-640, "works"),
        Paid(
            -500,
            27_300,
            Tri("Trees, earth and pipes", "Arbres, terre et tuyaux", "الأشجار والتربة والأنابيب"),
            "Nursery invoice 118",
        ),
        Finished(-489),
        Told(
            -330,
            Tri(
                "Eighty-four of ninety have taken root",
                "Quatre-vingt-quatre sur quatre-vingt-dix ont repris",
                "ثبتت أربع وثمانون شجرة من تسعين",
            ),
            Tri("Six will be replaced in the autumn.", "Six seront remplacés à l'automne.", "ستُعوَّض ستّ منها في الخريف."),
        ),
        Saw(-460, "parents-hay-ennour", "yes", "yes", "Our children can tell you the name of every single tree.", "en"),
    ),
    satisfied=(6, 2, 0, 0),
)

_LIGHTS = ProjectContent(
    code="4",
    slug="lights-football",
    title=Tri("Lights for the pitch at El Karma", "Éclairer le terrain d'El Karma", "إنارة ملعب الكرمة"),
    summary=Tri(
        "Eight lamps, so that teams can train after work.",
        "Huit projecteurs, pour s'entraîner après le travail.",
        "ثمانية كشّافات كي تتدرّب الفرق بعد العمل.",
    ),
    story=Tri(
        "The lamps go out by themselves at ten, as the neighbours asked.",
        "Les projecteurs s'éteignent d'eux-mêmes à vingt-deux heures, à la demande des voisins.",
        "تنطفئ الكشّافات وحدها في العاشرة ليلًا كما طلب الجيران.",
    ),
    category="sport",
    department="works",
    district=_KARMA,
    due=-540,
    place=Tri("The municipal pitch", "Le terrain municipal", "الملعب البلديّ"),
    at_map=(36.9127, 10.8998),
    plan=(Planned(Tri("Lamps in use", "Projecteurs en service", "تشغيل الكشّافات"), -545, -552),),
    life=(
        Stands(-600, "works"),
        Paid(
            -553,
            52_000,
            Tri("Masts, lamps and cables", "Mâts, projecteurs et câbles", "الأعمدة والكشّافات والأسلاك"),
            "Contract 2024-11",
        ),
        Finished(-552),
        Saw(-530, "rim.chaabani", "yes", "yes", "أخيرًا نتدرّب ونرى الكرة.", "ar"),
    ),
    satisfied=(7, 1, 0, 0),
)

THREE_YEARS_AGO = PastBudget(
    slug="our-first-budget",
    title=Tri("Our first budget", "Notre premier budget", "ميزانيّتنا الأولى"),
    summary=Tri(
        "Three years ago, 300,000 dinars, seven projects on the ballot. Four were chosen; all are finished.",
        "Il y a trois ans, 300 000 dinars et sept projets soumis au vote. Quatre ont été retenus ; tous sont achevés.",
        "قبل ثلاث سنوات: 300 ألف دينار وسبعة مشاريع في ورقة التصويت. اختير أربعة منها واكتملت كلّها.",
    ),
    year_day=-880,
    opened_day=-830,
    money=300_000,
    projects=(
        ("1", 90_000, "Toute la ville", "Ombre et eau", "Dix fontaines d'eau potable"),
        ("2", 95_000, "Médina et Vieux-Port", "Accessibilité", "Des rampes au lieu des marches au Vieux-Port"),
        ("3", 30_000, "Hay Ennour", "Parcs et jardins", "Des arbres dans six cours d'école"),
        ("4", 55_000, "El Karma", "Sport et jeux", "Éclairer le terrain d'El Karma"),
        ("5", 160_000, "Toute la ville", "Culture et savoirs", "Un cinéma en plein air"),
        ("6", 120_000, "Sidi Amor", "Rues et déplacements", "Paver la rue de la Source"),
        ("7", 140_000, "Toute la ville", "Sport et jeux", "Une patinoire"),
    ),
    ballots=((164, "1,2,3"), (121, "1,4"), (102, "2,3,4"), (64, "5"), (51, "6"), (22, "7")),
    carried_out=(_FOUNTAINS, _RAMPS, _TREES, _LIGHTS),
)
