"""What the city answered to the white paper, clause by clause. `day` is counted from the close. Illustrative."""

from hub.demo.content.shapes import Answer, ReportContent, Tri

ANSWERS = (
    Answer(
        "1.1",
        "noted",
        Tri(
            "The clause states measurements and asks for no decision. The readings of all 22 sensors, with their "
            "street, are now published each week as open data.",
            "La clause expose des mesures et n'appelle pas de décision. Les relevés des 22 capteurs, avec leur rue, "
            "sont désormais publiés chaque semaine en données ouvertes.",
            "يعرض البند قياسات ولا يستدعي قرارًا. وقد أصبحت قراءات المجسّات الاثنين والعشرين، مع بيان الأنهج، تُنشر "
            "كلّ أسبوع ضمن البيانات المفتوحة.",
        ),
        48,
    ),
    Answer(
        "1.2",
        "accepted_in_part",
        Tri(
            "The distance becomes 200 metres in the medina and the Old Port, where one resident in four is over 65. "
            "Elsewhere it stays at 300 metres: land for the extra 61 places cannot be had within ten years. Public "
            "toilets are added in the twelve largest places.",
            "La distance est ramenée à 200 mètres dans la médina et le Vieux-Port, où un habitant sur quatre a plus de "
            "65 ans. Ailleurs elle reste de 300 mètres : les terrains nécessaires aux 61 lieux supplémentaires ne "
            "peuvent être réunis en dix ans. Des toilettes publiques sont ajoutées dans les douze plus grands lieux.",
            "تُخفَّض المسافة إلى 200 متر في المدينة العتيقة والميناء القديم حيث يتجاوز ربع السكّان سنّ الخامسة "
            "والستّين. وتبقى 300 متر في سائر الأحياء لتعذّر توفير الأراضي اللازمة لواحد وستّين فضاءً إضافيًّا في عشر "
            "سنوات. وتُضاف دورات مياه عموميّة في أكبر اثني عشر فضاءً.",
        ),
        52,
    ),
    Answer(
        "2.1",
        "accepted",
        Tri(
            "El Karma joins Hay Ennour and Sidi Amor: the committee was right, it has fewer trees than either. The "
            "target is now counted in trees alive after five years, and the yearly account says how many are.",
            "El Karma rejoint Hay Ennour et Sidi Amor : le comité avait raison, ce quartier compte moins d'arbres que "
            "les deux autres. L'objectif est désormais compté en arbres vivants après cinq ans, et le compte rendu "
            "annuel en donne le nombre.",
            "يُضاف حيّ الكرمة إلى حيّ النور وسيدي عمر، فقد أصابت اللجنة: أشجاره أقلّ من أشجارهما. ويُحتسب الهدف من هنا "
            "فصاعدًا بعدد الأشجار الحيّة بعد خمس سنوات، ويبيّنه التقرير السنوي.",
        ),
        52,
    ),
    Answer(
        "2.2",
        "accepted_in_part",
        Tri(
            "Bitter orange will not be planted within ten metres of a school gate or a bus stop. Palms are not added "
            "to the Corniche: a palm gives a tenth of the shade of a carob and needs watering for life.",
            "Le bigaradier ne sera pas planté à moins de dix mètres d'une entrée d'école ou d'un arrêt de bus. Les "
            "palmiers ne sont pas retenus sur la Corniche : un palmier donne dix fois moins d'ombre qu'un caroubier et "
            "demande à être arrosé toute sa vie.",
            "لا يُغرس النارنج على أقلّ من عشرة أمتار من باب مدرسة أو محطّة حافلات. ولم يُؤخذ بمقترح غراسة النخيل في "
            "الكورنيش: فظلّ النخلة عُشر ظلّ الخرّوبة، وهي تحتاج إلى السقي طيلة حياتها.",
        ),
        60,
    ),
    Answer(
        "2.3",
        "accepted",
        Tri(
            "Drip lines become the rule and tankers the exception. Water is analysed before each season and the "
            "results are posted at the playgrounds it waters.",
            "Le goutte-à-goutte devient la règle et le camion-citerne l'exception. L'eau est analysée avant chaque "
            "saison et les résultats sont affichés dans les aires de jeux concernées.",
            "يصبح الريّ قطرة قطرة هو القاعدة والصهريج هو الاستثناء. وتُحلَّل المياه قبل كلّ موسم وتُعلّق النتائج في "
            "فضاءات الألعاب المعنيّة.",
        ),
        60,
    ),
    Answer(
        "3.1",
        "accepted_in_part",
        Tri(
            "A paid caretaker opens and closes sixteen yards from next summer, those without a garden within 300 "
            "metres. The other twenty-eight follow when the first account shows what it costs.",
            "Dès l'été prochain, un gardien rémunéré ouvre et ferme seize cours, celles qui n'ont pas de jardin à "
            "moins de 300 mètres. Les vingt-huit autres suivront quand le premier bilan en aura établi le coût.",
            "يتولّى حارس مأجور، ابتداءً من الصائفة القادمة، فتح ستّ عشرة ساحة وغلقها، وهي التي لا توجد حديقة على أقلّ "
            "من 300 متر منها. وتُفتح الثماني والعشرون الباقية متى بيّن أوّل تقرير كلفتها.",
        ),
        66,
    ),
    Answer(
        "3.2",
        "already_covered",
        Tri(
            "Shade at every bus stop and free passage for wheelchairs are proposed in clauses 5.2 and 2.4 of the draft "
            "act on public spaces, where they bind; your comments were passed on. Closing Port Avenue to cars is "
            "outside this paper and goes to the mobility plan.",
            "L'ombre à chaque arrêt de bus et le passage libre des fauteuils roulants figurent aux clauses 5.2 et 2.4 "
            "du projet de règlement sur les espaces publics, où ils s'imposent ; vos observations y ont été versées. "
            "La fermeture de l'avenue du Port aux voitures relève du plan de mobilité.",
            "الظلّ في كلّ محطّة حافلات والممرّ الحرّ للكراسي المتحرّكة واردان في البندين 5.2 و2.4 من مشروع الترتيب "
            "المتعلّق بالفضاءات العموميّة، حيث تكون لهما صفة الإلزام، وقد أُحيلت إليه ملاحظاتكم. أمّا غلق شارع الميناء "
            "أمام السيّارات فيعود إلى مخطّط التنقّل.",
        ),
        66,
    ),
    Answer(
        "3.3",
        "accepted",
        Tri(
            "Each fountain gets a second tap 80 centimetres from the ground and a bowl at its foot. The first twenty "
            "are ordered.",
            "Chaque fontaine reçoit un second robinet à 80 centimètres du sol et une écuelle à son pied. Les vingt "
            "premières sont commandées.",
            "تُزوَّد كلّ نافورة بحنفيّة ثانية على ارتفاع 80 صنتيمترًا وبوعاء عند أسفلها. وقد طُلبت العشرون الأولى.",
        ),
        71,
    ),
    Answer(
        "4.1",
        "not_accepted",
        Tri(
            "The share of parking stays: without it the plan loses one tree in four, and residents' cards remain free. "
            "If the climate funds do not come, the shaded ways are put off first and the schoolyards last; the paper "
            "now says so.",
            "La part du stationnement est maintenue : sans elle, le plan perd un arbre sur quatre ; la carte de "
            "résident reste gratuite. Si les fonds pour le climat manquent, les chemins d'ombre sont reportés en "
            "premier et les cours d'école en dernier ; le texte le précise désormais.",
            "تبقى مساهمة معاليم الوقوف على حالها، إذ تفقد الخطّة بدونها شجرة من كلّ أربع، وتظلّ بطاقة الساكن مجّانيّة. "
            "وإذا لم تتوفّر صناديق المناخ، تُرجأ مسالك الظلّ أوّلًا وساحات المدارس أخيرًا، وقد أصبح النصّ ينصّ على ذلك.",
        ),
        74,
    ),
    Answer(
        "4.2",
        "accepted",
        Tri(
            "There will be one meeting in each of the six districts, and the account is posted on paper at each "
            "district office.",
            "Une réunion se tiendra dans chacun des six arrondissements, et le compte rendu sera affiché sur papier "
            "dans chaque bureau d'arrondissement.",
            "تُعقد جلسة في كلّ دائرة من الدوائر الستّ، ويُعلّق التقرير ورقيًّا في مقرّ كلّ دائرة.",
        ),
        74,
    ),
)

