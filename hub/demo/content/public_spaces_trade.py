"""The draft act on public spaces, chapters 4 to 6: trading, trees, decisions and entry into force. Illustrative."""

from hub.demo.content.shapes import Chapter, Clause, Tri

TRADE = Chapter(
    "4",
    Tri("Street trading", "Commerce de rue", "الانتصاب بالطريق العام"),
    (
        Clause(
            "4.1",
            Tri("Licence to trade", "Licence", "رخصة الانتصاب"),
            Tri(
                "A person may trade in a public space with a licence issued by the district. A licence names the "
                "place, the goods and the hours.\n\n"
                "It is personal. A spouse, parent or child may stand in for the holder for up to sixty days in a year.",
                "Toute personne peut exercer un commerce dans un espace public en vertu d'une licence délivrée par "
                "l'arrondissement. La licence indique l'emplacement, les marchandises et les horaires.\n\n"
                "Elle est personnelle. Le conjoint, un parent ou un enfant peut suppléer le titulaire pendant soixante "
                "jours au plus par an.",
                "يجوز لكلّ شخص أن يتعاطى التجارة في الفضاء العمومي بمقتضى رخصة انتصاب تسندها الدائرة. وتحدّد الرخصة "
                "المكان والبضاعة والأوقات.\n\n"
                "وهي شخصيّة. ويجوز أن ينوب عن صاحبها قرينه أو أحد والديه أو أبنائه لمدّة لا تتجاوز ستّين يومًا في "
                "السنة.",
            ),
        ),
        Clause(
            "4.2",
            Tri("Renewal of a licence", "Renouvellement de la licence", "تجديد الرخصة"),
            Tri(
                "A licence is given for one year. The district may refuse renewal without giving reasons. A refusal "
                "takes effect on the day on which it is received.",
                "La licence est délivrée pour un an. L'arrondissement peut en refuser le renouvellement sans donner de "
                "motifs. Le refus prend effet le jour de sa réception.",
                "تُسند الرخصة لمدّة سنة. وللدائرة أن ترفض تجديدها دون ذكر الأسباب. ويسري مفعول الرفض من يوم تسلّمه.",
            ),
        ),
        Clause(
            "4.3",
            Tri("Sale of one's own produce", "Vente de ses propres produits", "بيع المنتوج الذاتي"),
            Tri(
                "No licence is needed to sell one's own produce, up to two days in a month, where this does not narrow "
                "a pavement to less than 1.80 metres.",
                "La vente de ses propres produits, deux jours au plus par mois, est dispensée de licence tant qu'elle "
                "ne réduit pas la largeur libre d'un trottoir à moins de 1,80 mètre.",
                "لا تُشترط الرخصة لبيع المنتوج الذاتي في حدود يومين في الشهر، ما لم يترتّب على ذلك تقليص الممرّ الحرّ "
                "على الرصيف إلى أقلّ من 1,80 مترًا.",
            ),
        ),
        Clause(
            "4.4",
            Tri("Fees", "Redevances", "المعاليم"),
            Tri(
                "The city council sets the fee for a licence each year, by district, area and season.\n\n"
                "The fee is halved for a pitch of less than two square metres and waived for the holder of a "
                "disability card.",
                "Le conseil municipal fixe chaque année le montant de la redevance, par arrondissement, par superficie "
                "et par saison.\n\n"
                "Elle est réduite de moitié pour un emplacement de moins de deux mètres carrés ; le titulaire d'une "
                "carte de handicap en est exonéré.",
                "يضبط المجلس البلدي سنويًّا معلوم الرخصة حسب الدائرة والمساحة والموسم.\n\n"
                "ويُخفّض المعلوم إلى النصف إذا كانت المساحة دون مترين مربّعين، ويُعفى منه حامل بطاقة إعاقة.",
            ),
        ),
    ),
)

