"""What surrounds the two consultations: meetings, a file to read beforehand, what is open and what is decided."""

from hub.demo.content.shapes import MeetingContent, SurroundingsContent, Tri

_TOWN_HALL = Tri(
    "Town hall, council chamber, Customs Square",
    "Hôtel de ville, salle du conseil, place de la Douane",
    "قصر البلديّة، قاعة المجلس، ساحة الديوانة",
)

PUBLIC_SPACES = SurroundingsContent(
    still_open=Tri(
        "Hours, distances and fees; how a licence is renewed; who is heard before a street is closed.",
        "Les heures, les distances et les tarifs ; le renouvellement des licences ; qui est entendu avant la fermeture "
        "d'une rue.",
        "الأوقات والمسافات والمعاليم، وكيفيّة تجديد الرخص، ومن يُستشار قبل غلق شارع.",
    ),
    already_decided=Tri(
        "That there will be one act instead of four: the council decided so in public session. The free passage of one "
        "metre sixty is national law.",
        "Qu'il y aura un seul règlement au lieu de quatre : le conseil l'a décidé en séance publique. Le passage libre "
        "d'un mètre soixante relève de la loi nationale.",
        "أن يكون هناك ترتيب واحد عوض أربعة: قرّره المجلس في جلسة علنيّة. أمّا الممرّ الحرّ بعرض متر وستّين فهو من "
        "القانون الوطني.",
    ),
    follow_up=None,
    file_title=Tri(
        "How wide the pavements of the old town are",
        "La largeur des trottoirs de la vieille ville",
        "عرض أرصفة المدينة العتيقة",
    ),
    file_note=Tri(
        "Forty streets, measured by the roads department. Illustrative figures.",
        "Quarante rues, mesurées par le service de la voirie. Chiffres illustratifs.",
        "أربعون شارعًا قاستها مصلحة الطرقات. أرقام للتوضيح.",
    ),
    filename="pavement-widths.csv",
    meetings=(
        MeetingContent(
            key="walk",
            day=-30,
            starts="17:30",
            ends="19:00",
            title=Tri(
                "A walk through the market quarter",
                "Promenade dans le quartier du marché",
                "جولة في حيّ السوق",
            ),
            place=Tri(
                "From the fountain, Market Street",
                "Départ de la fontaine, rue du Marché",
                "الانطلاق من النافورة، نهج السوق",
            ),
            description=Tri(
                "Traders, neighbours and the roads department look at what is too narrow.",
                "Commerçants, riverains et service de la voirie regardent ce qui est trop étroit.",
                "تجّار وسكّان ومصلحة الطرقات يعاينون مواضع الضيق.",
            ),
            access=Tri(
                "Level ground, with benches on the way.", "Terrain plat, avec des bancs.", "أرض مستوية بها مقاعد."
            ),
            spoken=("ar", "fr"),
            step_free=True,
        ),
        MeetingContent(
            key="hearing",
            day=9,
            starts="18:00",
            ends="20:00",
            title=Tri(
                "Public hearing on the draft act",
                "Réunion publique sur le projet de règlement",
                "جلسة استماع عموميّة حول مشروع الترتيب",
            ),
            place=_TOWN_HALL,
            description=Tri(
                "Ask, object, propose. What is said is noted, read back, and entered as contributions with a number.",
                "Questions, objections, propositions. Ce qui est dit est noté, relu, et enregistré avec un numéro.",
                "أسئلة واعتراضات ومقترحات. ويُدوَّن ما يقال ويُتلى ثمّ يُسجَّل برقم.",
            ),
            access=Tri(
                "Lift at the side entrance; child care in room 4.",
                "Ascenseur à l'entrée latérale ; garde d'enfants en salle 4.",
                "مصعد عند المدخل الجانبي، وحضانة أطفال بالقاعة 4.",
            ),
            spoken=("ar", "fr"),
            sign_language=True,
            step_free=True,
            link="https://meet.example.org/public-spaces",
        ),
    ),
)

COOLER_CITY = SurroundingsContent(
    still_open=None,
    already_decided=None,
    follow_up=Tri(
        "Two promises are kept: the readings of all sensors are published each week, and the first twenty drinking "
        "fountains have their second tap. The next news will stand here when the first schoolyards open.",
        "Deux promesses sont tenues : les relevés de tous les capteurs paraissent chaque semaine et les vingt "
        "premières fontaines ont leur second robinet. Les prochaines nouvelles paraîtront ici à l'ouverture des "
        "premières cours d'école.",
        "أُنجز وعدان: تُنشر قراءات جميع أجهزة القيس كلّ أسبوع، وزُوّدت النافورات العشرون الأولى بحنفيّة ثانية. وتُنشر "
        "هنا أخبار جديدة عند فتح أولى ساحات المدارس.",
    ),
    file_title=None,
    file_note=None,
    filename="",
    meetings=(
        MeetingContent(
            key="evening",
            day=-230,
            starts="18:30",
            ends="20:30",
            title=Tri(
                "Evening on heat and shade",
                "Soirée sur la chaleur et l'ombre",
                "أمسية حول الحرّ والظلّ",
            ),
            place=_TOWN_HALL,
            description=Tri(
                "Doctors, gardeners and bus drivers told what they see in August.",
                "Médecins, jardiniers et conducteurs de bus ont raconté ce qu'ils voient en août.",
                "روى أطبّاء وبستانيّون وسائقو حافلات ما يرونه في شهر أوت.",
            ),
            access=Tri("Lift at the side entrance.", "Ascenseur à l'entrée latérale.", "مصعد عند المدخل الجانبي."),
            spoken=("ar",),
            sign_language=True,
            step_free=True,
        ),
    ),
)

SURROUNDINGS = {"public-spaces": PUBLIC_SPACES, "cooler-city": COOLER_CITY}
