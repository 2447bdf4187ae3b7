"""Port Zeitoun: its entry page, its two consultations, the accounts with which one tries it out. Illustrative."""

from dataclasses import dataclass

from hub.demo.content.shapes import ConsultationContent, Tri

CITY = Tri("Port Zeitoun", "Port-Zeitoun", "مرسى الزيتون")

ILLUSTRATIVE = Tri(
    "Port Zeitoun is a fictional city. Its people, texts and figures are illustrative.",
    "Port-Zeitoun est une ville imaginaire. Ses habitants, ses textes et ses chiffres sont illustratifs.",
    "مرسى الزيتون مدينة متخيَّلة، وأهلها ونصوصها وأرقامها للتوضيح لا غير.",
)

HOME_PICTURE = "city-by-the-sea"
HOME_TITLE = Tri("Port Zeitoun takes part", "Port-Zeitoun participe", "مرسى الزيتون تشارك")
HOME_SUMMARY = Tri(
    "Read what the city proposes, say what you think of each clause, and see what became of it.",
    "Lisez ce que la ville propose, donnez votre avis clause par clause et voyez ce qu'il en est advenu.",
    "اطّلعوا على ما تقترحه المدينة، وأبدوا رأيكم في كلّ بند، وتابعوا ما آل إليه.",
)
_DECIDES = Tri(
    "The municipal council of Port Zeitoun decides, in public session, within three months of the close.",
    "Le conseil municipal de Port-Zeitoun décide en séance publique, dans les trois mois suivant la clôture.",
    "يقرّر المجلس البلدي بمرسى الزيتون في جلسة علنيّة في غضون ثلاثة أشهر من غلق الاستشارة.",
)
CONTACT = Tri(
    "Participation office, town hall, Customs Square, Port Zeitoun\nparticipation@example.org",
    "Bureau de la participation, hôtel de ville, place de la Douane, Port-Zeitoun\nparticipation@example.org",
    "مكتب المشاركة، قصر البلديّة، ساحة الديوانة، مرسى الزيتون\nparticipation@example.org",
)

OPEN = ConsultationContent(
    slug="public-spaces",
    document="public-spaces",
    title=Tri(
        "Whose street is it? A draft act on public spaces",
        "À qui est la rue ? Un projet de règlement sur les espaces publics",
        "لمن الشارع؟ مشروع ترتيب بلدي يتعلّق بالفضاءات العموميّة",
    ),
    summary=Tri(
        "Terraces, stalls, music, benches, trees: who may use a street, and at what hours? Tell us before the council "
        "votes.",
        "Terrasses, étals, musique, bancs, arbres : qui peut utiliser la rue, et à quelles heures ? Dites-le avant le "
        "vote du conseil.",
        "المصاطب وأماكن الانتصاب والموسيقى والمقاعد والأشجار: مَن يستعمل الشارع وفي أيّ أوقات؟ قولوا رأيكم قبل مداولة "
        "المجلس.",
    ),
    story=Tri(
        "Three by-laws and a circular, the oldest of them fifty-two years old, say today what may be done in a street. "
        "Few people know them, and they contradict one another. The draft puts them into eighteen clauses.\n\n"
        "Most of what it says was asked for: a free passage for prams and wheelchairs, a shorter way to hold a small "
        "event, two trees for one. Some of it is disputed, above all the renewal of traders' licences. That is why we "
        "ask.",
        "Trois arrêtés et une circulaire, dont le plus ancien a cinquante-deux ans, disent aujourd'hui ce que l'on "
        "peut faire dans la rue. Peu de gens les connaissent et ils se contredisent. Le projet les réunit en dix-huit "
        "clauses.\n\n"
        "L'essentiel répond à des demandes : un passage libre pour les poussettes et les fauteuils, une démarche plus "
        "courte pour les petites manifestations, deux arbres pour un. Certains points sont débattus, avant tout le "
        "renouvellement des licences. C'est pourquoi nous vous consultons.",
        "ثلاثة قرارات ومنشور، أقدمها عمره اثنتان وخمسون سنة، هي التي تضبط اليوم ما يجوز فعله في الشارع. قلّ من يعرفها، "
        "وهي متضاربة. ويجمعها هذا المشروع في ثمانية عشر بندًا.\n\n"
        "جاء أغلب ما فيه استجابة لمطالب: ممرّ حرّ لعربات الأطفال والكراسي المتحرّكة، وإجراء أقصر للتظاهرات الصغيرة، "
        "وشجرتان عوض الواحدة. وبعضه محلّ خلاف، وفي مقدّمته تجديد رخص الانتصاب. ولذلك نستشيركم.",
    ),
    how_used=Tri(
        "Every contribution is read. Each clause receives a public answer with a reason before the council votes, and "
        "its authors are told. The council's vote follows three months after the close.",
        "Chaque contribution est lue. Chaque clause reçoit, avant le vote du conseil, une réponse publique et motivée "
        "dont les auteurs sont avertis. Le vote a lieu trois mois après la clôture.",
        "تُقرأ كلّ مساهمة. ويصدر بشأن كلّ بند، قبل مداولة المجلس، جواب علنيّ معلّل يُعلَم به أصحاب المساهمات. وتنعقد "
        "المداولة بعد ثلاثة أشهر من غلق الاستشارة.",
    ),
    who_decides=_DECIDES,
    contact=CONTACT,
    published_day=-68,
    opens_day=-61,
    closes_day=23,
    answer_due_day=107,
    picture="market-street",
)

