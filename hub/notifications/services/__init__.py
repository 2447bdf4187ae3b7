"""Owe a message (`enqueue`) and send what is owed (`deliver_due`)."""

from hub.notifications.services.delivery import Delivered, deliver, deliver_due
from hub.notifications.services.outbox import call_on_new_message, drop, enqueue, forget, purge

__all__ = ["Delivered", "call_on_new_message", "deliver", "deliver_due", "drop", "enqueue", "forget", "purge"]
