"""What became so far of the winners of last year's vote: one finished, one late by the clock, one without news."""

from hub.demo.content.projects.shapes import Finished, Paid, Planned, ProjectContent, Saw, Shown, Stands, Told
from hub.demo.content.shapes import Tri

_CITY = Tri("The whole city", "Toute la ville", "المدينة كلّها")
_ENNOUR = Tri("Hay Ennour", "Hay Ennour", "حيّ النور")
_SIDI_AMOR = Tri("Sidi Amor", "Sidi Amor", "سيدي عمر")
_KARMA = Tri("El Karma", "El Karma", "الكرمة")
_MEDINA = Tri("Medina and Old Port", "Médina et Vieux-Port", "المدينة العتيقة والميناء القديم")

OPENED_DAY = -83

CARRIED_OUT = (
    ProjectContent(
        code="9",
        slug="sixty-trees",
        title=Tri(
            "Sixty trees, planted with the schools",
            "Soixante arbres plantés avec les écoles",
            "ستّون شجرة نغرسها مع المدارس",
        ),
        summary=Tri(
            "Along the three streets that have no shade at noon.",
            "Le long des trois rues sans ombre à midi.",
            "على طول الأنهج الثلاثة التي لا ظلّ فيها ظهرًا.",
        ),
        story=Tri(
            "The schools chose the streets, counted people at noon and drew the map. The city dug the pits.",
            "Les écoles ont choisi les rues, compté les passants à midi et dessiné le plan. La ville a creusé "
            "les fosses.",
            "اختارت المدارس الأنهج وعدّت المارّة ظهرًا ورسمت الخريطة، وتولّت البلديّة الحفر.",
        ),
        category="shade",
        department="green",
        district=_ENNOUR,
        due=-8,
        place=Tri(
            "Rue des Lilas, rue du Stade, rue du Puits",
            "Rue des Lilas, rue du Stade, rue du Puits",
            "نهج الليلك ونهج الملعب ونهج البئر",
        ),
        at_map=(36.9330, 10.9012),
        plan=(
            Planned(Tri("Pits dug", "Fosses creusées", "تهيئة الحفر"), -40, -41),
            Planned(Tri("Trees planted", "Arbres plantés", "غرس الأشجار"), -10, -16),
        ),
        life=(
            Shown(
                -60,
                "before",
                "market-street",
                Tri(
                    "One of the streets at noon, without a tree.",
                    "Une des rues à midi, sans un arbre.",
                    "أحد الأنهج ظهرًا بلا شجرة.",
                ),
            ),
            Stands(-55, "works"),
            Paid(-39, 11_900, Tri("Pits and earth", "Fosses et terre", "الحفر والتربة"), "Invoice 2026-140"),
            Paid(
                -15,
                15_300,
                Tri("Sixty trees with stakes", "Soixante arbres et leurs tuteurs", "ستّون شجرة بأوتادها"),
                "Invoice 2026-171",
            ),
            Finished(-16),
            Shown(
                -14,
                "after",
                "shaded-square",
                Tri(
                    "Two of the older trees nearby: this is how it will look in ten years.",
                    "Deux arbres plus âgés du quartier : ce sera ainsi dans dix ans.",
                    "شجرتان أقدم في الحيّ: هكذا ستبدو أشجارنا بعد عشر سنوات.",
                ),
            ),
            Saw(-11, "amis-arbre", "yes", "yes", "عددناها واحدة واحدة: ستّون شجرة، وكلّها بأوتاد.", "ar"),
            Saw(
                -9,
                "claire.morvan",
                "yes",
                "yes",
                "Les enfants de l'école ont mis leurs prénoms sur les tuteurs. Rue du Puits, la troisième penche "
                "un peu.",
                "fr",
            ),
            Saw(
                -1,
                "karim.bouzid",
                "yes",
                "partly",
                "Deux fosses restent ouvertes devant la boulangerie, attention le soir.",
                "fr",
                waits=True,
            ),
        ),
        satisfied=(8, 3, 1, 0),
    ),
    ProjectContent(
        code="2",
        slug="playground-for-all",
        title=Tri("A playground for every child", "Une aire de jeux pour tous les enfants", "فضاء ألعاب لكلّ الأطفال"),
        summary=Tri(
            "Swings, ramps and a quiet corner that every child can use.",
            "Balançoires, rampes et un coin calme, pour chaque enfant.",
            "أراجيح ومنحدرات وركن هادئ يستعمله كلّ طفل.",
        ),
        story=Tri(
            "Planned with the association Nassim and two classes. The soft ground comes last, so that no digger "
            "drives over it.",
            "Conçue avec l'association Nassim et deux classes. Le sol souple vient en dernier, pour qu'aucun "
            "engin ne roule dessus.",
            "خُطّط له مع جمعيّة نسيم وقسمين من المدرسة. وتأتي الأرضيّة الليّنة في الآخر كي لا تمرّ فوقها الآلات.",
        ),
        category="sport",
        department="green",
        district=_ENNOUR,
        due=120,
        place=Tri("Beside the health centre", "À côté du centre de santé", "بجانب مركز الصحّة"),
        at_map=(36.9295, 10.9005),
        plan=(
            Planned(
                Tri("Plan agreed with the children", "Plan convenu avec les enfants", "الاتّفاق على المخطّط مع الأطفال"),
                -45,
                -47,
            ),
            Planned(Tri("Contractor chosen", "Entreprise choisie", "اختيار المقاول"), -6),
            Planned(Tri("Playground open", "Ouverture de l'aire", "افتتاح الفضاء"), 115),
        ),
        life=(
            Shown(
                -70,
                "before",
                "playground",
                Tri(
                    "The old playground: a slide and two swings.",
                    "L'ancienne aire : un toboggan et deux balançoires.",
                    "الفضاء القديم: زلّاقة وأرجوحتان.",
                ),
            ),
            Stands(-46, "tender"),
            Told(
                -44,
                Tri("The children's plan", "Le plan des enfants", "مخطّط الأطفال"),
                Tri(
                    "A nest swing, two ramps and a corner without noise. It hangs in the health centre.",
                    "Une balançoire-nid, deux rampes et un coin sans bruit. Le plan est affiché au centre de santé.",
                    "أرجوحة على شكل عشّ ومنحدران وركن بلا ضجيج. والمخطّط معلّق في مركز الصحّة.",
                ),
            ),
        ),
    ),
    ProjectContent(
        code="6",
        slug="talking-lights",
        title=Tri(
            "Lights that speak at eight crossroads",
            "Des feux sonores à huit carrefours",
            "إشارات ناطقة في ثمانية مفترقات",
        ),
        summary=Tri(
            "So that people who do not see can cross alone.",
            "Pour que les personnes aveugles traversent seules.",
            "كي يعبر المكفوفون وحدهم.",
        ),
        story=Tri(
            "The order of the crossroads was agreed with the association Nassim: the hospital first.",
            "L'ordre des carrefours a été fixé avec l'association Nassim : l'hôpital d'abord.",
            "اتُّفق على ترتيب المفترقات مع جمعيّة نسيم: المستشفى أوّلًا.",
        ),
        category="access",
        department="transport",
        district=_CITY,
        due=-20,
        place=Tri("Eight large crossroads", "Huit grands carrefours", "ثمانية مفترقات كبرى"),
        at_map=(36.9201, 10.9103),
        plan=(
            Planned(Tri("First four speak", "Les quatre premiers en service", "تشغيل الأربعة الأولى"), -50, -52),
            Planned(Tri("All eight speak", "Les huit en service", "تشغيل الثمانية"), -20),
        ),
        life=(
            Stands(-65, "works"),
            Paid(
                -51,
                58_700,
                Tri("Four crossroads", "Quatre carrefours", "أربعة مفترقات"),
                "Contract 2026-12, first invoice",
            ),
            Saw(-18, "nassim", "partly", "yes", "أربعة مفترقات تعمل جيّدًا. نهج الجمهوريّة ما زال صامتًا.", "ar"),
        ),
    ),
    ProjectContent(
        code="5",
        slug="book-bus",
        title=Tri("A book bus, two days a week", "Un bibliobus deux jours par semaine", "حافلة كتب يومين في الأسبوع"),
        summary=Tri(
            "2,000 books in three languages come to Sidi Amor.",
            "2 000 livres en trois langues arrivent à Sidi Amor.",
            "ألفا كتاب بثلاث لغات تصل إلى سيدي عمر.",
        ),
        story=Tri(
            "The bus is second-hand, from a city that gave up its own. It needs a gearbox before it needs books.",
            "Le bus est d'occasion, acheté à une ville qui a abandonné le sien. Il lui faut une boîte de vitesses "
            "avant des livres.",
            "الحافلة مستعملة، اشتُريت من مدينة تخلّت عن مكتبتها المتنقّلة. وتحتاج إلى علبة سرعات قبل الكتب.",
        ),
        category="culture",
        department="culture",
        district=_SIDI_AMOR,
        due=60,
        place=Tri("Market square of Sidi Amor", "Place du marché de Sidi Amor", "ساحة سوق سيدي عمر"),
        at_map=(36.9412, 10.8941),
        plan=(Planned(Tri("First tour", "Première tournée", "أوّل جولة"), 55),),
        life=(Stands(-76, "design"),),
    ),
    ProjectContent(
        code="4",
        slug="shared-orchard",
        title=Tri("A shared orchard", "Un verger partagé", "بستان مشترك"),
        summary=Tri(
            "Forty fruit trees that belong to everybody.",
            "Quarante arbres fruitiers qui sont à tout le monde.",
            "أربعون شجرة مثمرة ملك للجميع.",
        ),
        story=Tri(
            "The field is fenced. Families of El Karma drew lots for the rows that they look after.",
            "Le champ est clôturé. Les familles d'El Karma ont tiré au sort les rangées dont elles s'occupent.",
            "سُيّج الحقل، واقترعت عائلات الكرمة على الصفوف التي ستعتني بها.",
        ),
        category="green",
        department="green",
        district=_KARMA,
        due=95,
        place=Tri("Field beside the water tower", "Champ près du château d'eau", "الحقل بجانب خزّان الماء"),
        at_map=(36.9108, 10.8961),
        plan=(
            Planned(Tri("Field fenced", "Champ clôturé", "تسييج الحقل"), -35, -33),
            Planned(Tri("Trees planted", "Arbres plantés", "غرس الأشجار"), 80),
        ),
        life=(
            Stands(-36, "works"),
            Paid(-32, 9_400, Tri("Fence and gate", "Clôture et portail", "السياج والباب"), "Invoice 2026-150"),
            Told(
                -5,
                Tri("Who looks after which row", "Qui s'occupe de quelle rangée", "من يعتني بأيّ صفّ"),
                Tri(
                    "Twenty-six families drew lots on Saturday. Two rows are still free.",
                    "Vingt-six familles ont tiré au sort samedi. Deux rangées restent libres.",
                    "اقترعت ستّ وعشرون عائلة يوم السبت، وما زال صفّان شاغرين.",
                ),
            ),
        ),
    ),
    ProjectContent(
        code="11",
        slug="three-fountains-karma",
        title=Tri("Three fountains at El Karma", "Trois fontaines à El Karma", "ثلاث نافورات في الكرمة"),
        summary=Tri(
            "Drinking water at the bus stop, the school and the market.",
            "De l'eau potable à l'arrêt de bus, à l'école et au marché.",
            "ماء للشرب في موقف الحافلة والمدرسة والسوق.",
        ),
        story=Tri(
            "The same kind as the ten of the first budget, so that the same spare parts fit.",
            "Le même modèle que les dix du premier budget, pour que les mêmes pièces conviennent.",
            "من النوع نفسه الذي اختير في الميزانيّة الأولى كي تصلح لها القطع نفسها.",
        ),
        category="shade",
        department="works",
        district=_KARMA,
        due=-25,
        place=Tri("Bus stop, school, market", "Arrêt de bus, école, marché", "موقف الحافلة والمدرسة والسوق"),
        at_map=(36.9139, 10.8989),
        plan=(Planned(Tri("All three run", "Les trois en service", "تشغيل الثلاث"), -28, -30),),
        life=(
            Stands(-60, "works"),
            Paid(
                -29,
                20_800,
                Tri(
                    "Three fountains, with connection", "Trois fontaines, raccordement compris", "ثلاث نافورات مع الربط"
                ),
                "Contract 2026-18",
            ),
            Finished(-30),
            Saw(-22, "mongi.ferjani", "yes", "yes", "نافورة السوق تعمل وماؤها بارد.", "ar"),
        ),
        satisfied=(3, 1, 0, 0),
    ),
    ProjectContent(
        code="7",
        slug="music-kiosk",
        title=Tri(
            "A music kiosk on Customs Square",
            "Un kiosque à musique sur la place de la Douane",
            "كشك للموسيقى في ساحة الديوانة",
        ),
        summary=Tri(
            "A small roof, a power socket and a list in which bands put their names.",
            "Un petit toit, une prise et une liste où s'inscrivent les groupes.",
            "سقف صغير ومأخذ كهرباء وقائمة تسجّل فيها الفرق أسماءها.",
        ),
        story=Tri(
            "The drawing has to be agreed with the heritage office, because the square is listed.",
            "Le dessin doit être convenu avec le service du patrimoine : la place est classée.",
            "يلزم الاتّفاق على الرسم مع مصلحة التراث لأنّ الساحة مصنّفة.",
        ),
        category="culture",
        department="culture",
        district=_MEDINA,
        due=140,
        place=Tri("Customs Square", "Place de la Douane", "ساحة الديوانة"),
        at_map=(36.9222, 10.9150),
        plan=(
            Planned(Tri("Permit of the heritage office", "Accord du service du patrimoine", "ترخيص مصلحة التراث"), 30),
        ),
        life=(),
    ),
    ProjectContent(
        code="8",
        slug="pitch-water-tower",
        title=Tri("A pitch beside the water tower", "Un terrain de sport près du château d'eau", "ملعب قرب خزّان الماء"),
        summary=Tri(
            "Two goals, two baskets and a wall to play against.",
            "Deux buts, deux paniers et un mur pour jouer seul.",
            "مرميان وسلّتان وجدار للّعب الفرديّ.",
        ),
        story=Tri(
            "The ground is levelled once the rains are over.",
            "Le terrain sera nivelé une fois les pluies passées.",
            "تُسوّى الأرض بعد انقضاء الأمطار.",
        ),
        category="sport",
        department="works",
        district=_SIDI_AMOR,
        due=190,
        place=Tri("Beside the water tower", "Près du château d'eau", "قرب خزّان الماء"),
        at_map=(36.9421, 10.8969),
        plan=(
            Planned(Tri("Ground levelled", "Terrain nivelé", "تسوية الأرض"), 110),
            Planned(Tri("First match", "Premier match", "أوّل مباراة"), 185),
        ),
        life=(
            Told(
                -20,
                Tri("Goals and baskets are ordered", "Les buts et les paniers sont commandés", "طُلب المرميان والسلّتان"),
                Tri(
                    "They will be here before the ground is ready.",
                    "Ils arriveront avant que le terrain ne soit prêt.",
                    "ستصل قبل أن تجهز الأرض.",
                ),
            ),
        ),
    ),
)
