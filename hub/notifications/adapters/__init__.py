"""What this app tells the platform's registries, and what features call to tell it theirs."""

from hub.notifications.adapters.letters import register_digests, register_news
from hub.notifications.adapters.personal import NotificationsPersonalData, own_follows, purge_delivered

__all__ = ["NotificationsPersonalData", "own_follows", "purge_delivered", "register_digests", "register_news"]
