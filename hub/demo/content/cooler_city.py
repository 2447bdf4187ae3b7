"""The white paper on a cooler city: answered some months before the day of seeding. Illustrative."""

from hub.demo.content.shapes import Chapter, Clause, DocumentContent, Tri

_WHY = Chapter(
    "1",
    Tri("Why now", "Pourquoi maintenant", "لماذا الآن"),
    (
        Clause(
            "1.1",
            Tri("What we measured", "Ce que nous avons mesuré", "ما بيّنته القياسات"),
            Tri(
                "On the hottest afternoons of last summer the ground of the market streets reached 58 °C; under the "
                "old ficus trees of Customs Square it was 34 °C.\n\n"
                "In two decades, nights that stay above 25 °C have risen from nine to thirty-one a year.",
                "Lors des après-midi les plus chauds de l'été dernier, le sol des rues du marché a atteint 58 °C ; "
                "sous les vieux ficus de la place de la Douane, il était à 34 °C.\n\n"
                "En vingt ans, les nuits où la température ne descend pas sous 25 °C sont passées de neuf à trente et "
                "une par an.",
                "بلغت حرارة الأرض في أنهج السوق 58 درجة خلال أشدّ أيّام الصيف الماضي حرًّا، ولم تتجاوز 34 درجة تحت "
                "أشجار الفيكوس العتيقة بساحة الديوانة.\n\n"
                "وارتفع عدد الليالي التي لا تنزل فيها الحرارة دون 25 درجة، في ظرف عشرين سنة، من تسع إلى إحدى وثلاثين "
                "ليلة في السنة.",
            ),
        ),
        Clause(
            "1.2",
            Tri("The aim", "L'objectif", "الهدف"),
            Tri(
                "In ten years' time, no home will be more than three hundred metres from a shaded public place where "
                "one can sit, rest and drink without paying.",
                "Dans dix ans, aucun logement ne sera à plus de trois cents mètres d'un lieu public ombragé où l'on "
                "peut s'asseoir, se reposer et boire sans payer.",
                "ألّا يبعد أيّ مسكن، بعد عشر سنوات، أكثر من ثلاثمائة متر عن فضاء عمومي مظلّل يمكن الجلوس والاستراحة "
                "والشرب فيه دون مقابل.",
            ),
        ),
    ),
)

_TREES = Chapter(
    "2",
    Tri("Trees", "Les arbres", "الأشجار"),
    (
        Clause(
            "2.1",
            Tri("Twelve thousand trees", "Douze mille arbres", "اثنا عشر ألف شجرة"),
            Tri(
                "We propose to plant 1,200 trees a year for ten years, first in the districts that have the fewest: "
                "Hay Ennour and Sidi Amor.\n\n"
                "Each planting is announced to the neighbours a month ahead.",
                "Nous proposons de planter 1 200 arbres par an pendant dix ans, en commençant par les quartiers qui en "
                "ont le moins : Hay Ennour et Sidi Amor.\n\n"
                "Chaque plantation est annoncée aux riverains un mois à l'avance.",
                "نقترح غراسة 1200 شجرة في السنة طيلة عشر سنوات، بدءًا بالأحياء الأقلّ تشجيرًا: حيّ النور وسيدي عمر.\n\n"
                "ويُعلَم الأجوار بكلّ عمليّة غراسة قبل شهر.",
            ),
        ),
        Clause(
            "2.2",
            Tri("Species that suit the place", "Des essences adaptées", "أصناف ملائمة للمكان"),
            Tri(
                "At least six trees in ten belong to species that live on local rain once they are established, such "
                "as olive, carob, holm oak and bitter orange.\n\n"
                "No species makes up more than a fifth of the trees of a district.",
                "Six arbres sur dix au moins appartiennent à des essences qui, une fois établies, vivent de la pluie "
                "locale : olivier, caroubier, chêne vert, bigaradier.\n\n"
                "Aucune essence ne représente plus d'un cinquième des arbres d'un quartier.",
                "تكون ستّ أشجار من كلّ عشر على الأقلّ من أصناف تكتفي بمياه الأمطار المحلّيّة بعد نموّها، كالزيتون "
                "والخرّوب والسنديان الأخضر والنارنج.\n\n"
                "ولا يتجاوز أيّ صنف خُمس أشجار الحيّ الواحد.",
            ),
        ),
        Clause(
            "2.3",
            Tri("The first three summers", "Les trois premiers étés", "المواسم الصيفيّة الثلاثة الأولى"),
            Tri(
                "During its first three summers each tree is watered by tanker, at night, with treated waste water. A "
                "tree that dies in that time is replaced at the contractor's cost.",
                "Durant ses trois premiers étés, chaque arbre est arrosé la nuit, par camion-citerne, avec de l'eau "
                "usée traitée. L'arbre qui meurt dans ce délai est remplacé aux frais de l'entreprise.",
                "تُسقى كلّ شجرة خلال مواسمها الصيفيّة الثلاثة الأولى ليلًا بواسطة الصهاريج بمياه مستعملة معالجة. "
                "وتُعوّض الشجرة التي تموت خلال هذه المدّة على نفقة المقاول.",
            ),
        ),
    ),
)

