"""Addresses below /<language>/following/."""

from django.urls import path

from hub.notifications.views import feeds, following, stop

urlpatterns = [
    path("", following.following, name="following"),
    # Before the subjects: no kind is called "stop" or "stop-letters".
    path("stop/<str:token>/", stop.stop, name="following_stop"),
    path("stop-letters/<str:token>/", stop.stop_digest, name="following_stop_digest"),
    path("rhythm/", following.rhythm_of_all, name="following_rhythm"),
    path("<slug:kind>/<slug:key>/feed.atom", feeds.atom, name="follow_atom"),
    path("<slug:kind>/<slug:key>/feed.rss", feeds.rss, name="follow_rss"),
    path("<slug:kind>/<slug:key>/", following.subject, name="follow"),
]
