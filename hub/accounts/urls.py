"""Everything below /<language>/account/."""

from django.urls import include, path

from hub.accounts.views.overview import account_overview

urlpatterns = [
    path("", account_overview, name="account_overview"),
    path("", include("allauth.account.urls")),
    path("second-factor/", include("allauth.mfa.urls")),
]
