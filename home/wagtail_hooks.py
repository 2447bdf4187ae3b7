"""Topics and districts in the editor's menu."""

from __future__ import annotations

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from home.viewsets import TopicPolicy, TopicViewSet
from hub.core.models.topic import Topic

register_permission_policy(Topic, TopicPolicy(Topic))


@hooks.register("register_admin_viewset")
def topic_viewset() -> TopicViewSet:
    return TopicViewSet("topics")
