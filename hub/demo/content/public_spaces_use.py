"""The draft act on public spaces, chapters 1 to 3: purpose, use of a space, quiet hours. Illustrative."""

from hub.demo.content.shapes import Chapter, Clause, Tri

PURPOSE = Chapter(
    "1",
    Tri("Purpose and scope", "Objet et champ d'application", "الغرض ومجال التطبيق"),
    (
        Clause(
            "1.1",
            Tri("Purpose", "Objet", "الغرض"),
            Tri(
                "This act sets out who may use the streets, squares and other public spaces of Port Zeitoun, for what "
                "purpose and at what hours, so that they remain open, safe and pleasant for everyone.",
                "Le présent règlement détermine qui peut utiliser les rues, les places et les autres espaces publics "
                "de Port-Zeitoun, à quelles fins et à quelles heures, afin qu'ils demeurent ouverts, sûrs et agréables "
                "pour tous.",
                "يضبط هذا الترتيب شروط استعمال الأنهج والساحات وسائر الفضاءات العمومية بمدينة مرسى الزيتون، من حيث "
                "الأشخاص والأغراض والأوقات، بما يكفل بقاءها مفتوحة وآمنة ومريحة للجميع.",
            ),
        ),
        Clause(
            "1.2",
            Tri("Spaces covered", "Espaces concernés", "الفضاءات المعنيّة"),
            Tri(
                "It applies to every street, pavement, square, garden, beach access and quay of the municipal public "
                "domain, and to private passages open to the public by day.\n\n"
                "It applies neither to the commercial port nor to places of worship.",
                "Il s'applique aux rues, trottoirs, places, jardins, accès aux plages et quais relevant du domaine "
                "public municipal, ainsi qu'aux passages privés ouverts au public pendant la journée.\n\n"
                "Il ne s'applique ni au port de commerce ni aux lieux de culte.",
                "تسري أحكامه على الأنهج والأرصفة والساحات والحدائق والممرّات المؤدّية إلى الشواطئ وأرصفة الميناء "
                "الراجعة بالنظر إلى الملك العمومي البلدي، وعلى الممرّات الخاصّة المفتوحة للعموم نهارًا.\n\n"
                "ولا تسري على الميناء التجاري ولا على أماكن العبادة.",
            ),
        ),
    ),
)

USE = Chapter(
    "2",
    Tri("Who may use a space", "Qui peut utiliser un espace", "من له حقّ استعمال الفضاء"),
    (
        Clause(
            "2.1",
            Tri("Use that needs no permit", "Usages libres", "الاستعمال الحرّ"),
            Tri(
                "Everyone may walk, sit, play, meet and rest in a public space, free of charge and without a "
                "permit.\n\n"
                "A gathering of fewer than fifty people that sets up no structure and uses no amplified sound needs "
                "neither a permit nor a declaration.",
                "Chacun peut circuler, s'asseoir, jouer, se réunir et se reposer dans un espace public, gratuitement "
                "et sans autorisation.\n\n"
                "N'est soumis ni à autorisation ni à déclaration le rassemblement de moins de cinquante personnes qui "
                "n'installe aucune structure et n'utilise aucun son amplifié.",
                "لكلّ شخص أن يتنقّل ويجلس ويلعب ويجتمع بغيره ويستريح في الفضاء العمومي مجّانًا ودون رخصة.\n\n"
                "ولا يخضع لرخصة ولا لتصريح كلّ تجمّع يقلّ عدد المشاركين فيه عن خمسين شخصًا، متى لم تُنصب بمناسبته "
                "منشآت ولم يُستعمل فيه مضخّم للصوت.",
            ),
        ),
        Clause(
            "2.2",
            Tri("Events", "Manifestations", "التظاهرات"),
            Tri(
                "The organiser of any other event declares it to the district at least fifteen days beforehand.\n\n"
                "The district may object within seven days, in writing and with reasons, where the event would "
                "endanger safety or block an emergency route. Where it has not answered within that time, the event "
                "may take place as declared.",
                "L'organisateur de toute autre manifestation la déclare à l'arrondissement quinze jours au moins à "
                "l'avance.\n\n"
                "L'arrondissement peut s'y opposer dans les sept jours, par décision écrite et motivée, lorsqu'elle "
                "compromettrait la sécurité ou entraverait une voie de secours. Son silence à l'expiration de ce délai "
                "vaut accord.",
                "يصرّح منظّم كلّ تظاهرة أخرى بها لدى الدائرة قبل موعدها بخمسة عشر يومًا على الأقلّ.\n\n"
                "وللدائرة أن تعترض عليها في أجل سبعة أيّام بقرار كتابي معلّل، إذا كان من شأنها أن تهدّد السلامة أو أن "
                "تعطّل مسلكًا من مسالك النجدة. ويُعدّ سكوت الدائرة عند انقضاء هذا الأجل موافقة.",
            ),
        ),
        Clause(
            "2.3",
            Tri("Terraces", "Terrasses", "مصاطب المقاهي والمطاعم"),
            Tri(
                "A café or restaurant may place tables and chairs in front of its premises with an annual permit, on "
                "no more than half the width of the pavement.\n\n"
                "The permit shows the area on a plan, which is displayed at the entrance. No terrace may be enclosed, "
                "given a hard roof or fixed to the ground.",
                "Un café ou un restaurant peut disposer des tables et des chaises devant son établissement en vertu "
                "d'un permis annuel, sur la moitié au plus de la largeur du trottoir.\n\n"
                "Le permis comporte un plan de l'emprise, affiché à l'entrée. Aucune terrasse ne peut être fermée, "
                "couverte en dur ni scellée au sol.",
                "يجوز لصاحب المقهى أو المطعم أن يضع طاولات وكراسي أمام محلّه بمقتضى رخصة سنويّة، على ألّا يتجاوز ذلك "
                "نصف عرض الرصيف.\n\n"
                "وتتضمّن الرخصة مثالًا للمساحة المشغولة يُعلّق عند مدخل المحلّ. ولا يجوز غلق المصطبة ولا تغطيتها بسقف "
                "صلب ولا تثبيتها في الأرض.",
            ),
        ),
        Clause(
            "2.4",
            Tri("Free passage on pavements", "Passage libre sur les trottoirs", "الممرّ الحرّ على الأرصفة"),
            Tri(
                "A continuous passage of at least 1.80 metres remains free on every pavement, and of at least 1.40 "
                "metres where the pavement is narrower than 2.50 metres.\n\n"
                "The passage is kept clear of vehicles, goods, signs and furniture at all hours.",
                "Un passage continu d'au moins 1,80 mètre reste libre sur tout trottoir ; il est d'au moins 1,40 mètre "
                "lorsque le trottoir a moins de 2,50 mètres de large.\n\n"
                "Aucun véhicule, aucune marchandise, enseigne ou pièce de mobilier n'y est toléré, à aucune heure.",
                "يُترك على كلّ رصيف ممرّ متواصل حرّ لا يقلّ عرضه عن 1,80 مترًا، وعن 1,40 مترًا إذا كان عرض الرصيف دون "
                "2,50 مترًا.\n\n"
                "ويبقى هذا الممرّ خاليًا في كلّ الأوقات من العربات والبضائع واللافتات والأثاث.",
            ),
        ),
    ),
)