_SHADE = Chapter(
    "3",
    Tri("Shade and water", "L'ombre et l'eau", "الظلّ والماء"),
    (
        Clause(
            "3.1",
            Tri("Schoolyards", "Les cours d'école", "ساحات المدارس"),
            Tri(
                "Before the fifth summer, all forty-four municipal schoolyards will have trees or shade sails over a "
                "third of their surface.\n\n"
                "In the evening and in the holidays the yards are open to the neighbourhood.",
                "Avant le cinquième été, les quarante-quatre cours d'école de la ville auront des arbres ou des voiles "
                "d'ombrage sur un tiers de leur surface.\n\n"
                "Le soir et pendant les vacances, elles sont ouvertes au quartier.",
                "تُجهّز ساحات المدارس الأربع والأربعون التابعة للمدينة، قبل خامس صيف، بأشجار أو أشرعة تظلّل ثلث "
                "مساحتها.\n\n"
                "وتُفتح الساحات لأهالي الحيّ مساءً وخلال العطل.",
            ),
        ),
        Clause(
            "3.2",
            Tri("Shaded ways", "Des chemins d'ombre", "مسالك الظلّ"),
            Tri(
                "From each clinic and bus terminus to the homes around it, there is one way on foot that is in shade "
                "over two thirds of its length at noon in July.",
                "De chaque dispensaire et terminus de bus vers les logements alentour, il existe un chemin piéton à "
                "l'ombre sur les deux tiers de sa longueur, à midi en juillet.",
                "يُهيّأ من كلّ مستوصف ومن كلّ محطّة نهائيّة للحافلات إلى المساكن المحيطة بها مسلك للمترجّلين يكون "
                "ثلثاه في الظلّ عند منتصف النهار من شهر يوليو.",
            ),
        ),
        Clause(
            "3.3",
            Tri("Drinking fountains", "Les fontaines à boire", "نافورات ماء الشرب"),
            Tri(
                "Sixty drinking fountains, one in each market, playground and main square, run all year. The water is "
                "tested every month and the result is shown on the fountain.",
                "Soixante fontaines à boire, une par marché, aire de jeux et place principale, fonctionnent toute "
                "l'année. L'eau est contrôlée chaque mois et le résultat affiché sur la fontaine.",
                "تُركّز ستّون نافورة لماء الشرب، واحدة في كلّ سوق وفضاء ألعاب وساحة رئيسيّة، وتعمل طيلة السنة. "
                "ويُراقَب ماؤها شهريًّا وتُعلّق النتيجة عليها.",
            ),
        ),
    ),
)

_MONEY = Chapter(
    "4",
    Tri("Money and account", "Le budget et le suivi", "التمويل والمتابعة"),
    (
        Clause(
            "4.1",
            Tri("Cost and funding", "Coût et financement", "الكلفة والتمويل"),
            Tri(
                "The plan costs 38 million dinars over ten years: half from the city's investment budget, a quarter "
                "from parking fees and a quarter from climate funds.",
                "Le plan coûte 38 millions de dinars sur dix ans : la moitié vient du budget d'investissement de la "
                "ville, un quart du stationnement payant et un quart de fonds pour le climat.",
                "تبلغ كلفة الخطّة 38 مليون دينار على عشر سنوات، يُؤمَّن نصفها من ميزانيّة الاستثمار البلديّة، وربعها "
                "من معاليم وقوف السيّارات، وربعها من صناديق المناخ.",
            ),
        ),
        Clause(
            "4.2",
            Tri("A yearly account", "Un compte rendu annuel", "تقرير سنوي"),
            Tri(
                "Each October the city publishes what was planted, what died and what it cost, street by street, and "
                "answers questions at a public meeting.",
                "Chaque mois d'octobre, la ville publie, rue par rue, ce qui a été planté, ce qui est mort et ce que "
                "cela a coûté, et répond aux questions en réunion publique.",
                "تنشر المدينة في شهر أكتوبر من كلّ سنة ما غُرس وما مات وما أُنفق، نهجًا بنهج، وتجيب عن الأسئلة في جلسة "
                "مفتوحة للعموم.",
            ),
        ),
    ),
)

COOLER_CITY = DocumentContent(
    slug="cooler-city",
    is_draft=False,
    title=Tri(
        "White paper: a cooler city – trees, shade and water",
        "Livre blanc : une ville plus fraîche – arbres, ombre et eau",
        "الكتاب الأبيض: مدينة أقلّ حرًّا – الشجر والظلّ والماء",
    ),
    summary=Tri(
        "Summers are getting longer and the ground hotter. Ten proposals for ten years, so that everyone lives close "
        "to shade and drinking water. (Illustrative text of a fictional city.)",
        "Les étés s'allongent et le sol brûle. Dix propositions sur dix ans pour que chacun vive près de l'ombre et de "
        "l'eau potable. (Texte illustratif d'une ville imaginaire.)",
        "الصيف يطول والأرض تزداد حرارة. عشرة مقترحات لعشر سنوات كي يسكن كلّ واحد منّا قريبًا من الظلّ وماء الشرب. (نصّ "
        "توضيحيّ لمدينة متخيَّلة.)",
    ),
    owner_body=Tri(
        "Department of parks and public spaces",
        "Direction des jardins et des espaces publics",
        "إدارة الحدائق والفضاءات العموميّة",
    ),
    chapters=(_WHY, _TREES, _SHADE, _MONEY),
)