TREES = Chapter(
    "5",
    Tri("Trees and shade", "Arbres et ombre", "الأشجار والظلّ"),
    (
        Clause(
            "5.1",
            Tri("Felling and replacement", "Abattage et remplacement", "قطع الأشجار وتعويضها"),
            Tri(
                "No tree in a public space may be felled unless it is dead, diseased or dangerous, on the written "
                "opinion of a tree expert, which is published fifteen days beforehand.\n\n"
                "Each tree felled is replaced within twelve months by two trees in the same district.",
                "Aucun arbre d'un espace public ne peut être abattu s'il n'est mort, malade ou dangereux, sur avis "
                "écrit d'un expert, publié quinze jours à l'avance.\n\n"
                "Tout arbre abattu est remplacé, dans les douze mois, par deux arbres dans le même arrondissement.",
                "لا يجوز قطع شجرة في الفضاء العمومي إلّا إذا كانت ميّتة أو مريضة أو خطرة، بناءً على رأي كتابي من خبير "
                "في الأشجار يُنشر قبل القطع بخمسة عشر يومًا.\n\n"
                "وتُعوّض كلّ شجرة مقطوعة بشجرتين في نفس الدائرة في أجل اثني عشر شهرًا.",
            ),
        ),
        Clause(
            "5.2",
            Tri("Shade where people wait", "De l'ombre là où l'on attend", "الظلّ في أماكن الانتظار"),
            Tri(
                "Within five years, every bus stop, market and playground offers shade, by trees or a light structure, "
                "over at least half its surface at 13:00 on the longest day of the year.",
                "Dans un délai de cinq ans, chaque arrêt de bus, marché et aire de jeux est ombragé, par des arbres ou "
                "une structure légère, sur la moitié au moins de sa surface à 13 h le jour le plus long de l'année.",
                "توفّر كلّ محطّة حافلات وكلّ سوق وكلّ فضاء ألعاب، في أجل خمس سنوات، ظلًّا بالأشجار أو بمنشآت خفيفة "
                "يغطّي نصف المساحة على الأقلّ عند الساعة الواحدة بعد الزوال من أطول يوم في السنة.",
            ),
        ),
    ),
)

FINAL = Chapter(
    "6",
    Tri(
        "Appeals, register and entry into force",
        "Recours, registre et entrée en vigueur",
        "التظلّم والسجلّ والدخول حيّز النفاذ",
    ),
    (
        Clause(
            "6.1",
            Tri("Review of a refusal", "Réexamen d'un refus", "إعادة النظر في الرفض"),
            Tri(
                "A person who is refused a permit or a licence may, within thirty days, ask the city council to review "
                "the refusal. The council answers within thirty days.\n\n"
                "The request does not suspend the refusal, unless the council so decides.",
                "Toute personne à laquelle un permis ou une licence a été refusé peut, dans les trente jours, demander "
                "au conseil municipal de réexaminer ce refus. Le conseil statue dans les trente jours.\n\n"
                "La demande n'a pas d'effet suspensif, sauf décision contraire du conseil.",
                "لكلّ من رُفض مطلبه في الحصول على رخصة أن يتظلّم لدى المجلس البلدي في أجل ثلاثين يومًا لإعادة النظر في "
                "قرار الرفض. ويبتّ المجلس في التظلّم في أجل ثلاثين يومًا.\n\n"
                "ولا يوقف التظلّم تنفيذ قرار الرفض، ما لم يقرّر المجلس خلاف ذلك.",
            ),
        ),
        Clause(
            "6.2",
            Tri("Public register of decisions", "Registre public des décisions", "السجلّ العمومي للقرارات"),
            Tri(
                "Every permit, licence, objection and refusal made under this act is entered within five days in a "
                "register open to all, without the names of private persons.",
                "Les permis, licences, oppositions et refus pris en application du présent règlement sont inscrits "
                "dans les cinq jours sur un registre ouvert à tous, sans le nom des personnes physiques.",
                "تُدرج الرخص والاعتراضات وقرارات الرفض المتّخذة تطبيقًا لهذا الترتيب، في أجل خمسة أيّام، في سجلّ مفتوح "
                "للعموم لا تُذكر فيه أسماء الأشخاص الطبيعيّين.",
            ),
        ),
        Clause(
            "6.3",
            Tri("Entry into force and assessment", "Entrée en vigueur et évaluation", "الدخول حيّز النفاذ والتقييم"),
            Tri(
                "This act comes into force sixty days after its publication. Licences and terrace permits already "
                "issued remain valid until they expire.\n\n"
                "The city council publishes an assessment of the act after two years.",
                "Le présent règlement entre en vigueur soixante jours après sa publication. Les licences et permis de "
                "terrasse déjà délivrés restent valables jusqu'à leur terme.\n\n"
                "Le conseil municipal en publie une évaluation au bout de deux ans.",
                "يدخل هذا الترتيب حيّز النفاذ بعد ستّين يومًا من نشره. وتبقى رخص الانتصاب ورخص المصاطب المسندة قبله "
                "سارية إلى انتهاء مدّتها.\n\n"
                "وينشر المجلس البلدي تقييمًا لتطبيقه بعد سنتين.",
            ),
        ),
    ),
)