QUIET = Chapter(
    "3",
    Tri("Quiet hours", "Heures de calme", "أوقات السكينة"),
    (
        Clause(
            "3.1",
            Tri("Hours and limit", "Horaires et seuil", "المواقيت والحدّ الأقصى"),
            Tri(
                "Quiet hours run from 22:00 to 06:00 and, in July and August, from 23:00 to 06:00.\n\n"
                "During quiet hours, noise from a public space may not exceed 45 decibels, measured at the façade of "
                "the nearest dwelling.",
                "Les heures de calme s'étendent de 22 h à 6 h et, en juillet et en août, de 23 h à 6 h.\n\n"
                "Pendant ces heures, le bruit provenant d'un espace public ne peut excéder 45 décibels, mesurés en "
                "façade de l'habitation la plus proche.",
                "تمتدّ أوقات السكينة من الساعة العاشرة ليلًا إلى الساعة السادسة صباحًا، وتبدأ في شهري يوليو وأغسطس من "
                "الساعة الحادية عشرة ليلًا.\n\n"
                "ولا يجوز أن يتجاوز الضجيج المنبعث من الفضاء العمومي خلالها 45 ديسيبل، تُقاس عند واجهة أقرب مسكن.",
            ),
        ),
        Clause(
            "3.2",
            Tri("Amplified sound and music", "Son amplifié et musique", "تضخيم الصوت والموسيقى"),
            Tri(
                "Loudspeakers may be used in a public space only at a declared event, outside quiet hours and for no "
                "more than four hours a day.\n\n"
                "Musicians who play without amplification need no declaration; they change place every hour.",
                "L'usage de haut-parleurs dans un espace public n'est permis que lors d'une manifestation déclarée, "
                "hors des heures de calme et pour quatre heures au plus par jour.\n\n"
                "Les musiciens qui jouent sans amplification sont dispensés de déclaration ; ils changent "
                "d'emplacement toutes les heures.",
                "لا يجوز استعمال مضخّمات الصوت في الفضاء العمومي إلّا في تظاهرة مصرّح بها، وخارج أوقات السكينة، ولمدّة "
                "لا تتجاوز أربع ساعات في اليوم.\n\n"
                "ويُعفى من التصريح العازفون دون تضخيم، على أن يغيّروا أماكنهم كلّ ساعة.",
            ),
        ),
        Clause(
            "3.3",
            Tri(
                "Ramadan, holidays and festival nights",
                "Ramadan, jours fériés et nuits de fête",
                "رمضان والأعياد والليالي الاحتفاليّة",
            ),
            Tri(
                "On the nights of Ramadan, on the eve of public holidays and on up to ten festival nights a year, "
                "quiet hours begin at 01:00.\n\n"
                "The city council publishes the list of festival nights before 31 March; it names the streets "
                "concerned on each night.",
                "Durant les nuits de ramadan, la veille des jours fériés et au plus dix nuits de fête par an, les "
                "heures de calme commencent à 1 h.\n\n"
                "Le conseil municipal publie avant le 31 mars la liste des nuits de fête, qui précise pour chacune les "
                "rues concernées.",
                "تبدأ أوقات السكينة في الساعة الواحدة صباحًا خلال ليالي شهر رمضان وعشيّة أيّام الأعياد الرسميّة، وفي "
                "عشر ليال احتفاليّة على الأكثر في السنة.\n\n"
                "وينشر المجلس البلدي قبل 31 مارس قائمة الليالي الاحتفاليّة، مع بيان الأنهج المعنيّة بكلّ ليلة منها.",
            ),
        ),
    ),
)
