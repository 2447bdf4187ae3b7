"""Addresses below /<language>/search/, beside the page itself, which Wagtail serves."""

from django.urls import path

from search import feeds
from search.views import saving, suggesting

urlpatterns = [
    path("feed.atom", feeds.atom, name="search_feed"),
    path("feed.rss", feeds.rss, name="search_rss"),
    path("save/", saving.save, name="search_save"),
    path("suggest/", suggesting.suggest, name="search_suggest"),
]
