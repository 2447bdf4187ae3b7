"""The drawings of Port Zeitoun and what is seen on them."""

from hub.demo.content.shapes import Picture, Tri

PICTURES = (
    Picture(
        "city-by-the-sea",
        Tri("The city by the sea", "La ville au bord de la mer", "المدينة على شاطئ البحر"),
        Tri(
            "Drawing: white houses climb a hill above a small harbour with sailing boats; a lighthouse stands at the "
            "end of the pier.",
            "Dessin : des maisons blanches montent sur une colline au-dessus d'un petit port à voiles ; un phare se "
            "dresse au bout de la jetée.",
            "رسم: منازل بيضاء تصعد ربوة مطلّة على ميناء صغير فيه قوارب شراعيّة، وفي آخر الرصيف منارة.",
        ),
    ),
    Picture(
        "market-street",
        Tri("The market street", "La rue du marché", "نهج السوق"),
        Tri(
            "Drawing: a street of arcades with stalls under striped awnings, crates of fruit and people passing.",
            "Dessin : une rue à arcades, des étals sous des auvents rayés, des cageots de fruits et des passants.",
            "رسم: نهج ذو أقواس تصطفّ فيه أماكن الباعة تحت مظلّات مخطّطة، وصناديق غلال ومارّة.",
        ),
    ),
    Picture(
        "shaded-square",
        Tri("A square in the shade", "Une place à l'ombre", "ساحة في الظلّ"),
        Tri(
            "Drawing: two large trees shade a square with benches and a fountain; the paving beyond them lies in full "
            "sun.",
            "Dessin : deux grands arbres ombragent une place avec des bancs et une fontaine ; plus loin, le pavé est "
            "en plein soleil.",
            "رسم: شجرتان كبيرتان تظلّلان ساحة فيها مقاعد ونافورة، وما وراءهما من البلاط تحت الشمس.",
        ),
    ),
    Picture(
        "playground",
        Tri("The playground", "L'aire de jeux", "فضاء الألعاب"),
        Tri(
            "Drawing: a slide and two swings under a shade sail stretched between poles, with a row of young trees "
            "behind.",
            "Dessin : un toboggan et deux balançoires sous une voile d'ombrage tendue entre des mâts ; derrière, une "
            "rangée de jeunes arbres.",
            "رسم: زحليقة وأرجوحتان تحت شراع تظليل مشدود بين أعمدة، وخلفها صفّ من الأشجار الفتيّة.",
        ),
    ),
    Picture(
        "town-hall",
        Tri("The town hall", "L'hôtel de ville", "قصر البلديّة"),
        Tri(
            "Drawing: the town hall with its arcade, clock and flag; people come and go on the steps.",
            "Dessin : l'hôtel de ville avec son arcade, son horloge et son drapeau ; des gens montent et descendent "
            "les marches.",
            "رسم: قصر البلديّة بأقواسه وساعته ورايته، وأناس يصعدون الدرج وينزلون.",
        ),
    ),
)
HOME_PICTURE = "city-by-the-sea"
