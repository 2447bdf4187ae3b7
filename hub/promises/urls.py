"""Addresses below /<language>/promises/."""

from django.urls import path

from hub.promises import feeds
from hub.promises.views import tracker
from hub.promises.views.one import one

urlpatterns = [
    path("", tracker.tracker, name="promises"),
    path("feed.atom", feeds.outcomes, name="promises_feed"),
    path("<uuid:pk>/", one, name="promise"),
]
