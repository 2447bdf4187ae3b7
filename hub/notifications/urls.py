"""Addresses below /<language>/following/."""

from django.urls import path

from hub.notifications.views import following, stop

urlpatterns = [
    path("", following.following, name="following"),
    # Before the subjects: a kind is never called "stop".
    path("stop/<str:token>/", stop.stop, name="following_stop"),
    path("<slug:kind>/<slug:key>/", following.subject, name="follow"),
]
