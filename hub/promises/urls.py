"""Addresses below /<language>/promises/."""

from django.urls import path

from hub.promises.views import tracker

urlpatterns = [
    path("", tracker.tracker, name="promises"),
]
