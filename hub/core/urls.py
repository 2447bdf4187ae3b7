"""Pages of the platform itself, below a language."""

from django.urls import path

from hub.core.views.styleguide import styleguide

urlpatterns = [path("style-guide/", styleguide, name="style_guide")]
