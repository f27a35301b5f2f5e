"""Settings of one agency's installation. Everything an office may change comes from the environment.

DATABASE_URL          PostgreSQL; `kinerja` sets it itself when it starts the embedded database
KINERJA_SECRET_KEY    signing key; `kinerja demo` keeps its own in the data folder
KINERJA_OLD_SECRET_KEYS  keys of before, with spaces between: they still open what they sealed and signed
KINERJA_HOSTS         host names served, comma separated
KINERJA_SITE          address in mails and QR codes (https://kinerja.example.go.id); else from the hosts
KINERJA_DATA          data folder (uploads live in its folder `files`)
KINERJA_HTTPS         "1" behind TLS: secure cookies, HSTS, redirect
KINERJA_PROXIES       proxies before the server whose X-Forwarded-For counts (default: 1 with HTTPS, else 0)
KINERJA_SESSION_HOURS how long one stays signed in (default: 12, a working day)
KINERJA_EMAIL_URL     smtp://user:password@host:port (without it mail is written to the log)
KINERJA_EMAIL_FROM    sender of its mail (default: kinerja@localhost)
KINERJA_NOW           fixed moment (ISO 8601) for screenshots and journeys; never in production
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import font_lato
from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

BASE_DIR = Path(__file__).resolve().parent
DATA_DIR = Path(os.environ.get("KINERJA_DATA", Path.cwd() / "var"))

SECRET_KEY = os.environ.get("KINERJA_SECRET_KEY", "")
SECRET_KEY_FALLBACKS = os.environ.get("KINERJA_OLD_SECRET_KEYS", "").split()
DEBUG = False
HTTPS = os.environ.get("KINERJA_HTTPS") == "1"
ALLOWED_HOSTS = os.environ.get("KINERJA_HOSTS", "127.0.0.1,localhost").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []
SITE = os.environ.get("KINERJA_SITE", "").rstrip("/")
FIXED_NOW = os.environ.get("KINERJA_NOW", "")

INSTALLED_APPS = [
    "kinerja.web",  # first: its templates of sign-in pages win over allauth's
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "template_partials",
    "lucide",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "kinerja.audit",
    "kinerja.accounts",
    "kinerja.people",
    "kinerja.plans",
    "kinerja.voice",
    "kinerja.progress",
    "kinerja.assessment",
    "kinerja.growth",
    "kinerja.insight",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kinerja.voice.public_cache.PublicPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kinerja.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kinerja.web.middleware.ClockMiddleware",
    "kinerja.web.middleware.OwnPasswordMiddleware",
    "kinerja.web.middleware.PrivateMiddleware",
]

ROOT_URLCONF = "kinerja.urls"
WSGI_APPLICATION = "kinerja.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kinerja.web.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "kinerja.web.templatetags.kinerja",
                "lucide.templatetags.lucide",
            ],
        },
    }
]


def _database(url: str) -> dict[str, object]:
    parts = conninfo_to_dict(url)
    known = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    found = {key: str(parts.pop(name, "") or "") for key, name in known.items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **found,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parts),
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql:///kinerja"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Counts failed sign-ins and spent one-time codes; in the database, so that all workers count together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
# One only: each backend would hash a refused password once more, at 200 ms of a core.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "kinerja.accounts.passwords.EverydayWordsValidator"},
]
CSRF_FAILURE_VIEW = "kinerja.web.views.csrf_failure"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "kinerja.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# A whole office may share one address, so an address gets room; one account gets five tries in five minutes.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "reset_password": "60/m/ip,3/10m/key",
    "reset_password_from_key": "60/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("KINERJA_PROXIES", "1" if HTTPS else "0"))
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
SOCIALACCOUNT_ONLY = False

SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
# The prefix makes the browser refuse such a cookie from a neighbouring host or without TLS.
SESSION_COOKIE_NAME = "__Host-kinerja_sesi" if HTTPS else "kinerja_sesi"
CSRF_COOKIE_NAME = "__Host-kinerja_csrf" if HTTPS else "kinerja_csrf"
SESSION_COOKIE_AGE = int(os.environ.get("KINERJA_SESSION_HOURS", "12")) * 3600
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in (
        "accelerometer",
        "camera",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
    )
}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [("font-lato", Path(font_lato.__file__).parent / "files")]
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files", "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
UPLOAD_LIMIT_BYTES = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# How long a process remembers what an open survey asks; 200 answers a second do not ask for it each time.
SURVEY_REMEMBERED_SECONDS = 10
# How long a process holds a public page, so that a crowd reads it without the database.
PUBLIC_SECONDS = 60

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

DEFAULT_FROM_EMAIL = os.environ.get("KINERJA_EMAIL_FROM", "kinerja@localhost")
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if email_url := os.environ.get("KINERJA_EMAIL_URL"):
    _mail = urlsplit(email_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or 587
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_TLS = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
        }
    },
    "filters": {"without_codes": {"()": "kinerja.runtime.log_filter.WithoutCodes"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_codes"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"kinerja": {"level": "INFO"}, "django.request": {"filters": ["without_codes"]}},
}
