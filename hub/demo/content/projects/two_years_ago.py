"""The second budget, two years ago: one finished, one given up by a decision, one late with a reason, one under way."""

from hub.demo.content.projects.shapes import (
    Dearer,
    Finished,
    GivenUp,
    Later,
    Moved,
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

_SIDI_AMOR = Tri("Sidi Amor", "Sidi Amor", "سيدي عمر")
_MEDINA = Tri("Medina and Old Port", "Médina et Vieux-Port", "المدينة العتيقة والميناء القديم")
_ENNOUR = Tri("Hay Ennour", "Hay Ennour", "حيّ النور")
_KARMA = Tri("El Karma", "El Karma", "الكرمة")

_LIBRARY = ProjectContent(
    code="1",
    slug="reading-room-sidi-amor",
    title=Tri("A reading room at Sidi Amor", "Une salle de lecture à Sidi Amor", "قاعة مطالعة في سيدي عمر"),
    summary=Tri(
        "The closed post office becomes a room with forty seats, open until nine in the evening.",
        "L'ancienne poste devient une salle de quarante places, ouverte jusqu'à vingt et une heures.",
        "يصبح مكتب البريد المغلق قاعة بأربعين مقعدًا تفتح حتّى التاسعة ليلًا.",
    ),
    story=Tri(
        "Pupils of Sidi Amor did their homework on the steps of the mosque. The room has light, power and somebody who "
        "helps.",
        "Les élèves de Sidi Amor faisaient leurs devoirs sur les marches de la mosquée. La salle a de la lumière, des "
        "prises et quelqu'un pour aider.",
        "كان تلاميذ سيدي عمر يراجعون دروسهم على درج المسجد. أمّا القاعة ففيها ضوء وكهرباء ومن يساعد.",
    ),
    category="culture",
    department="culture",
    district=_SIDI_AMOR,
    due=-300,
    place=Tri("The old post office", "L'ancienne poste", "مكتب البريد القديم"),
    at_map=(36.9405, 10.8958),
    plan=(
        Planned(Tri("Building handed over", "Remise du bâtiment", "تسلّم المبنى"), -470, -476),
        Planned(Tri("Works finished", "Fin des travaux", "انتهاء الأشغال"), -330, -325),
        Planned(Tri("Room open", "Ouverture de la salle", "افتتاح القاعة"), -300, -305),
    ),
    life=(
        Stands(-470, "works"),
        Paid(
            -400,
            74_000,
            Tri("Roof, windows, power", "Toiture, fenêtres, électricité", "السقف والنوافذ والكهرباء"),
            "Contract 2025-04, first invoice",
        ),
        Paid(
            -310,
            31_200,
            Tri("Desks, lamps, books", "Bureaux, lampes, livres", "الطاولات والمصابيح والكتب"),
            "Invoices 2025-88 to 2025-97",
        ),
        Finished(-305),
        Shown(
            -304,
            "after",
            "town-hall",
            Tri(
                "The opening: people on the steps.",
                "L'ouverture : du monde sur les marches.",
                "يوم الافتتاح: الناس على الدرج.",
            ),
        ),
        Saw(-70, "sidi-amor", "yes", "yes", "القاعة ممتلئة كلّ مساء. نطلب عشرين مقعدًا أخرى.", "ar"),
        Saw(
            -64,
            "aminata.diallo",
            "yes",
            "yes",
            "Ma fille y va quatre soirs par semaine. La dame du mardi explique les fractions mieux que moi.",
            "fr",
        ),
    ),
    satisfied=(22, 5, 1, 0),
)

_LIFT = ProjectContent(
    code="2",
    slug="lift-corniche",
    title=Tri("A lift to the corniche", "Un ascenseur vers la corniche", "مصعد إلى الكورنيش"),
    summary=Tri(
        "From the harbour to the upper street without 112 steps.",
        "Du port à la rue haute sans les 112 marches.",
        "من الميناء إلى النهج الأعلى دون صعود 112 درجة.",
    ),
    story=Tri(
        "Two borings showed that the cliff moves. The council gave the lift up and chose a small bus instead.",
        "Deux sondages ont montré que la falaise bouge. Le conseil a renoncé à l'ascenseur et choisi une navette.",
        "أظهر سبران أنّ الجرف يتحرّك، فتخلّى المجلس عن المصعد واختار حافلة صغيرة بدلًا منه.",
    ),
    category="access",
    department="works",
    district=_MEDINA,
    due=-180,
    place=Tri("Foot of the lighthouse street", "Au bas de la rue du Phare", "أسفل نهج المنارة"),
    at_map=(36.9249, 10.9189),
    plan=(
        Planned(Tri("Ground examined", "Étude du sol", "فحص التربة"), -440, -418),
        Planned(Tri("Lift in use", "Mise en service", "تشغيل المصعد"), -180),
    ),
    life=(
        Paid(
            -417,
            18_600,
            Tri("Two borings and the report", "Deux sondages et le rapport", "سبران وتقرير"),
            "Invoice 2025-31",
        ),
        Told(
            -416,
            Tri("The cliff moves", "La falaise bouge", "الجرف يتحرّك"),
            Tri(
                "Four millimetres in three months, says the report. It can be read at the town hall.",
                "Quatre millimètres en trois mois, dit le rapport, consultable à l'hôtel de ville.",
                "أربعة مليمترات في ثلاثة أشهر بحسب التقرير، ويمكن الاطّلاع عليه في قصر البلديّة.",
            ),
        ),
        GivenUp(
            -360,
            Tri(
                "Municipal council, session of that day",
                "Conseil municipal, séance du jour",
                "المجلس البلديّ، جلسة اليوم نفسه",
            ),
            Tri(
                "A lift cannot be founded safely in this cliff. The money that is left pays for a small bus "
                "between harbour and corniche, run by the transport office.",
                "On ne peut fonder un ascenseur en sécurité dans cette falaise. L'argent restant finance "
                "une navette entre le port et la corniche, assurée par le service des transports.",
                "لا يمكن تأسيس مصعد آمن في هذا الجرف. ويموّل المبلغ الباقي حافلة صغيرة بين الميناء والكورنيش "
                "تسيّرها مصلحة النقل.",
            ),
        ),
    ),
)

_SQUARE = ProjectContent(
    code="3",
    slug="shaded-square-karma",
    title=Tri("A shaded square at El Karma", "Une place ombragée à El Karma", "ساحة مظلّلة في الكرمة"),
    summary=Tri(
        "Trees, benches and water where cars stand today.",
        "Des arbres, des bancs et de l'eau là où se garent les voitures.",
        "أشجار ومقاعد وماء حيث تقف السيّارات اليوم.",
    ),
    story=Tri(
        "Under the car park lies a Roman cistern that no map showed. It is being examined; the square will be built "
        "around it.",
        "Sous le parking se trouve une citerne romaine qu'aucun plan ne montrait. On l'étudie ; la place sera "
        "construite autour.",
        "تحت الموقف ماجل رومانيّ لم تظهره أيّ خريطة. وهو قيد الدراسة، وستُبنى الساحة حوله.",
    ),
    category="shade",
    department="works",
    district=_KARMA,
    due=-60,
    place=Tri("Car park behind the school", "Parking derrière l'école", "الموقف خلف المدرسة"),
    at_map=(36.9121, 10.9012),
    plan=(
        Planned(Tri("Car park closed", "Fermeture du parking", "غلق الموقف"), -380, -380),
        Planned(Tri("Ground examined", "Étude du sol", "فحص الأرض"), -75),
        Planned(Tri("Trees planted", "Arbres plantés", "غرس الأشجار"), -68),
        Planned(Tri("Square open", "Ouverture de la place", "افتتاح الساحة"), -60),
    ),
    life=(
        Shown(
            -390,
            "before",
            "market-street",
            Tri("The car park before the works.", "Le parking avant les travaux.", "الموقف قبل الأشغال."),
        ),
        Stands(-380, "works"),
        Paid(
            -320,
            38_000,
            Tri("Asphalt removed, earth brought", "Dépose de l'asphalte, apport de terre", "إزالة الإسفلت وجلب التربة"),
            "Contract 2025-15, first invoice",
        ),
        Told(
            -74,
            Tri("A cistern under the square", "Une citerne sous la place", "ماجل تحت الساحة"),
            Tri(
                "The digger struck an arch at two metres. The heritage institute has begun to examine it, and the "
                "site is fenced.",
                "La pelleteuse a rencontré une voûte à deux mètres. L'institut du patrimoine a commencé l'étude "
                "; le chantier est clôturé.",
                "صادفت الحفّارة قوسًا على عمق مترين. بدأ معهد التراث دراسته وسُيّج الموقع.",
            ),
        ),
        Later(
            -72,
            150,
            Tri(
                "A Roman cistern was found. The law asks for an examination before anything is built.",
                "Une citerne romaine a été découverte. La loi impose une étude avant toute construction.",
                "عُثر على ماجل رومانيّ، ويفرض القانون دراسته قبل أيّ بناء.",
            ),
        ),
        Moved(
            -72,
            1,
            40,
            Tri(
                "The cistern has to be examined as well.",
                "Il faut aussi étudier la citerne.",
                "يلزم فحص الماجل أيضًا.",
            ),
        ),
        Moved(
            -72,
            2,
            120,
            Tri(
                "Trees come after the examination, in the planting season.",
                "La plantation suivra l'étude, à la saison favorable.",
                "يأتي الغرس بعد الدراسة في موسمه.",
            ),
        ),
        Moved(-72, 3, 150, Tri("The same reason.", "Même raison.", "للسبب نفسه.")),
        Dearer(
            -71,
            236_000,
            Tri(
                "The examination costs 26,000 dinars, which the institute shares.",
                "L'étude coûte 26 000 dinars, dont l'institut paie une part.",
                "تكلّف الدراسة 26 ألف دينار يتحمّل المعهد جزءًا منها.",
            ),
        ),
        Saw(-40, "sami.ayari", "no", "no", "مضت سنة والسياج قائم. على الأقلّ افتحوا ممرًّا للمدرسة.", "ar"),
        Saw(-12, "hedi.trabelsi", "no", "partly", "فُتح الممرّ إلى المدرسة هذا الأسبوع. شكرًا.", "ar"),
    ),
)

_CROSSINGS = ProjectContent(
    code="4",
    slug="raised-crossings-hay-ennour",
    title=Tri(
        "Raised crossings at Hay Ennour", "Des passages surélevés à Hay Ennour", "ممرّات مرتفعة للمشاة في حيّ النور"
    ),
    summary=Tri(
        "Nine crossings on the way to the three schools.",
        "Neuf passages sur le chemin des trois écoles.",
        "تسعة ممرّات على طريق المدارس الثلاث.",
    ),
    story=Tri(
        "Seven are built. The last two wait for the water company, which renews its pipe in the same street.",
        "Sept sont construits. Les deux derniers attendent la compagnie des eaux, qui renouvelle sa conduite "
        "dans la même rue.",
        "أُنجز سبعة منها. وينتظر الأخيران شركة المياه التي تجدّد قناتها في النهج نفسه.",
    ),
    category="streets",
    department="transport",
    district=_ENNOUR,
    due=75,
    place=Tri("Around the three schools", "Autour des trois écoles", "حول المدارس الثلاث"),
    at_map=(36.9307, 10.9049),
    plan=(
        Planned(Tri("First four", "Les quatre premiers", "الأربعة الأولى"), -390, -385),
        Planned(Tri("Next three", "Les trois suivants", "الثلاثة التالية"), -50, -45),
        Planned(Tri("Last two", "Les deux derniers", "الأخيران"), 70),
    ),
    life=(
        Stands(-430, "works"),
        Paid(-384, 44_800, Tri("Four crossings", "Quatre passages", "أربعة ممرّات"), "Contract 2025-09, first invoice"),
        Paid(-44, 33_600, Tri("Three crossings", "Trois passages", "ثلاثة ممرّات"), "Contract 2025-09, second invoice"),
        Told(
            -43,
            Tri("Seven of nine", "Sept sur neuf", "سبعة من تسعة"),
            Tri(
                "Cars pass at 24 km/h now instead of 47, as we measured for a week.",
                "Les voitures passent à 24 km/h au lieu de 47, d'après une semaine de mesures.",
                "تمرّ السيّارات الآن بسرعة 24 كم/س بدل 47 وفق قياس أسبوع كامل.",
            ),
        ),
        Saw(
            -30,
            "parents-hay-ennour",
            "partly",
            "yes",
            "Seven are there and they work. Rue des Lilas still has none.",
            "en",
        ),
    ),
)

TWO_YEARS_AGO = PastBudget(
    slug="our-second-budget",
    title=Tri("Our second budget", "Notre deuxième budget", "ميزانيّتنا الثانية"),
    summary=Tri(
        "Two years ago, 600,000 dinars, six projects on the ballot. See what became of the four that were chosen.",
        "Il y a deux ans, 600 000 dinars et six projets soumis au vote. Voyez ce que sont devenus les quatre retenus.",
        "قبل سنتين: 600 ألف دينار وستّة مشاريع في ورقة التصويت. اطّلعوا على مآل الأربعة التي اختيرت.",
    ),
    year_day=-520,
    opened_day=-500,
    money=600_000,
    projects=(
        ("1", 110_000, "Sidi Amor", "Culture et savoirs", "Une salle de lecture à Sidi Amor"),
        ("2", 170_000, "Médina et Vieux-Port", "Accessibilité", "Un ascenseur vers la corniche"),
        ("3", 210_000, "El Karma", "Ombre et eau", "Une place ombragée à El Karma"),
        ("4", 105_000, "Hay Ennour", "Rues et déplacements", "Des passages surélevés à Hay Ennour"),
        ("5", 240_000, "Toute la ville", "Sport et jeux", "Une piscine d'été"),
        ("6", 130_000, "Toute la ville", "Culture et savoirs", "Un festival de la mer"),
    ),
    ballots=((241, "1,3"), (198, "2,4"), (170, "1,2,4"), (133, "3,4"), (88, "5"), (61, "6"), (40, "2,3")),
    carried_out=(_LIBRARY, _LIFT, _SQUARE, _CROSSINGS),
)
