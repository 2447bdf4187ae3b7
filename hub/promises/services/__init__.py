"""Promise something in public (`promise`), say what becomes of it (`start`, `keep`, `postpone`, `cancel`, `set_due`),
and write news about it (`write_update`)."""

from hub.promises.services.errors import NotAllowedError, PromiseError
from hub.promises.services.moving import cancel, keep, postpone, set_due, set_money, start
from hub.promises.services.promising import Promised, hand_on, promise
from hub.promises.services.updating import write_update

__all__ = [
    "NotAllowedError",
    "PromiseError",
    "Promised",
    "cancel",
    "hand_on",
    "keep",
    "postpone",
    "promise",
    "set_due",
    "set_money",
    "start",
    "write_update",
]
