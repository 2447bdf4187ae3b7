"""Doors that would pass by the second factor and the rate limits: each is led to the one sign-in.

Include this at the root, before Wagtail's own addresses: the first match wins.
"""

from allauth.socialaccount.providers.openid_connect.views import callback
from django.urls import path

from hub.accounts.views.doors import (
    EditorAccountView,
    to_account_login,
    to_account_logout,
    to_account_password_reset,
)

urlpatterns = [
    path("cms/login/", to_account_login),
    path("cms/logout/", to_account_logout),
    path("cms/password_reset/", to_account_password_reset),
    path("cms/password_reset/<path:rest>", to_account_password_reset),
    path("cms/account/", EditorAccountView.as_view()),
    # Django's admin is not installed; whoever looks for it finds the way in.
    path("admin/login/", to_account_login),
    # Wagtail's sign-in for private pages.
    path("_util/login/", to_account_login),
    # An identity provider knows one return address, whatever language people read.
    path("account/provider/<slug:provider_id>/callback/", callback, name="openid_connect_callback"),
]
