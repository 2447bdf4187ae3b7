"""Addresses below /<language>/promises/."""

from django.urls import path

from hub.promises.views.one import one

urlpatterns = [
    path("<uuid:pk>/", one, name="promise"),
]
