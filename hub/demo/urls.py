"""Addresses of the demo's own tools; not there in production."""

from django.urls import path

from hub.demo import views

urlpatterns = [
    path("demo/mailbox/", views.mailbox, name="demo_mailbox"),
    path("demo/mailbox/<str:file>/<int:number>/", views.mail, name="demo_mail"),
]
