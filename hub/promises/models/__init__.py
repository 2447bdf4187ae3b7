"""For Django only; the rest of the code imports `hub.promises.models.<noun>`."""

from hub.promises.models.promise import Cancellation, Postponement, Promise
from hub.promises.models.update import PromiseUpdate

__all__ = ["Cancellation", "Postponement", "Promise", "PromiseUpdate"]
