"""Addresses below the language. Of django-comments-xtd only the names that are guarded here exist."""

from django.urls import path

from hub.contributions.views import change, compose, confirm, files, impact, receipt, thread, trace, weigh

urlpatterns = [
    path("account/impact/", impact.my_impact, name="account_impact"),
    path("contribute/<uuid:thread_id>/", compose.contribute, name="contribute"),
    path("threads/<uuid:thread_id>/", thread.thread_page, name="contribution_thread"),
    path("confirm/<uuid:submission_id>/", confirm.confirm, name="contribution_confirm"),
    path("c/<str:reference>/", trace.contribution_trace, name="contribution_trace"),
    path("c/<str:reference>/mine/", receipt.receipt, name="contribution_receipt"),
    path("c/<str:reference>/change/", change.contribution_change, name="contribution_change"),
    path("c/<str:reference>/changed/", change.contribution_changed, name="contribution_changed"),
    path("c/<str:reference>/quotation/", change.contribution_quotation, name="contribution_quotation"),
    path("c/<str:reference>/history/", change.contribution_history, name="contribution_history"),
    path("c/<str:reference>/react/", weigh.contribution_react, name="contribution_react"),
    path("c/<str:reference>/report/", weigh.contribution_report, name="contribution_report"),
    path("c/<str:reference>/files/<uuid:file_id>/", files.contribution_file, name="contribution_file"),
    path("c/<str:reference>/withdraw/", trace.contribution_withdraw, name="contribution_withdraw"),
    path("comments/reply/<int:cid>/", compose.reply, name="comments-xtd-reply"),
    path("comments/confirm/<str:key>/", confirm.confirm_link, name="comments-xtd-confirm"),
]
