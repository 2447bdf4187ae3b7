"""django-allauth: e-mail is the login, a code or a password opens the door. See docs/accounts.md."""

from urllib.parse import urlsplit

import environ

env = environ.Env()

ACCOUNT_ADAPTER = "hub.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
# A password is offered, never asked for: without the star it may stay empty.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
# One address for each account: a change replaces it once the new one is confirmed, and the old one is told.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PASSWORD_MIN_LENGTH = None  # AUTH_PASSWORD_VALIDATORS decides
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False

# Six digits are short: what protects them is that five wrong tries end them, that they live a quarter of an hour,
# and that few can be asked for in an hour or a day.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
_CODE_SECONDS = 15 * 60
_CODE_TRIES = 5
_CODE_RESENDS = 3
ACCOUNT_LOGIN_TIMEOUT = 2 * _CODE_SECONDS
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = _CODE_SECONDS
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = _CODE_TRIES
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = _CODE_RESENDS
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = _CODE_SECONDS
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = _CODE_TRIES
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = _CODE_RESENDS
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = _CODE_SECONDS
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = _CODE_TRIES
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "request_login_code": "20/m/ip,3/m/key,10/h/key,30/d/key",
    "confirm_email": "1/10s/key,10/h/key,30/d/key",
    "reset_password": "20/m/ip,5/m/key,10/h/key,30/d/key",
    "signup": "10/m/ip,100/h/ip",
}
# How many reverse proxies of our own stand before the hub: without it the limits would count all visitors as one.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)

# An address that was typed and never confirmed is forgotten after this time.
UNCONFIRMED_ACCOUNT_DAYS = 30

# --- second factor ----------------------------------------------------------------------------------------------------
MFA_ADAPTER = "hub.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # phones whose clock is half a minute off

# --- the city's own identity provider ---------------------------------------------------------------------------------
SOCIALACCOUNT_ADAPTER = "hub.accounts.adapters.ProviderAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_AUTO_SIGNUP = False  # people choose their public name themselves
SOCIALACCOUNT_EMAIL_VERIFICATION = "mandatory"
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
# Only where the provider is known to confirm addresses: then it signs people into the account with that address.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = env.bool("OIDC_TRUST_EMAIL", default=False)
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = SOCIALACCOUNT_EMAIL_AUTHENTICATION
OIDC_NAME = env.str("OIDC_NAME", default="")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
_oidc_server = env.str("OIDC_SERVER_URL", default="")
OIDC_ENABLED = bool(OIDC_CLIENT_ID and _oidc_server)
OIDC_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(_oidc_server))
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "city",
                "name": OIDC_NAME or "OpenID Connect",
                "client_id": OIDC_CLIENT_ID,
                "secret": env.str("OIDC_CLIENT_SECRET", default=""),
                "settings": {"server_url": _oidc_server},
            }
        ]
        if OIDC_ENABLED
        else [],
    }
}

# --- our own forms: their labels and help are in our catalogues, in every language ------------------------------------
ACCOUNT_FORMS = {
    "login": "hub.accounts.forms.entrance.LoginForm",
    "signup": "hub.accounts.forms.entrance.SignupForm",
    "request_login_code": "hub.accounts.forms.entrance.RequestLoginCodeForm",
    "confirm_login_code": "hub.accounts.forms.entrance.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "hub.accounts.forms.entrance.ConfirmAddressForm",
    "confirm_password_reset_code": "hub.accounts.forms.entrance.ConfirmPasswordResetForm",
    "add_email": "hub.accounts.forms.entrance.ChangeAddressForm",
    "change_password": "hub.accounts.forms.entrance.ChangePasswordForm",
    "set_password": "hub.accounts.forms.entrance.SetPasswordForm",
    "reset_password": "hub.accounts.forms.entrance.ResetPasswordForm",
    "reset_password_from_key": "hub.accounts.forms.entrance.NewPasswordForm",
    "reauthenticate": "hub.accounts.forms.entrance.ReauthenticateForm",
}
MFA_FORMS = {
    "activate_totp": "hub.accounts.forms.second_factor.ActivateForm",
    "deactivate_totp": "allauth.mfa.totp.forms.DeactivateTOTPForm",
    "authenticate": "hub.accounts.forms.second_factor.AuthenticateForm",
    "reauthenticate": "hub.accounts.forms.second_factor.ReauthenticateForm",
}
SOCIALACCOUNT_FORMS = {"signup": "hub.accounts.forms.entrance.ProviderSignupForm"}
