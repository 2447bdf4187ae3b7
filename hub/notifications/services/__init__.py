"""Owe a message (`enqueue`), send what is owed (`deliver_due`); follow something, tell its followers (`announce`)."""

from hub.notifications.services.delivery import Delivered, deliver, deliver_due
from hub.notifications.services.following import TooManyFollowsError, follow, forget_follows, unfollow, unfollow_all_of
from hub.notifications.services.news import announce, call_on_news, spread, unfinished
from hub.notifications.services.outbox import (
    Owed,
    call_on_new_message,
    drop,
    enqueue,
    enqueue_many,
    forget,
    purge,
)

__all__ = [
    "Delivered",
    "Owed",
    "TooManyFollowsError",
    "announce",
    "call_on_new_message",
    "call_on_news",
    "deliver",
    "deliver_due",
    "drop",
    "enqueue",
    "enqueue_many",
    "follow",
    "forget",
    "forget_follows",
    "purge",
    "spread",
    "unfinished",
    "unfollow",
    "unfollow_all_of",
]
