"""Addresses. Machine addresses have no language; people's addresses start with one."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
