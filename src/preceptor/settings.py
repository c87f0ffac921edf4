"""All settings, read from the environment. A fresh checkout needs none of them."""

import contextlib
import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from preceptor.accounts.oidc import oidc_origins, oidc_providers
from preceptor.common.mail_server import mail_server_of

env = Env(prefix="PRECEPTOR_")

# Where the database, uploads and snapshots lie: var/ of the checkout, else of the working folder.
CHECKOUT = Path(__file__).resolve().parents[2]
BASE_DIR = CHECKOUT if (CHECKOUT / "pyproject.toml").exists() else Path.cwd()
VAR = Path(env.str("VAR", str(BASE_DIR / "var")))
VAR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """Take the key from the environment, else keep one of our own beside the database."""
    if given := env.str("SECRET_KEY", ""):
        if len(given) < 32:
            raise ImproperlyConfigured("PRECEPTOR_SECRET_KEY is shorter than 32 characters.")
        return given
    kept = VAR / "secret-key"
    if not kept.exists():
        fresh = VAR / f"secret-key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):  # the first of two starting processes wins
            os.link(fresh, kept)
        fresh.unlink()
    return kept.read_text().strip()


# Demo mode shows the components page and the demo world's sign-in choices.
DEMO = env.bool("DEMO", True)
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("TRUSTED_ORIGINS", [])
# True behind a server that speaks HTTPS: cookies and redirects then insist on it.
HTTPS = env.bool("HTTPS", False)
# How many servers of our own stand before this one and add to X-Forwarded-For.
PROXIES = env.int("PROXIES", 0)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "preceptor.common",
    "preceptor.accounts",
    "preceptor.competencies",
    "preceptor.resumes",
    "preceptor.jobs",
    "preceptor.matches",
    "preceptor.portal",
    "preceptor.cli",
    # Sign-in; behind our own apps, whose templates come first.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "preceptor.common.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "preceptor.accounts.middleware.SignIn",
]

ROOT_URLCONF = "preceptor.urls"
WSGI_APPLICATION = "preceptor.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "preceptor.common.context.site",
                "preceptor.accounts.context.account",
            ],
        },
    }
]

