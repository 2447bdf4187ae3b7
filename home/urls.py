"""Addresses below /<language>/ that are no pages of the tree."""

from django.urls import path

from home.views import calendar, headings, places
from hub.core.models.topic import TopicKind

TOPIC, DISTRICT = {"kind": TopicKind.TOPIC.value}, {"kind": TopicKind.DISTRICT.value}

urlpatterns = [
    path("topics/", headings.headings, TOPIC, name="topics"),
    path("topics/<str:key>/", headings.heading, TOPIC, name="topic"),
    path("districts/", headings.headings, DISTRICT, name="districts"),
    path("districts/<str:key>/", headings.heading, DISTRICT, name="district"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/calendar.ics", calendar.subscription, name="calendar_file"),
    path("map/", places.places, name="map"),
]
