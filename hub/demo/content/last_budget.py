"""Last year's budget of Port Zeitoun, which was decided. Sums are in dinars. Illustrative."""

from hub.demo.content.shapes import Tri

# Last year's, as the file says in which it was published: code, dinars, district, subject, name, votes for it alone and
# together with the next one in this list.
SLUG = "our-budget-last-year"
TITLE = Tri(
    "Last year's budget: what was decided",
    "Le budget de l'an dernier : ce qui a été décidé",
    "ميزانيّة العام الماضي: ما تقرّر",
)
SUMMARY = Tri(
    "600,000 dinars, eleven projects, 1,904 ballots. See what won and why, and count the votes again yourself.",
    "600 000 dinars, onze projets, 1 904 bulletins. Voyez ce qui a été retenu et pourquoi, et recomptez les voix "
    "vous-même.",
    "600 ألف دينار وأحد عشر مشروعًا و1904 أوراق تصويت. اطّلعوا على المشاريع الفائزة وأسباب فوزها، وأعيدوا الفرز بأنفسكم.",
)
MONEY = 600_000
PROJECTS = (
    ("1", 180_000, "Médina et Vieux-Port", "Ombre et eau", "Des voiles d'ombrage rue du Marché"),
    ("2", 95_000, "Hay Ennour", "Sport et jeux", "Une aire de jeux accessible à tous à Hay Ennour"),
    ("3", 210_000, "Toute la ville", "Rues et déplacements", "Refaire vingt passages piétons"),
    ("4", 60_000, "El Karma", "Parcs et jardins", "Un verger partagé à El Karma"),
    ("5", 48_000, "Sidi Amor", "Culture et savoirs", "Un bibliobus deux jours par semaine"),
    ("6", 120_000, "Toute la ville", "Accessibilité", "Feux sonores aux huit grands carrefours"),
    ("7", 35_000, "Médina et Vieux-Port", "Culture et savoirs", "Un kiosque à musique sur la place de la Douane"),
    ("8", 75_000, "Sidi Amor", "Sport et jeux", "Un terrain de sport près du château d'eau"),
    ("9", 30_000, "Hay Ennour", "Ombre et eau", "Planter soixante arbres avec les écoles"),
    ("10", 250_000, "Toute la ville", "Sport et jeux", "Une piste d'athlétisme au stade municipal"),
    ("11", 22_000, "El Karma", "Ombre et eau", "Trois fontaines à El Karma"),
)
# Groups of equal ballots: how many, and which projects.
BALLOTS = (
    (214, "1,6,7"),
    (187, "2,9"),
    (176, "5,8"),
    (171, "3"),
    (160, "10"),
    (148, "2,4,9,11"),
    (141, "1,3,6"),
    (128, "8,5,9"),
    (117, "4,11"),
    (109, "6,9"),
    (96, "1,7"),
    (88, "3,10"),
    (75, "2,6,9,5"),
    (57, "7,11,4"),
    (37, "10,3,1"),
)
