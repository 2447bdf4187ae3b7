"""The white paper as the council adopted it: what people said and the city took up stands in the text. Illustrative.

Each change is one that an accepted answer announced (`outcomes.py`).
"""

from dataclasses import replace

from hub.demo.content.cooler_city import COOLER_CITY
from hub.demo.content.shapes import DocumentContent, Tri

DAYS_AFTER_REPORT = 21

CHANGED = {
    "1.2": Tri(
        "In ten years' time, no home will be more than three hundred metres from a shaded public place where one can "
        "sit, rest and drink without paying; in the medina and the Old Port the distance is two hundred metres.\n\n"
        "The twelve largest of these places have public toilets.",
        "Dans dix ans, aucun logement ne sera à plus de trois cents mètres d'un lieu public ombragé où l'on peut "
        "s'asseoir, se reposer et boire sans payer ; dans la médina et le Vieux-Port, la distance est de deux cents "
        "mètres.\n\n"
        "Les douze plus grands de ces lieux ont des toilettes publiques.",
        "ألّا يبعد أيّ مسكن، بعد عشر سنوات، أكثر من ثلاثمائة متر عن فضاء عمومي مظلّل يمكن الجلوس والاستراحة والشرب فيه "
        "دون مقابل، وأكثر من مائتي متر في المدينة العتيقة والميناء القديم.\n\n"
        "وتُجهّز أكبر اثني عشر فضاءً منها بدورات مياه عموميّة.",
    ),
    "2.1": Tri(
        "We propose to plant 1,200 trees a year for ten years, first in the districts that have the fewest: Hay "
        "Ennour, Sidi Amor and El Karma. The trees that count are those alive after five years.\n\n"
        "Each planting is announced to the neighbours a month ahead.",
        "Nous proposons de planter 1 200 arbres par an pendant dix ans, en commençant par les quartiers qui en ont le "
        "moins : Hay Ennour, Sidi Amor et El Karma. Seuls comptent les arbres vivants après cinq ans.\n\n"
        "Chaque plantation est annoncée aux riverains un mois à l'avance.",
        "نقترح غراسة 1200 شجرة في السنة طيلة عشر سنوات، بدءًا بالأحياء الأقلّ تشجيرًا: حيّ النور وسيدي عمر وحيّ "
        "الكرمة. ولا تُحتسب إلّا الأشجار الحيّة بعد خمس سنوات.\n\n"
        "ويُعلَم الأجوار بكلّ عمليّة غراسة قبل شهر.",
    ),
    "2.2": Tri(
        "At least six trees in ten belong to species that live on local rain once they are established, such as "
        "olive, carob, holm oak and bitter orange. Bitter orange is not planted within ten metres of a school gate or "
        "a bus stop.\n\n"
        "No species makes up more than a fifth of the trees of a district.",
        "Six arbres sur dix au moins appartiennent à des essences qui, une fois établies, vivent de la pluie locale : "
        "olivier, caroubier, chêne vert, bigaradier. Le bigaradier n'est pas planté à moins de dix mètres d'une entrée "
        "d'école ou d'un arrêt de bus.\n\n"
        "Aucune essence ne représente plus d'un cinquième des arbres d'un quartier.",
        "تكون ستّ أشجار من كلّ عشر على الأقلّ من أصناف تكتفي بمياه الأمطار المحلّيّة بعد نموّها، كالزيتون والخرّوب "
        "والسنديان الأخضر والنارنج. ولا يُغرس النارنج على أقلّ من عشرة أمتار من باب مدرسة أو محطّة حافلات.\n\n"
        "ولا يتجاوز أيّ صنف خُمس أشجار الحيّ الواحد.",
    ),
    "2.3": Tri(
        "During its first three summers each tree is watered by drip line, at night, with treated waste water, and by "
        "tanker only where no line can be laid. A tree that dies in that time is replaced at the contractor's "
        "cost.\n\n"
        "The water is analysed before each season and the results are posted at the playgrounds that it waters.",
        "Durant ses trois premiers étés, chaque arbre est arrosé la nuit, au goutte-à-goutte, avec de l'eau usée "
        "traitée, et par camion-citerne là seulement où aucun tuyau ne peut être posé. L'arbre qui meurt dans ce délai "
        "est remplacé aux frais de l'entreprise.\n\n"
        "L'eau est analysée avant chaque saison et les résultats sont affichés dans les aires de jeux qu'elle arrose.",
        "تُسقى كلّ شجرة خلال مواسمها الصيفيّة الثلاثة الأولى ليلًا قطرة قطرة بمياه مستعملة معالجة، ولا يُستعمل الصهريج "
        "إلّا حيث يتعذّر مدّ الأنابيب. وتُعوّض الشجرة التي تموت خلال هذه المدّة على نفقة المقاول.\n\n"
        "وتُحلَّل المياه قبل كلّ موسم وتُعلّق النتائج في فضاءات الألعاب التي تسقيها.",
    ),
}

COOLER_CITY_ADOPTED: DocumentContent = replace(
    COOLER_CITY,
    chapters=tuple(
        replace(
            chapter,
            clauses=tuple(replace(clause, text=CHANGED.get(clause.number, clause.text)) for clause in chapter.clauses),
        )
        for chapter in COOLER_CITY.chapters
    ),
)
