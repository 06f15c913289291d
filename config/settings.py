"""Settings of Lest, in reading order: where, who, what, how it is shown, how it is kept safe, how it works on."""

import os
from datetime import timedelta

from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF

from config.env import BASE_DIR, data_folder, env, redis_database, secret_key, signing_key, vapid_key
from config.subscribers import EVENT_SUBSCRIBERS  # noqa: F401  read as settings.EVENT_SUBSCRIBERS

# Where
DATA_DIR = data_folder()
DEBUG = env.bool("LEST_DEBUG", default=False)
SECRET_KEY = secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# True in the process that answers people; it alone keeps a pool of database connections.
IS_WEB = env.bool("LEST_WEB", default=False)
# One worker of the test run has three numbered Redis databases of its own.
FIRST_REDIS_DB = 3 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))

# Where the process answers that holds the secrets of what bears no name
KEYS_SOCKET = env.str("LEST_KEYS", default=str(DATA_DIR / "run" / "keys" / "keys.sock"))
KEYS_PREFIX = f"{worker}." if (worker := os.environ.get("PYTEST_XDIST_WORKER")) else ""

# The parts
INSTALLED_APPS = [
    "config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.idp.oidc",
    "django_htmx",
    "heroicons",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "microblog",
    "ideas",
    "analytics",
]
MIDDLEWARE = [
    "config.logs.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "microblog.web.middleware.BodyLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "microblog.web.middleware.SessionAgeMiddleware",
    "microblog.web.middleware.PersonLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "microblog.web.middleware.RateLimitMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "microblog.web.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.asgi.wsgi"
ASGI_APPLICATION = "config.asgi.application"
APPEND_SLASH = True

# The truth
DATABASES = {"default": env.db("DATABASE_URL", default="postgres://lest@localhost/lest")}
DATABASES["default"].update(CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=not IS_WEB)
DATABASES["default"]["OPTIONS"] = {
    # A statement that takes longer than this is a fault, not a slow page.
    "options": " ".join(
        [
            f"-c statement_timeout={5000 if IS_WEB else 60_000}",
            "-c lock_timeout=2000",
            "-c idle_in_transaction_session_timeout=60000",
            # To start a second process costs more than any statement of a page.
            *(["-c max_parallel_workers_per_gather=0"] if IS_WEB else []),
        ]
    ),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Redis: a broker, b sockets, c limits and caches; one server for all, or one for each.
REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379")
LAYER_URL = env.str("LEST_LAYER_URL", default=REDIS_URL)
LIMITS_URL = redis_database(env.str("LEST_LIMITS_URL", default=REDIS_URL), FIRST_REDIS_DB + 2, scheme="redis")
BROKER_URL = redis_database(REDIS_URL, FIRST_REDIS_DB, scheme="kombu")
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {
            "hosts": [redis_database(LAYER_URL, FIRST_REDIS_DB + 1, scheme="redis")],
            # Publish and subscribe ignores database numbers, so the name keeps two users of one server apart.
            "prefix": f"lest{FIRST_REDIS_DB}",
        },
    }
}
# Requests per five minutes and person; 0 turns all limits off.
RATE_LIMIT = env.int("LEST_RATE_LIMIT", default=300)
# Who may read /metrics; nobody while it is empty.
METRICS_TOKEN = env.str("LEST_METRICS_TOKEN", default="")
# Hints that wait for one socket; one more closes it.
SOCKET_QUEUE = env.int("LEST_SOCKET_QUEUE", default=200)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": LIMITS_URL,
    },
    # What every reader of one process sees alike for a minute: the rail beside the stream.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "TIMEOUT": 60},
}

# People
AUTH_USER_MODEL = "microblog.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "microblog.web.accounts.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Who is not known here gets no mail; the page says the same to all.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key,30/15m/ip"}
MFA_ADAPTER = "microblog.web.accounts.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "login_webauthn": "microblog.web.passkeys.LoginForm",
    "authenticate_webauthn": "microblog.web.passkeys.AuthenticateForm",
    "reauthenticate_webauthn": "microblog.web.passkeys.ReauthenticateForm",
    "add_webauthn": "microblog.web.passkeys.AddForm",
}
# Apps of people: short tokens, renewed by tokens that are good for once.
IDP_OIDC_ADAPTER = "microblog.web.oauth.Adapter"
IDP_OIDC_PRIVATE_KEY = signing_key()
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 15 * 60
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 60 * 24 * 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

# Language and time
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

# Pages
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "microblog.web.context.frame",
            ],
        },
    }
]
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
# What people upload: outside the web root, served by a page that asks who may see it.
MEDIA_ROOT = DATA_DIR / "files"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# The REST face
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "microblog.api.authentication.TokenAuthentication",
        "microblog.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["microblog.api.authentication.IsSignedInWithScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["microblog.api.parsers.StrictJSONParser"],
    "EXCEPTION_HANDLER": "microblog.api.errors.problem",
    "DEFAULT_SCHEMA_CLASS": "microblog.api.openapi.ResourceSchema",
    "UNAUTHENTICATED_USER": None,
    "COMPACT_JSON": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Lest",
    "DESCRIPTION": "Ideas and feedback inside a company. What to rely on stands in docs/api.md.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/rest/v1",
    "PREPROCESSING_HOOKS": ["microblog.api.openapi.tidy_addresses"],
    "POSTPROCESSING_HOOKS": ["microblog.api.openapi.add_common_parts"],
}

