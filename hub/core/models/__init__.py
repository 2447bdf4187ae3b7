"""For Django only; import `hub.core.models.<noun>`."""

from hub.core.models.due_run import DueRun
from hub.core.models.topic import Topic, TopicName, TopicPage

__all__ = ["DueRun", "Topic", "TopicName", "TopicPage"]
