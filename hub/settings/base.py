"""What is the same everywhere. Values that differ come from the environment; see docs/configuration.md."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import environ

from hub.settings.search_settings import search_backends

# An empty variable (`DATABASE_URL= script/test`, a blank line in a compose file) means: not set.
environ.Env.ENVIRON = {name: value for name, value in os.environ.items() if value.strip()}
env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Everything the hub writes lives here: SQLite, uploads, generated keys, collected static files, written mail.
DATA_DIR = Path(env.str("HUB_DATA_DIR", default=str(BASE_DIR / "var"))).expanduser().resolve()
HUB_ENV = env.str("HUB_ENV", default="development")

DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

HUB_NAME = env.str("HUB_NAME", default="Participation Hub")
# The address people type; links in mail and Wagtail's Site are made from it.
_host = env.str("HOST", default="127.0.0.1")
_shown_host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(_host, f"[{_host}]" if ":" in _host else _host)
PUBLIC_URL = env.str("PUBLIC_URL", default=f"http://{_shown_host}:{env.str('PORT', default='8000')}").rstrip("/")
# In the addresses that Akoma Ntoso gives to documents; "zz" stands for no country in particular.
COUNTRY_CODE = env.str("COUNTRY_CODE", default="zz")
# Under which published documents may be used again, as a name or an address; named in every export.
DOCUMENT_LICENCE = env.str("DOCUMENT_LICENCE", default="")
# Under which open data may be used again; named in each file, with its address.
OPEN_DATA_LICENCE_NAME = env.str("OPEN_DATA_LICENCE_NAME", default="CC BY 4.0")
OPEN_DATA_LICENCE_URL = env.str("OPEN_DATA_LICENCE_URL", default="https://creativecommons.org/licenses/by/4.0/")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="participation@example.org")

# Order matters: an app that overrides another's templates stands before it; hub.contributions stands *after*
# django_comments_xtd so that its ready() can disconnect that app's pre_save handler.
INSTALLED_APPS = [
    "hub.core",
    "hub.audit",
    "hub.accounts",
    "hub.notifications",
    "hub.opendata",
    "hub.moderation",
    "hub.promises",
    "home",
    "search",
    "consultations",
    "participatory_budget",
    "whitepapers",
    "hub.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.typed_table_block",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.search_promotions",
    "wagtail.embeds",
    "wagtail.sites",
    "hub.accounts.apps.EditorsUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "django_comments_xtd",
    "django_comments",
    "hub.contributions",
    "django_tasks",
    "django_tasks_db",
    "django_filters",
    "csp",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
# wagtail-localize brings the translation interface; its simpler cousin would register a second one.
INSTALLED_APPS.remove("wagtail.contrib.simple_translation")

MIDDLEWARE = [
    "hub.core.middleware.RequestIdMiddleware",
    "hub.core.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "hub.core.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A long draft is 40 KB of HTML and 8 KB on the way. Django pads each answer at random and masks its tokens, which
    # is what keeps compression from giving secrets away (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "hub.core.middleware.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "hub.accounts.middleware.PrivatePagesMiddleware",
    "hub.accounts.middleware.StaffSecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitepapers.middleware.DocumentRedirectMiddleware",
]

ROOT_URLCONF = "hub.urls"
WSGI_APPLICATION = "hub.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "hub" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "hub.core.context_processors.hub",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "hub.core.templatetags.hub_tags"],
        },
    }
]

# --- database ---------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'hub.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers go on while one writes; IMMEDIATE takes the write lock at BEGIN, so that two writers queue
    # (busy timeout) where a deferred transaction would fail half-way with "database is locked". FULL: what was
    # acknowledged (a ballot) is on the disk and survives a power cut; PostgreSQL does the same as it comes.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- cache, tasks, search, mail: one URL each -------------------------------------------------------------------------
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://hub")}
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    # Rate limits live here. With Django's 300 entries, whoever asks in the name of 300 addresses would push everybody's
    # counts out, their own first failures too, and start afresh.
    CACHES["default"].setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 200_000)

_TASK_BACKENDS = {
    "db": "django_tasks_db.DatabaseBackend",
    "immediate": "django_tasks.backends.immediate.ImmediateBackend",
}
TASKS_URL = env.str("TASKS_URL", default="db://")
TASKS = {"default": {"BACKEND": _TASK_BACKENDS.get(TASKS_URL.split(":", 1)[0], TASKS_URL), "ENQUEUE_ON_COMMIT": True}}

SEARCH_URL = env.str("SEARCH_URL", default="database://")
WAGTAILSEARCH_BACKENDS = search_backends(SEARCH_URL)

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="filemail://")
vars().update(EMAIL_CONFIG)
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"{HUB_NAME} <{CONTACT_EMAIL}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- languages and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("ar", "العربية")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "hub" / "locale"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
# A translation starts as a draft: until somebody has translated it, it is the original under a foreign address.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Africa/Tunis")
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["hub.core.formats"]

# --- static files and uploads -----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = True
# Pages name files by their hash only; compressing plain copies and maps too would double the first start.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    *["jpg", "jpeg", "png", "gif", "webp", "avif", "zip", "gz", "tgz", "bz2", "tbz", "xz", "br", "woff", "woff2"],
    *["map", "txt"],
]

# --- accounts ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "pseudonym")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_overview"
from hub.settings.allauth_settings import *  # noqa: F403

# --- comments (django-comments-xtd, wrapped by hub.contributions) -----------------------------------------------------
SITE_ID = 1
COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_MODEL = "hub.contributions.models.comment.Comment"
COMMENTS_XTD_FORM_CLASS = "hub.contributions.forms.CommentForm"
COMMENTS_XTD_MAX_THREAD_LEVEL = 1
COMMENTS_XTD_CONFIRM_EMAIL = True
COMMENTS_XTD_LIST_ORDER = ("thread_id", "order")
COMMENTS_TIMEOUT = 24 * 60 * 60
# Not COMMENT_MAX_LENGTH: that one changes django_comments' model, and Django would ask for a migration in the library.
CONTRIBUTION_MAX_LENGTH = 100_000

# --- Wagtail ----------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = HUB_NAME
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "txt", "xlsx", "xml", "zip"]
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpeg", "jpg", "png", "webp"]

# --- safety -----------------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "hub.core.views.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# The editor's form of a document has eleven fields for each clause; an act may have a thousand and more.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 30_000
# Pictures of streets under the maps of budgets: off unless a city names a server. Readers then tell that server where
# they look, so it is best the city's own. `{z}/{x}/{y}` stand in the address.
MAP_TILES_URL = env("MAP_TILES_URL", default="")
MAP_TILES_ATTRIBUTION = env("MAP_TILES_ATTRIBUTION", default="")
_TILES = urlsplit(MAP_TILES_URL)
MAP_TILES_ORIGIN = f"{_TILES.scheme}://{_TILES.netloc.replace('{s}', '*')}" if _TILES.netloc else ""

CONTENT_SECURITY_POLICY = {
    # /cms/ gets a policy of its own from hub.core.middleware (Wagtail's admin needs inline styles and scripts).
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *([MAP_TILES_ORIGIN] if MAP_TILES_ORIGIN else [])],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        # A form that starts the sign-in at the city's identity provider is answered with a redirect to it.
        "form-action": ["'self'", *([OIDC_ORIGIN] if OIDC_ENABLED else [])],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
# Wagtail's editor draws with inline styles and starts some widgets from inline scripts; previews are frames of the same
# site, and pictures that are about to be uploaded are blobs. Only signed-in staff see these pages.
CMS_CONTENT_SECURITY_POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "frame-src": ["'self'"],
    "media-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'self'"],
}

# --- ours -------------------------------------------------------------------------------------------------------------
KEYS_DIR = DATA_DIR / "keys"
# What draws PDFs, in a process that sees neither our environment nor this folder (whitepapers/views/printing.py).
PDF_PYTHON = [sys.executable, "-I"]
STAFF_SECOND_FACTOR_REQUIRED = False
DEMO_ALLOWED = False
WEB_CONCURRENCY = env.int("WEB_CONCURRENCY", default=1)
CONFIRMATION_CODE_MINUTES = 15
CONFIRMATION_CODE_TRIES = 5
CONFIRMATION_LINK_HOURS = 48
# A school or a library shares one address, so an address may send more than a person.
CONTRIBUTIONS_PER_ADDRESS_PER_HOUR = env.int("CONTRIBUTIONS_PER_ADDRESS_PER_HOUR", default=60)
CONTRIBUTIONS_PER_PERSON_PER_HOUR = env.int("CONTRIBUTIONS_PER_PERSON_PER_HOUR", default=20)
CODE_ENTRIES_PER_ADDRESS_PER_HOUR = env.int("CODE_ENTRIES_PER_ADDRESS_PER_HOUR", default=120)
SEARCHES_PER_ADDRESS_PER_HOUR = env.int("SEARCHES_PER_ADDRESS_PER_HOUR", default=1200)
# Faster than this nobody fills a form; programs do.
CONTRIBUTION_SECONDS_AT_LEAST = env.int("CONTRIBUTION_SECONDS_AT_LEAST", default=3)

# A consultation open for fewer days than this is called short, to its officer.
CONSULTATION_SHORT_DAYS = env.int("CONSULTATION_SHORT_DAYS", default=56)
# When many people are away: MM-DD, MM-DD/MM-DD, or with a year in front; separated by commas.
HOLIDAY_PERIODS = env.list("HOLIDAY_PERIODS", default=["08-01/08-31", "12-20/01-03"])
# Where a machine suggested themes, a report needs this share of the contributions read by people, in per cent.
REVIEW_SHARE_TO_PUBLISH = env.int("REVIEW_SHARE_TO_PUBLISH", default=80)

from hub.settings.logging_settings import LOGGING  # noqa: F401
