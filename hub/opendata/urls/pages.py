"""Addresses below /<language>/open-data/."""

from django.urls import path

from hub.opendata.views import pages

urlpatterns = [
    path("", pages.index, name="open_data"),
    path("dictionary/", pages.dictionary, name="open_data_dictionary"),
    path("<slug:process>/<slug:slug>/", pages.process, name="open_data_process"),
]