# Safety
# Read from Redis; what Redis forgets comes from the database.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_SAVE_EVERY_REQUEST = False
BEHIND_HTTPS = env.bool("LEST_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if BEHIND_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "microblog.web.errors.csrf_failure"
# Mail: to the server of LEST_MAIL (`smtp+tls://user:password@host:587`), else into files.
EMAIL_BACKEND = env.str("EMAIL_BACKEND", default="microblog.eml.EmlBackend")
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 20
if "LEST_MAIL" in os.environ:
    globals().update(env.email_url("LEST_MAIL"))
    EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="lest@localhost")
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
# How mail addresses the pages.
SITE_URL = env.str("LEST_URL", default="http://localhost:8000").rstrip("/")

# Files: outside of what the web server shows, under names made by chance; another storage by its class and options.
STORAGES = {
    "default": {
        "BACKEND": env.str("LEST_FILE_STORAGE", default="django.core.files.storage.FileSystemStorage"),
        "OPTIONS": env.json(
            "LEST_FILE_STORAGE_OPTIONS",
            default={
                "location": str(DATA_DIR / "files"),
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        ),
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Of one file, in bytes, and of one picture; each post takes ten.
LARGEST_FILE = env.int("LEST_LARGEST_FILE", default=20_000_000)
MOST_PIXELS = env.int("LEST_MOST_PIXELS", default=25_000_000)
# Whether the worker fetches the title of a page that a post links to: it tells that page that somebody did.
LINK_PREVIEWS = env.bool("LEST_LINK_PREVIEWS", default=False)

# Push messages: whom the house is known by, and the services that browsers may name. Nothing else is ever called.
VAPID_KEY = vapid_key()
PUSH_SERVICES = [
    "https://fcm.googleapis.com",
    "https://*.push.services.mozilla.com",
    "https://*.push.apple.com",
    "https://*.notify.windows.com",
    *env.list("LEST_PUSH_SERVICES", default=[]),
]

# What counts and when
PERIOD_WEEKS = env.int("LEST_PERIOD_WEEKS", default=1)
# The hours at which what was written without a name comes out.
ANONYMOUS_SLOTS = env.list("LEST_ANONYMOUS_SLOTS", cast=int, default=[8, 12, 16, 20])

# Logs hold no word that a person wrote: see config/logs.py.
LOG_LEVEL = env.str("LEST_LOG_LEVEL", default="WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    # They would print exceptions with all that these say.
    "loggers": {name: {"handlers": [], "level": LOG_LEVEL} for name in ["django", "uvicorn", "uvicorn.error"]},
}

# Workers. Each line answers a loss that was measured: see docs/decisions.
CELERY_BROKER_URL = BROKER_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 300_000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_DEFAULT_QUEUE = "relay"
CELERY_TASK_ROUTES = {
    "analytics.tasks.record_readings": {"queue": "tag"},
    "analytics.tasks.*": {"queue": "letters"},
    "ideas.tasks.*": {"queue": "letters"},
    "microblog.tasks.relay_events": {"queue": "relay"},
    "microblog.tasks.*": {"queue": "notify"},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "run" / "beat")
CELERY_BEAT_SCHEDULE = {
    # Forgets the words of what was deleted, hidden or closed since.
    "words": {"task": "microblog.tasks.rebuild_words", "schedule": crontab(hour="3", minute="40")},
    "scheduled": {"task": "microblog.tasks.publish_due", "schedule": timedelta(seconds=20), "options": {"expires": 60}},
    # Those that a broken worker left behind.
    "previews": {"task": "microblog.tasks.fetch_previews", "schedule": timedelta(minutes=5)},
    "files": {"task": "microblog.tasks.remove_orphans", "schedule": crontab(hour="3", minute="20")},
    # The nudge after each commit makes events fast; this makes them certain.
    "relay": {
        "task": "microblog.tasks.relay_events",
        "schedule": timedelta(seconds=1),
        "options": {"expires": 5},
    },
    "exports": {"task": "microblog.tasks.clear_exports", "schedule": crontab(hour="3", minute="55")},
    "sessions": {"task": "microblog.tasks.clear_sessions", "schedule": crontab(hour="3", minute="50")},
    "resend": {"task": "microblog.tasks.resend_deliveries", "schedule": timedelta(seconds=30)},
    "mail": {"task": "microblog.tasks.send_due_mail", "schedule": timedelta(minutes=1), "options": {"expires": 50}},
    "push": {"task": "microblog.tasks.send_due_push", "schedule": timedelta(seconds=5), "options": {"expires": 5}},
    "pain points": {"task": "analytics.tasks.find_open_pain_points", "schedule": timedelta(minutes=5)},
    # At the slots; the other runs find the slot opened, unless that one was missed.
    "anonymous": {
        "task": "microblog.tasks.release_anonymous",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 50},
    },
    "polls": {"task": "microblog.tasks.count_polls", "schedule": timedelta(minutes=1), "options": {"expires": 50}},
    "keys": {"task": "microblog.tasks.destroy_old_keys", "schedule": crontab(hour="4", minute="10")},
    "keys of sums": {"task": "analytics.tasks.destroy_old_keys", "schedule": crontab(hour="4", minute="20")},
    # Once an hour; the other runs find that hour done.
    "ideas": {"task": "ideas.tasks.run_hour", "schedule": timedelta(minutes=10)},
    # Monday 06:00; the other runs find nothing to do unless that one was missed.
    "culture": {"task": "analytics.tasks.count_due_cultures", "schedule": crontab(minute="5-59/10")},
    "radar": {"task": "analytics.tasks.look_for_due_groups", "schedule": crontab(minute="35")},
    "letters": {"task": "analytics.tasks.freeze_due_letters", "schedule": crontab(minute="*/10")},
    "letters by mail": {"task": "analytics.tasks.send_due_letters", "schedule": crontab(minute="*/5")},
}
