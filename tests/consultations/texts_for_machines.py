"""Letters and comments as a consultation gets them, for the tests of machine help."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

LETTER = (
    "I live beside the harbour and I ask the council to refuse the permit for the new oil terminal. "
    "The terminal would bring twenty thousand tons of fumes each year into the air that our children breathe, "
    "and the tankers would pass the beaches where families swim and turtles lay their eggs. "
    "There are enough sources of pollution along this coast already. Please listen to those who live here."
)
OTHER_LETTER = (
    "I live beside the harbour and I ask the council to refuse the permit for the new oil terminal. "
    "My reason is the money: dredging a deeper channel costs more than all the rents that the port has earned "
    "in a decade, the loan would run until my grandchildren pay taxes, and no insurer has offered to cover a spill. "
    "Build the tram that was promised at the last election instead, and publish the accounts of the port."
)
ADDITION = (
    "My own story: I have fished here since I was nine, my father before me, and last spring we brought up nets "
    "black with tar for the first time. The doctor says my daughter should not play outside when the wind comes "
    "from the refinery. We did not move here to keep the windows shut in summer. Two of my neighbours sold their "
    "houses for half of what they paid, and the school lost a third of its pupils since the flares began. "
    "Come and see for yourselves before you vote; I will make coffee and show you the water from the old pier."
)
FRENCH = (
    "Je demande au conseil municipal de garder la bibliothèque du quartier ouverte le samedi. Les élèves y préparent "
    "leurs examens, les parents y lisent avec leurs enfants, et beaucoup de voisins n’ont pas d’autre endroit calme "
    "où travailler. Fermer ce lieu coûterait plus cher à la ville que le chauffage économisé."
)
ARABIC = (
    "أطلب من المجلس البلدي أن يبقي المكتبة مفتوحة يوم السبت لأن التلاميذ يستعدون فيها للامتحانات ولأن الآباء "
    "يقرؤون فيها مع أطفالهم ولأن كثيرا من الجيران لا يجدون مكانا هادئا آخر للعمل والدراسة في هذا الحي القديم."
)

SUBJECTS = {
    "en": (
        "library libraries books reading librarian shelves borrow novels",
        "cycling cyclists bicycle bicycles lanes helmets pedal bike",
        "trees tree planting oaks roots leaves branches gardeners",
    ),
    "fr": (
        "bibliothèque bibliothèques livres lecture romans emprunter bibliothécaire rayons",
        "vélo vélos pistes cyclables cyclistes pédaler casques guidon",
        "arbres arbre plantation chênes racines feuilles branches jardiniers",
    ),
    "ar": (
        "المكتبة مكتبات الكتب القراءة كتاب روايات استعارة مكتبة",
        "الدراجة دراجات الدراجات مسار مسارات خوذة راكب دراجة",
        "الأشجار شجرة أشجار زراعة جذور أوراق أغصان بستاني",
    ),
}
FRAMES = {
    "en": "We want {0} {1} and {2} {3} here",
    "fr": "Nous voulons {0} {1} et {2} {3} ici",
    "ar": "نريد {0} {1} مع {2} {3} هنا",
}


def comments_on(language, subject, count):
    """Short comments about one subject, all different."""
    words = SUBJECTS[language][subject].split()
    size = len(words)
    return [
        FRAMES[language].format(
            *(words[(n * step + n // size + shift) % size] for step, shift in ((1, 0), (1, 1), (3, 2), (5, 4)))
        )
        for n in range(count)
    ]


def answer_of_a_fresh_process(code, payload, seed):
    """What `code` prints, given the payload as `data`, in an interpreter of its own with another order of sets."""
    done = subprocess.run(
        [sys.executable, "-c", f"import json, sys\ndata = json.load(sys.stdin)\n{code}"],
        input=json.dumps(payload),
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()
