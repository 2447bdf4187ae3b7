"""For Django's model loading only; import from the modules."""

from whitepapers.models.clause import Clause, ClauseText
from whitepapers.models.descent import ClauseDescent
from whitepapers.models.document import Document, DocumentVersion
from whitepapers.models.import_record import ImportedClause, ImportRecord
from whitepapers.models.import_work import ImportWork
from whitepapers.models.pages import DocumentIndexPage, PolicyDraftPage, WhitePaperPage
from whitepapers.models.workflow import ReadinessTask, SecondPersonTask

__all__ = [
    "Clause",
    "ClauseDescent",
    "ClauseText",
    "Document",
    "DocumentIndexPage",
    "DocumentVersion",
    "ImportRecord",
    "ImportWork",
    "ImportedClause",
    "PolicyDraftPage",
    "ReadinessTask",
    "SecondPersonTask",
    "WhitePaperPage",
]
