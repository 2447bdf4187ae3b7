"""Everything below /<language>/account/. The hub's own pages stand before allauth's where both have one."""

from allauth.socialaccount.providers.openid_connect.views import login as provider_login
from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from hub.accounts.views.doors import to_account_login
from hub.accounts.views.erasure import EraseAccountView, EraseConfirmView, erased
from hub.accounts.views.overview import account_overview, download_data
from hub.accounts.views.profile import ProfileView

_pages = [
    path("", account_overview, name="account_overview"),
    path("profile/", ProfileView.as_view(), name="account_profile"),
    path("data/", download_data, name="account_data"),
    path("delete/", EraseAccountView.as_view(), name="account_erase"),
    path("delete/confirm/", EraseConfirmView.as_view(), name="account_erase_confirm"),
    path("deleted/", erased, name="account_erased"),
    # allauth has a second page that does what our sign-in page does.
    path("login/code/", to_account_login, name="account_request_login_code"),
    path("", include("allauth.account.urls")),
    path("second-factor/", include("allauth.mfa.urls")),
    path("provider/<slug:provider_id>/login/", provider_login, name="openid_connect_login"),
    path("provider/", include("allauth.socialaccount.urls")),
]

# Every page here is about one person: no cache keeps it, and the back button shows nothing after signing out.
urlpatterns = decorate_urlpatterns(_pages, never_cache)
