"""Settings. Everything that differs between places comes from the environment, here only."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("BANYAN_HOME", Path.cwd() / "var")).resolve()
TESTING = "pytest" in sys.modules


def _flag(name: str, *, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


DEMO = _flag("BANYAN_DEMO")
DEBUG = _flag("BANYAN_DEBUG")
SECURE = not (DEMO or DEBUG or TESTING)  # served to the world, over https
SITE_NAME = os.environ.get("BANYAN_NAME", "Banyan")
PUBLIC_URL = os.environ.get("BANYAN_URL", "http://127.0.0.1:8000").rstrip("/")


def _secret_key() -> str:
    """From the environment; for a demonstration or a test, a key of its own kept in HOME."""
    if key := os.environ.get("BANYAN_SECRET_KEY"):
        if SECURE and len(key) < 50:
            raise ImproperlyConfigured(
                "BANYAN_SECRET_KEY is too short: give 50 characters or more."
            )
        return key
    if SECURE:
        raise ImproperlyConfigured(
            "BANYAN_SECRET_KEY is not set. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    if TESTING:
        return secrets.token_urlsafe(50)
    HOME.mkdir(parents=True, exist_ok=True)
    kept = HOME / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text().strip()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("BANYAN_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "banyan.portal",
    "banyan.insights",
    "banyan.interop.calendar",
    "banyan.interop.meetings",
    "banyan.credentials",
    "banyan.matching",
    "banyan.practice",
    "banyan.surveys",
    "banyan.mentoring",
    "banyan.training",
    "banyan.programmes",
    "banyan.organisations",
    "banyan.notifications",
    "banyan.people",
    "banyan.trail",
    "banyan.ui",
    "template_partials.apps.SimpleAppConfig",  # the loader is configured below
    "django_htmx",
    "django_q",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "banyan.config.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "banyan.config.middleware.Availability",
    "banyan.config.middleware.Compression",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "banyan.config.middleware.Viewers",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "banyan.config.middleware.SavedOnce",
    "banyan.config.middleware.Answers",
    "banyan.config.typed.Typed",
]

ROOT_URLCONF = "banyan.config.urls"
WSGI_APPLICATION = "banyan.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "config" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "banyan.ui.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "banyan.ui.templatetags.ui",
                "banyan.ui.templatetags.parents",
                "banyan.ui.templatetags.addresses",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
        },
    }
]
FORM_RENDERER = "banyan.ui.forms.Renderer"

# Databases. SQLite: immediate transactions with a write-ahead log, or readers that become
# writers fail as "locked". PostgreSQL: a pool, so that a restart of the server fails no request.
_DATABASE_URL = os.environ.get("DATABASE_URL", f"sqlite:///{HOME / 'banyan.sqlite3'}")
DATABASES: dict[str, dict[str, Any]] = {"default": dict(dj_database_url.parse(_DATABASE_URL))}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    _database["CONN_MAX_AGE"] = None  # opening the file and its pragmas cost a third of a request
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
            "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-8000;"
        ),
    }
    if not TESTING:
        Path(_database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
else:
    _database["CONN_MAX_AGE"] = 0  # the pool keeps connections, not Django
    # The driver remembers where values go in a statement of so many bytes; ours can be longer.
    from psycopg import _queries

    _queries.MAX_CACHED_STATEMENT_LENGTH = 16_384
    _database["OPTIONS"] = {
        "pool": False if TESTING else {"min_size": 1, "max_size": 8, "timeout": 3},
        "connect_timeout": 2,
        "options": (
            "-c statement_timeout=15000 -c lock_timeout=5000 "
            "-c idle_in_transaction_session_timeout=20000"
        ),
    }
    _database["TEST"] = {"NAME": f"test_banyan_{os.getpid()}"}  # many runs on one server

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People and sign-in.
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["banyan.config.sessions.Backend"]
PASSWORD_HASHERS = ["banyan.config.hashing.ScryptAFewAtOnce"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
CSRF_FAILURE_VIEW = "banyan.config.typed.csrf_failure"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "banyan.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_FORMS = {
    "login": "banyan.people.forms.SignIn",
    "signup": "banyan.people.forms.SignUp",
    "request_login_code": "banyan.people.forms.AskForCode",
    "confirm_login_code": "banyan.people.forms.LoginCode",
    "confirm_email_verification_code": "banyan.people.forms.VerificationCode",
    "confirm_password_reset_code": "banyan.people.forms.ResetCode",
    "reset_password": "banyan.people.forms.AskForReset",
    "reset_password_from_key": "banyan.people.forms.NewPassword",
    "change_password": "banyan.people.forms.ChangePassword",
    "set_password": "banyan.people.forms.SetPassword",
    "reauthenticate": "banyan.people.forms.PasswordAgain",
    "add_email": "banyan.people.forms.NewAddress",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}  # any phone types it
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
# A whole school sits behind one address: limits by address are wide, limits by account narrow.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "30/5m/ip,5/5m/key",
    "request_login_code": "30/m/ip,3/m/key,12/h/key",
    "answer_by_mail": "60/m/ip,20/h/key",
    "workshop_code": "10/10m/key",  # a hall of people is behind one address
    "workshop_leader": "20/h/key",
}
MFA_ADAPTER = "banyan.people.adapter.MfaAdapter"
MFA_FORMS = {"add_webauthn": "banyan.people.forms.AddPasskey"}
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_ENGINE = "banyan.config.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-banyan" if SECURE else "banyan"
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE and _flag("BANYAN_HTTPS_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
if _flag("BANYAN_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # attempts are counted by the address that the proxy saw
X_FRAME_OPTIONS = "DENY"
# Written as Django 6 names it, so that its own middleware can take over.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "media-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "manifest-src": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
MOST_BYTES_SENT = 21_000_000  # a directory of 20 MB, and the fields beside it

# Words, numbers and time.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("hi", "हिन्दी"), ("ru", "Русский")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
HOME_TERRITORY = "IN"  # how plain English is written: a lakh is 1,00,000
HOME_ZONE = "Asia/Kolkata"  # of most people here

STATIC_URL = "/static/"
# What people upload. No address leads there: pages hand it out, after asking who is there.
MEDIA_ROOT = HOME / "media"
VIDEO_MOST_BYTES = int(os.environ.get("BANYAN_VIDEO_MEGABYTES", "500")) * 1_000_000  # 0: none
VIDEO_QUOTA_BYTES = int(os.environ.get("BANYAN_VIDEO_QUOTA_MEGABYTES", "2000")) * 1_000_000
DISK_RESERVE_BYTES = int(os.environ.get("BANYAN_DISK_RESERVE_MEGABYTES", "500")) * 1_000_000
# Where a proxy such as nginx hands out files itself: the internal address of MEDIA_ROOT there.
ACCEL_PREFIX = os.environ.get("BANYAN_ACCEL_PREFIX", "").rstrip("/")
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
WHITENOISE_AUTOREFRESH = TESTING  # nothing is collected for a test, so there is no list to make
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Mail: to the console unless a server is named.
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if EMAIL_HOST := os.environ.get("BANYAN_MAIL_HOST", ""):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_PORT = int(os.environ.get("BANYAN_MAIL_PORT", "587"))
    EMAIL_HOST_USER = os.environ.get("BANYAN_MAIL_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("BANYAN_MAIL_PASSWORD", "")
    EMAIL_USE_TLS = _flag("BANYAN_MAIL_TLS", default=True)
    EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("BANYAN_MAIL_FROM", "Banyan <banyan@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Background work: the queue's broker is a table of the same database.
Q_CLUSTER = {
    "name": "banyan",
    "orm": "default",
    "broker_class": "banyan.config.broker.Broker",
    "workers": int(os.environ.get("BANYAN_WORKERS", "1")),
    "timeout": 120,
    "retry": 180,
    "max_attempts": 3,
    "poll": 1.0,
    "bulk": 10,
    "catch_up": False,
    "save_limit": -1,  # of what went well nothing is kept: what counts is in the trail
    "ack_failures": True,
    "label": "Background work",
}

MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    # What may be kept for moments and never written down: each process has its own.
    "memory": {"BACKEND": MEMORY, "LOCATION": "memory"},
}
if TESTING:
    CACHES["default"] = {"BACKEND": MEMORY}

# Ports: what a context needs from outside, by dotted path.
MEETING_ROOM = "banyan.interop.meetings.rooms.Rooms"
MEETING_WEB = "banyan.interop.meetings.web.Web"  # the way out to meeting servers
FORM_IS_OFFERED = "banyan.config.typed.is_offered"
PAPER_NUMBERS = "banyan.insights.queries.papers.PaperNumbers"
CONTACT = os.environ.get("BANYAN_CONTACT", "")  # who answers for this place: a mail address
# Where sessions online take place. For real, nobody's server is used that nobody has named.
JITSI_URL = os.environ.get("BANYAN_JITSI_URL", "" if SECURE else "https://meet.jit.si").rstrip("/")
MEETINGS = os.environ.get("BANYAN_MEETINGS", "jitsi" if JITSI_URL else "link")
MEETING_KEYS = {
    name: os.environ.get(f"BANYAN_{name}", "").strip()
    for name in (
        "BBB_URL", "BBB_SECRET", "BBB_HASH",
        "JITSI_APP_ID", "JITSI_APP_SECRET", "JITSI_SUB", "JITSI_AUDIENCE",
        "ZOOM_ACCOUNT_ID", "ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET", "ZOOM_HOSTS",
        "TEAMS_TENANT", "TEAMS_CLIENT_ID", "TEAMS_CLIENT_SECRET", "TEAMS_ORGANISER",
        "MEET_EMAIL", "MEET_KEY", "MEET_ORGANISER",
    )
}  # fmt: skip

if DEMO:
    INSTALLED_APPS.insert(0, "banyan.demo")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"secrets": {"()": "banyan.config.logs.WithoutSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": os.environ.get("BANYAN_LOG_LEVEL", "WARNING")},
}
