"""Files: open data for everybody (`DATASETS`, registered in `apps.ready()`), and lists for officers (`officers`)."""

from consultations.exports.annotations import ANNOTATIONS
from consultations.exports.answers import ANSWERS
from consultations.exports.contributions import CONTRIBUTIONS
from consultations.exports.documents import CLAUSES, VERSIONS
from consultations.exports.next_steps import NEXT_STEPS
from consultations.exports.report_figures import REPORT_FIGURES
from consultations.exports.themes import THEMES
from consultations.exports.turnout import TURNOUT

# In the order in which pages list them. Another one is a module beside these and a name here.
DATASETS = (CONTRIBUTIONS, CLAUSES, VERSIONS, ANNOTATIONS, THEMES, ANSWERS, NEXT_STEPS, REPORT_FIGURES, TURNOUT)