ANSWERED = ConsultationContent(
    slug="cooler-city",
    document="cooler-city",
    title=Tri(
        "A cooler city: trees, shade and water",
        "Une ville plus fraîche : arbres, ombre et eau",
        "مدينة أقلّ حرًّا: الشجر والظلّ والماء",
    ),
    summary=Tri(
        "Ten proposals against the heat. People answered; the city has said what it takes up, what it does not, and "
        "why.",
        "Dix propositions contre la chaleur. Les habitants ont répondu ; la ville a dit ce qu'elle retient, ce qu'elle "
        "ne retient pas, et pourquoi.",
        "عشرة مقترحات لمقاومة الحرّ. أجاب الأهالي، وبيّنت المدينة ما أخذت به وما لم تأخذ به وأسباب ذلك.",
    ),
    story=Tri(
        "After three summers of record heat the council asked for a plan that starts where people suffer most: on the "
        "way to the bus, in the schoolyard, at the market. The white paper sets out ten proposals and what they cost.",
        "Après trois étés de chaleurs record, le conseil a demandé un plan qui commence là où l'on souffre le plus : "
        "sur le chemin du bus, dans la cour d'école, au marché. Le livre blanc expose dix propositions et leur coût.",
        "بعد ثلاثة مواسم صيفيّة سجّلت حرارة قياسيّة، طلب المجلس خطّة تبدأ حيث يشتدّ العناء: في الطريق إلى الحافلة وفي "
        "ساحة المدرسة وفي السوق. ويعرض الكتاب الأبيض عشرة مقترحات وكلفتها.",
    ),
    how_used=Tri(
        "Each of the ten proposals has received a public answer with a reason. The plan adopted by the council follows "
        "these answers.",
        "Chacune des dix propositions a reçu une réponse publique et motivée. Le plan adopté par le conseil suit ces "
        "réponses.",
        "صدر بشأن كلّ مقترح من المقترحات العشرة جواب علنيّ معلّل. وتتّبع الخطّة التي صادق عليها المجلس هذه الأجوبة.",
    ),
    who_decides=_DECIDES,
    contact=CONTACT,
    published_day=-282,
    opens_day=-275,
    closes_day=-191,
    answer_due_day=-101,
    picture="shaded-square",
)


@dataclass(frozen=True)
class DemoAccount:
    email: str
    name: str
    language: str
    roles: tuple[str, ...] = ()  # values of hub.accounts.enums.Role; none for people who take part


DEMO_PASSWORD = "demo-hub-2026"  # noqa: S105  (public on purpose; never created in production)
DEMO_ACCOUNTS = (
    DemoAccount("officer@example.org", "Salma Jaziri", "en", ("editor", "budget_officer")),
    DemoAccount("moderator@example.org", "Mehdi Ayari", "en", ("moderator",)),
    DemoAccount("citizen@example.org", "Amel Khemiri", "en"),
    DemoAccount("resident@example.org", "Yassine Gharbi", "en"),
    # Looks at proposals for the city; somebody else than the officer, because an appeal needs two.
    DemoAccount("engineer@example.org", "Nadia Ben Amor", "fr", ("budget_officer",)),
)
CONSULTATIONS = (ANSWERED, OPEN)
