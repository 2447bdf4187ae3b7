"""Open data of promises for everybody; registered in `apps.ready()`."""

from hub.promises.exports.delays import DECISIONS, DELAYS
from hub.promises.exports.promises import PROMISES

# In the order in which pages list them.
DATASETS = (PROMISES, DELAYS, DECISIONS)