# SQLite under var/ unless DATABASE_URL names another (postgres://user:password@host/name).
DATABASES = {"default": Env().dj_db_url("DATABASE_URL", f"sqlite:///{VAR / 'preceptor.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "preceptor.common.sqlite"
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: what was acknowledged survives a loss of power. What is deleted is overwritten.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA secure_delete=ON; PRAGMA cache_size=-64000; PRAGMA mmap_size=268435456;"
        ),
    }
    # A connection reads the whole schema when it opens, and keeps what it has read: it stays.
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# What allauth counts by address, and the codes that were used: one table for all processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_kept",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "preceptor.accounts.policies.passwords.NotTooLong"},
    {"NAME": "preceptor.accounts.policies.passwords.NotRepeated"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

# Sign-in: an e-mail address with a password, a passkey or a code by mail.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "preceptor.accounts.receivers.sign.AccountAdapter"
ACCOUNT_FORMS = {
    word: f"preceptor.accounts.forms.sign.{form}"
    for word, form in {
        "login": "LoginForm",
        "signup": "SignupForm",
        "add_email": "ChangeEmailForm",
        "change_email": "OtherEmailForm",
        "change_password": "ChangePasswordForm",
        "set_password": "SetPasswordForm",
        "reset_password": "ResetPasswordForm",
        "reset_password_from_key": "ResetPasswordKeyForm",
        "reauthenticate": "ReauthenticateForm",
        "request_login_code": "RequestLoginCodeForm",
        "confirm_login_code": "ConfirmLoginCodeForm",
        "confirm_email_verification_code": "ConfirmEmailForm",
    }.items()
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Whether an address has an account is told to its owner by mail and to nobody on a page.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# A code is typed where one began, so that what was tried out before signing up comes along.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Beside the tries that are counted by account, allauth counts by address; a class that signs in
# at the same hour shares one.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "100/h/ip",
    "signup": "60/h/ip",
    "request_login_code": "60/h/ip,3/m/key,20/d/key",
    "reset_password": "60/h/ip,3/m/key,20/d/key",
    "confirm_email": "3/m/key,20/d/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
MFA_ADAPTER = "preceptor.accounts.receivers.sign.SecondFactorAdapter"
MFA_FORMS = {
    word: f"preceptor.accounts.forms.sign.{form}"
    for word, form in {
        "authenticate": "CodeForm",
        "reauthenticate": "CodeAgainForm",
        "activate_totp": "ActivateAppForm",
        "add_webauthn": "AddPasskeyForm",
        "edit_webauthn": "RenamePasskeyForm",
    }.items()
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Preceptor"
MFA_TOTP_TOLERANCE = 1
# A browser makes passkeys over HTTPS only, save on the same machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False
# Sign-in through the providers of organizations, by OpenID Connect.
try:
    SOCIALACCOUNT_PROVIDERS = oidc_providers(env.str("OIDC", ""))
except ValueError as error:
    raise ImproperlyConfigured(f"PRECEPTOR_OIDC: {error}") from None
SOCIALACCOUNT_ADAPTER = "preceptor.accounts.receivers.sign.ProviderAdapter"
SOCIALACCOUNT_FORMS = {"signup": "preceptor.accounts.forms.sign.SocialForm"}
SOCIALACCOUNT_STORE_TOKENS = False
# Administrators, who teaches for a program, and stewards set up a second factor first.
COMPEL_SECOND_FACTOR = env.bool("COMPEL_SECOND_FACTOR", True)

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns where it is missing
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if env.bool("COLLECTED", False)
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not env.bool("COLLECTED", False)
# Uploads lie outside the web root under random names; nothing serves this folder.
MEDIA_ROOT = VAR / "uploads"
SNAPSHOTS = VAR / "snapshots"
# What people take along; each file is deleted after a week.
EXPORTS = VAR / "exports"
# Beside the newest snapshot: how many older ones stay to fall back on, and for how many days
# those stay from which a stamped answer can be computed again.
KEEP_SNAPSHOTS = max(1, env.int("KEEP_SNAPSHOTS", 2))
KEEP_STAMPED_DAYS = env.int("KEEP_STAMPED_DAYS", 30)
# Nightly runs: where their files lie (all workers must see them there), how many finished runs
# keep theirs, and how well a new match must fit, in thousandths, to be worth an alert.
RUNS = Path(env.str("RUNS", str(VAR / "runs")))
KEEP_RUNS = max(2, env.int("KEEP_RUNS", 3))
ALERT_FIT = env.int("ALERT_FIT", 600)
# Processes that the worker gives to the run of the day; 0: somebody else calls for it.
NIGHTLY_WORKERS = env.int("NIGHTLY_WORKERS", 1)

# Uploads: at most 5 MB a file; a pasted text at most 200,000 characters.
UPLOAD_MAX_BYTES = 5_000_000
PASTE_MAX_CHARACTERS = 200_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 6_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 6_000_000
DATA_UPLOAD_MAX_NUMBER_FILES = 4
# What a visitor without an account brings is gone after this many hours.
VISITOR_HOURS = 24

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *oidc_origins(SOCIALACCOUNT_PROVIDERS)],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = VISITOR_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
# How long pages of hats stay open to a browser that nobody uses; 0: until the session ends.
HAT_IDLE_MINUTES = max(0, env.int("HAT_IDLE_MINUTES", 60))
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "preceptor.common.views.csrf_failure"

# Whether a feed of jobs may be fetched from an https address of the public network.
FETCH_FEEDS = env.bool("FETCH_FEEDS", False)

# Background work: rows of our own table, served by `preceptor worker`, one thread a queue.
# "slow" is for what takes minutes, "night" for the run of the day, which may take hours.
TASKS = {
    "default": {
        "BACKEND": "preceptor.common.background.LeasedBackend",
        "QUEUES": ["default", "slow", "night"],
    }
}

# Where the site is found, for links in mails and feeds.
SITE_ADDRESS = env.str("ADDRESS", f"http://localhost:{os.environ.get('PORT', '8000')}").rstrip("/")
# Mail goes to files under var/mail unless a server is named:
# smtp://user:password@host:587 (STARTTLS), smtps://... (TLS from the start).
MAIL_FOLDER = VAR / "mail"
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "Preceptor <no-reply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_BACKEND = "preceptor.common.mail_files.FileBackend"
EMAIL_TIMEOUT = 30
if mail_url := env.str("MAIL_URL", ""):
    try:
        mail_server = mail_server_of(mail_url)
    except ValueError as error:
        raise ImproperlyConfigured(f"PRECEPTOR_MAIL_URL: {error}") from None
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = mail_server.host, mail_server.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = mail_server.user, mail_server.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = mail_server.starts_tls, mail_server.is_tls

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
