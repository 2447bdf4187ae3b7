"""Machine addresses: they have no language."""

from django.urls import path

from hub.audit import views

urlpatterns = [path("open-data/audit/heads.json", views.signed_heads, name="audit_signed_heads")]
