"""Addresses below the language. Of django-comments-xtd only the names that are guarded here exist."""

from django.urls import path

from hub.contributions.views import compose, confirm, trace

urlpatterns = [
    path("contribute/<uuid:thread_id>/", compose.contribute, name="contribute"),
    path("confirm/<uuid:submission_id>/", confirm.confirm, name="contribution_confirm"),
    path("c/<str:reference>/", trace.contribution_trace, name="contribution_trace"),
    path("c/<str:reference>/withdraw/", trace.contribution_withdraw, name="contribution_withdraw"),
    path("comments/reply/<int:cid>/", compose.reply, name="comments-xtd-reply"),
    path("comments/confirm/<str:key>/", confirm.confirm_link, name="comments-xtd-confirm"),
]
