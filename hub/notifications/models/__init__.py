"""For Django only; the rest of the code imports `hub.notifications.models.<noun>`."""

from hub.notifications.models.digest import Digest
from hub.notifications.models.follow import Follow
from hub.notifications.models.news import News, NewsSubject
from hub.notifications.models.outbox import Outbox

__all__ = ["Digest", "Follow", "News", "NewsSubject", "Outbox"]
