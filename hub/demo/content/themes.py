"""What a reader of the contributions to the white paper put under one heading, and what was answered. Illustrative."""

from hub.demo.content.shapes import ThemeAnswer, ThemeContent, ThemeStep, Tri

THEMES = (
    ThemeContent(
        key="everybody",
        name=Tri("Shade for everybody", "De l'ombre pour tous", "ظلّ للجميع"),
        description=Tri(
            "Age, children, disability: who gets there, and who does not.",
            "Âge, enfance, handicap : qui a accès à l'ombre, et qui n'y a pas accès.",
            "السنّ والطفولة والإعاقة: من ينتفع بالظلّ ومن لا ينتفع به.",
        ),
        contributions=("aim-old-people", "aim-toilets", "ways-width", "fountain-height"),
        quoted=("ways-width",),
        answer=ThemeAnswer(
            decision="accepted",
            reason=Tri(
                "Every shaded way and every fountain is built so that somebody in a wheelchair, with a stick or with a "
                "pram can use it alone. The two existing fountains that do not allow it are rebuilt first.",
                "Les chemins d'ombre et les fontaines sont tous aménagés pour qu'une personne en fauteuil, avec une "
                "canne ou avec une poussette puisse les utiliser sans aide. Les deux fontaines existantes qui ne le "
                "permettent pas sont refaites en premier.",
                "يُهيّأ كلّ مسلك ظلّ وكلّ نافورة بحيث يمكن لمستعملي الكراسي المتحرّكة ولمن يمشي بعكّاز أو يدفع عربة "
                "طفل استعمالهما دون مساعدة. ويُعاد أوّلًا بناء النافورتين الموجودتين اللتين لا تسمحان بذلك.",
            ),
            body=Tri("Department of roads", "Service de la voirie", "مصلحة الطرقات"),
            day=76,
            steps=(
                ThemeStep(
                    Tri(
                        "Rebuild the fountains of Bab Souika and of the fish market, with a tap at 80 centimetres.",
                        "Refaire les fontaines de Bab Souika et du marché aux poissons, avec un robinet à 80 "
                        "centimètres.",
                        "إعادة بناء نافورتي باب سويقة وسوق الحوت وتزويدهما بحنفيّة على ارتفاع 80 صنتيمترًا.",
                    ),
                    200,
                ),
                ThemeStep(
                    Tri(
                        "Walk all shaded ways with people who use a wheelchair, and publish what was found.",
                        "Parcourir tous les chemins d'ombre avec des personnes en fauteuil, et publier les constats.",
                        "معاينة جميع مسالك الظلّ ميدانيًّا بحضور مستعملي الكراسي المتحرّكة، ونشر نتائج المعاينة.",
                    ),
                    320,
                ),
            ),
        ),
    ),
    ThemeContent(
        key="open",
        name=Tri("Open figures", "Des chiffres accessibles à tous", "بيانات مفتوحة للعموم"),
        description=Tri(
            "What is measured, where it can be read, and who explains it.",
            "Ce qui est mesuré, où on peut le lire, et qui l'explique.",
            "ما الذي يُقاس، وأين يُقرأ، ومن يشرحه.",
        ),
        contributions=("why-sensors", "trees-number", "account-street", "account-meetings", "account-meeting-note"),
        quoted=("trees-number",),
    ),
    ThemeContent(
        key="water",
        parent="open",
        name=Tri("Is the water safe?", "L'eau est-elle sans danger ?", "هل المياه آمنة؟"),
        description=Tri("", "", ""),
        contributions=("water-treated", "fountain-test"),
    ),
    ThemeContent(
        key="cost",
        name=Tri("Who pays?", "Qui paie ?", "من يدفع؟"),
        description=Tri("", "", ""),
        contributions=("cost-parking", "cost-split", "yards-open"),
    ),
)
