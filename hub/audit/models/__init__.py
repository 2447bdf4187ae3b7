"""For Django's model discovery only; import hub.audit.models.<noun>."""

from hub.audit.models.entry import ActorOpening, AuditEntry
from hub.audit.models.head import AuditHead, SignedHead

__all__ = ["ActorOpening", "AuditEntry", "AuditHead", "SignedHead"]
