"""The one settings file. What differs between environments is read from the environment.

``RELAIS_ENV`` is dev, test, demo or production; production names its servers and refuses
to start on a missing or unsafe value (casework/production.py, F1).
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from urllib.parse import unquote

from django.utils.translation import gettext_lazy as _

from casework import env, production, server_urls
from operations import embedded

BASE_DIR = Path(__file__).resolve().parent.parent
RELAIS_ENV = env.environment()
IN_PRODUCTION = RELAIS_ENV == "production"
if IN_PRODUCTION:
    production.refuse_unsafe()

DEBUG = False
SECRET_KEY = (
    env.text("SECRET_KEY") or f"only-for-{RELAIS_ENV}-never-for-real-people-0123456789-abcdefgh"
)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
# The first key seals, all of them open (common/sealing.py).
FIELD_KEYS = env.words("FIELD_KEYS") or ["ZGV2LWFuZC10ZXN0LW9ubHktMDEyMzQ1Njc4OTAxMjM="]
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]", "testserver"]
SITE_URL = env.text("SITE_URL", "http://localhost:8000").rstrip("/")
PROXY_COUNT = env.number("PROXY_COUNT", 0)
TRUSTED_HTTPS = IN_PRODUCTION

INSTALLED_APPS = [
    "common",
    "notices",
    "agencies",
    "casework",
    "intake",
    "plans",
    "closure",
    "worklist",
    "operations",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "axes",
    "csp",
    "guardian",
    "simple_history",
    "django_filters",
]

MIDDLEWARE = [
    "common.logs.RequestIdMiddleware",
    "common.headers.SecurityHeadersMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "common.typed.AsSeenMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "casework.sessions.SessionLimitsMiddleware",
    "casework.middleware.ReaderLocaleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "casework.middleware.ActorTransactionMiddleware",
    "casework.middleware.KeepTypedTextMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "casework.urls"
WSGI_APPLICATION = "casework.wsgi.application"
FORM_RENDERER = "common.renderer.RelaisRenderer"
AUTH_USER_MODEL = "agencies.User"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "worklist.context.frame",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]

# --- servers -------------------------------------------------------------------------------
_running: dict[str, str] = {}
if not IN_PRODUCTION and not (env.text("DATABASE_URL") and env.text("REDIS_URL")):
    _running = embedded.urls(RELAIS_ENV)


def _database(name: str, url: str) -> dict:
    parts = server_urls.database(name, url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.name,
        "USER": parts.user,
        "PASSWORD": parts.password,
        "HOST": parts.host,
        "PORT": parts.port,
        # An hour: after a minute's quiet nobody pays a new connection and its empty plans. One that
        # died meanwhile is noticed by the health check, before the request uses it.
        "CONN_MAX_AGE": 3600,
        "CONN_HEALTH_CHECKS": True,
        # No cursor outlives a transaction, and no setting is asked for when connecting (how long
        # `app` may take belongs to its role): a pooler in transaction mode may stand between.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": parts.options,
    }


DATABASE_URL = env.text("DATABASE_URL") or _running["DATABASE_URL"]
DATABASE_OWNER_URL = env.text("DATABASE_OWNER_URL") or (
    _running["DATABASE_OWNER_URL"] if _running else ""
)
REDIS_URL = server_urls.redis("REDIS_URL", env.text("REDIS_URL") or _running["REDIS_URL"])
DATABASES = {"default": _database("DATABASE_URL", DATABASE_URL)}
if DATABASE_OWNER_URL:
    # Migrations, flushes and dumps only; the web and the workers never ask it anything.
    DATABASES["owner"] = _database("DATABASE_OWNER_URL", DATABASE_OWNER_URL) | {"CONN_MAX_AGE": 0}
DATABASE_REPLICA_URL = env.text("DATABASE_REPLICA_URL")
if DATABASE_REPLICA_URL:
    # Long lists and figures alone are read there (common/replica.py).
    DATABASES["replica"] = _database("DATABASE_REPLICA_URL", DATABASE_REPLICA_URL)
    DATABASES["replica"]["OPTIONS"].setdefault("connect_timeout", "3")
REPLICA_LAG_SECONDS = env.number("REPLICA_LAG_SECONDS", 60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        # Lockouts and limits must outlive a flushed Redis.
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "casework_cache",
    }
}

# --- people --------------------------------------------------------------------------------
from casework.account_settings import *  # noqa: E402, F403

# The object backend is guardian's own class, subclassed (casework/access_backend.py).
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
GUARDIAN_RAISE_403 = False
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False

# --- language and time ---------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE: Literal["Lax"] = "Lax"
LANGUAGE_COOKIE_SECURE = TRUSTED_HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LOCALE_PATHS = [BASE_DIR / "casework" / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "Europe/Paris")
USE_TZ = True

# --- static files --------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
_HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _HASHED if RELAIS_ENV in ("demo", "production") else _PLAIN},
}
WHITENOISE_USE_FINDERS = RELAIS_ENV in ("dev", "test")
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS
if WHITENOISE_USE_FINDERS:
    # Served from their sources; WhiteNoise still warns about a folder that is not there.
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)

# --- mail ----------------------------------------------------------------------------------
_EMAIL = server_urls.mail("EMAIL_URL", env.text("EMAIL_URL"))
EMAIL_TIMEOUT = env.number("MAIL_TIMEOUT_SECONDS", 20)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Relais <relais@localhost>")
if _EMAIL.scheme in ("smtp", "smtps", "smtp+tls"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _EMAIL.hostname or ""
    EMAIL_PORT = _EMAIL.port or 25
    EMAIL_HOST_USER = unquote(_EMAIL.username or "")
    EMAIL_HOST_PASSWORD = unquote(_EMAIL.password or "")
    EMAIL_USE_SSL = _EMAIL.scheme == "smtps"
    EMAIL_USE_TLS = _EMAIL.scheme == "smtp+tls"
else:
    # The box of the demonstration and of development: one file a message.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = Path(env.text("EMAIL_FILE_PATH", str(BASE_DIR / "var" / "mail")))

# --- browser -------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
# Nothing of the device is for a page; a feature that no browser knows stops the start.
PERMISSIONS_POLICY = dict.fromkeys(
    (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen",
        "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment",
        "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "usb",
        "xr-spatial-tracking",
    ),
    (),
)  # fmt: skip
CSRF_FAILURE_VIEW = "casework.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if IN_PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]
    if PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# --- history -------------------------------------------------------------------------------
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_REVERT_DISABLED = True
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False

# --- Celery: starts tasks, remembers nothing ---------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 60
# A Redis that hangs must not hold up a request that only enqueues a task.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600, "socket_connect_timeout": 3}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_ENABLE_UTC = True
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# The public key that backups are sealed to (age1…); its private half is kept elsewhere.
BACKUP_RECIPIENT = env.text("BACKUP_RECIPIENT")
SWEEP_SECONDS = env.number("SWEEP_SECONDS", 300)
# A question asked so often on a connection is planned once for the following times; -1: never.
PREPARED_AFTER = env.number("PREPARED_AFTER", -1 if RELAIS_ENV == "test" else 0)
# A sweep that tells more reminders than this tells them all, and shows on the health page.
REMINDERS_ALARM = env.number("REMINDERS_ALARM", 1000)
# So many mails leave in a minute; the others wait in the outbox.
MAILS_A_MINUTE = env.number("MAILS_A_MINUTE", 300)
MAIL_LEASE_SECONDS = env.number("MAIL_LEASE_SECONDS", 120)

# --- logs: no content (F4) -----------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "common.logs.ContentFreeFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True, "level": "INFO"},
        "django.request": {"handlers": [], "propagate": True, "level": "ERROR"},
    },
}