REPORT = ReportContent(
    slug="report",
    day=84,
    title=Tri(
        "What you said about a cooler city, and what we did",
        "Ce que vous avez dit d'une ville plus fraîche, et ce que nous en avons fait",
        "ما قلتموه عن مدينة أقلّ حرًّا، وما فعلناه",
    ),
    sentence=Tri(
        "Seven of the ten proposals changed because of you; where we did not follow you, the reason is below.",
        "Sept des dix propositions ont changé grâce à vous ; là où nous ne vous avons pas suivis, la raison est donnée "
        "ci-dessous.",
        "تغيّرت سبعة من المقترحات العشرة بفضلكم، وحيث لم نأخذ برأيكم تجدون السبب أدناه.",
    ),
    summary=Tri(
        "The public account of the consultation on the white paper. Illustrative report of a fictional city.",
        "Le compte rendu public de la consultation sur le livre blanc. Rapport illustratif d'une ville imaginaire.",
        "الحصيلة العلنيّة للاستشارة حول الكتاب الأبيض. تقرير توضيحيّ لمدينة متخيَّلة.",
    ),
    introduction=Tri(
        "For twelve weeks people and associations answered the white paper on the web, by letter and at a meeting in "
        "Sidi Amor. Most asked for the plan to start sooner, closer and in more districts.",
        "Pendant douze semaines, habitants et associations ont répondu au livre blanc sur le site, par lettre et lors "
        "d'une réunion à Sidi Amor. La plupart demandent que le plan commence plus tôt, plus près et dans davantage de "
        "quartiers.",
        "أجاب الأهالي والجمعيّات عن الكتاب الأبيض طيلة اثني عشر أسبوعًا على الموقع وبالرسائل وفي جلسة بسيدي عمر. وطلب "
        "أغلبهم أن تنطلق الخطّة أبكر وأقرب وفي أحياء أكثر.",
    ),
    next_steps=Tri(
        "The council adopted the plan with these changes. The first thousand trees are planted in the coming autumn; "
        "the first yearly account follows in October.",
        "Le conseil a adopté le plan ainsi modifié. Les mille premiers arbres seront plantés à l'automne ; le premier "
        "compte rendu annuel paraîtra en octobre.",
        "صادق المجلس على الخطّة بهذه التعديلات. وتُغرس الألف شجرة الأولى في الخريف المقبل، ويصدر أوّل تقرير سنويّ في "
        "شهر أكتوبر.",
    ),
    methods=Tri(
        "Two members of staff read every contribution. A contribution is withheld only for a reason from the published "
        "list, and its author is told which. Those who asked for confidentiality are counted and answered, not quoted.",
        "Deux agents ont lu chaque contribution. Une contribution n'est retirée que pour un motif de la liste publiée, "
        "et son auteur en est informé. Celles dont l'auteur a demandé la confidentialité sont comptées et reçoivent "
        "réponse, sans être citées.",
        "اطّلع عونان على كلّ مساهمة. ولا تُحجب مساهمة إلّا لسبب وارد في القائمة المنشورة، ويُعلَم صاحبها به. أمّا من "
        "طلب السرّيّة فتُحتسب مساهمته ويُجاب عنها دون أن يُستشهد بها.",
    ),
)
