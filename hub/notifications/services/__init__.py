"""Owe a message (`enqueue`), send what is owed (`deliver_due`); follow something, tell its followers (`announce`)."""

from hub.notifications.services.delivery import Delivered, deliver, deliver_due
from hub.notifications.services.digests import open_rounds, unfinished_rounds, write_round
from hub.notifications.services.following import (
    TooManyFollowsError,
    follow,
    forget_follows,
    unfollow,
    unfollow_all_of,
    unfollow_rhythm,
)
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
from hub.notifications.services.rhythms import set_every_rhythm, set_rhythm

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
    "open_rounds",
    "purge",
    "set_every_rhythm",
    "set_rhythm",
    "spread",
    "unfinished",
    "unfinished_rounds",
    "unfollow",
    "unfollow_all_of",
    "unfollow_rhythm",
    "write_round",
]
