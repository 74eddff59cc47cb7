"""Settings: what the environment says (environment.py), and what the product decides."""

from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from terreau.settings import environment

HOME = environment.home()
SECRET_KEY = environment.secret_key(HOME)
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")
DEBUG = environment.flag("DEBUG")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "127.0.0.1 localhost [::1]")
ADDRESS_FILE = HOME / "address"  # where `terreau run` answered last without being told
SITE_URL = (environment.text("SITE_URL") or environment.address(ADDRESS_FILE)).rstrip("/")
BRAND = {
    "name": environment.text("BRAND_NAME", "Terreau"),
    "tagline": environment.text("BRAND_TAGLINE"),
    "contact": environment.text("CONTACT", "contact@example.org"),
}

# One line per room of the house, ground floor first. Adding a kind adds one line here.
HOUSE_APPS = [
    "terreau.theme",
    "terreau.prepared",
    "terreau.territories",
    "terreau.ledger",
    "terreau.accounts",
    "terreau.entries",
    "terreau.jobs",
    "terreau.harvest",
    "terreau.search",
    "terreau.notifications",
    "terreau.follows",
    "terreau.moderation",
    "terreau.comments",
    "terreau.attachments",
    "terreau.feed",
    "terreau.organizations",
    "terreau.people",
    "terreau.projects",
    "terreau.teams",
    "terreau.evidence",
    "terreau.offers",
    "terreau.needs",
    "terreau.groups",
    "terreau.posts",
    "terreau.replications",
    "terreau.resources",
    "terreau.collections",
    "terreau.actors",
    "terreau.portfolio",
    "terreau.betagouv",
    "terreau.reviews",
    "terreau.demonstration",
    "terreau.web",
    "terreau.api",
    "terreau.opendata",
]
INSTALLED_APPS = [
    *HOUSE_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "rules.apps.AutodiscoverRulesConfig",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "terreau.web.middleware.Permissions",
    "terreau.web.middleware.LanguageOfAddress",
    "terreau.api.middleware.OpenToRead",
    "terreau.web.middleware.AnonymousPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "terreau.accounts.middleware.SecondFactor",
    "terreau.accounts.middleware.LastSeen",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "terreau.web.middleware.PlainErrors",
]

ROOT_URLCONF = "terreau.urls"
WSGI_APPLICATION = "terreau.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": ["terreau.theme.compiled.Loader"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "terreau.web.context.layout",
            ],
        },
    }
]
FORMS_URLFIELD_ASSUME_HTTPS = True  # what Django 6 does
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": environment.database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": environment.cache()}
# Public pages that each worker keeps, in bytes; 0: every page is made afresh, without validator.
PAGE_SHELF_BYTES = 0 if DEBUG else environment.number("PAGE_SHELF_MB", 16) * 2**20

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "terreau.accounts.adapter.CodeAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]  # no password: signing in asks for a code
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{BRAND['name']}: "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # where the person has a second factor
ACCOUNT_MAX_EMAIL_ADDRESSES = 10
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "signup": "20/m/ip",
    "request_login_code": "20/m/ip,3/m/key,15/h/key",
    "confirm_email": "1/10s/key,15/h/key",
    "login_failed": "10/m/ip,5/5m/key",  # codes of a second factor too
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "oidc": "30/m/ip",
}
ACCOUNT_FORMS = {
    "login": "terreau.accounts.forms.SignInForm",
    "signup": "terreau.accounts.forms.SignUpForm",
    "confirm_login_code": "terreau.accounts.forms.SignInCodeForm",
    "confirm_email_verification_code": "terreau.accounts.forms.AddressCodeForm",
    "add_email": "terreau.accounts.forms.NewAddressForm",
}
MFA_ADAPTER = "terreau.accounts.second_factor.FactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody is signed in without having proven an address
MFA_TOTP_ISSUER = BRAND["name"]
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # two a sign-in
MFA_FORMS = {
    "authenticate": "terreau.accounts.forms.FactorCodeForm",
    "reauthenticate": "terreau.accounts.forms.ConfirmCodeForm",
    "activate_totp": "terreau.accounts.forms.AppCodeForm",
    "add_webauthn": "terreau.accounts.forms.PasskeyForm",
    "signup_webauthn": "terreau.accounts.forms.PasskeyForm",
    "edit_webauthn": "terreau.accounts.forms.PasskeyNameForm",
    "login_webauthn": "terreau.accounts.forms.SignInPasskeyForm",
    "authenticate_webauthn": "terreau.accounts.forms.FactorPasskeyForm",
    "reauthenticate_webauthn": "terreau.accounts.forms.ConfirmPasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "terreau.accounts.identities.IdentityAdapter"
OIDC = environment.oidc()  # None: people sign in by code and passkey only
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if environment.flag("BEHIND_PROXY") else 0
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "terreau.web.errors.forged"

# "host:port" of private networks that sources may be read from all the same.
FETCH_PRIVATE_HOSTS = environment.words("FETCH_PRIVATE_HOSTS")
API_RATE = environment.rate("API_RATE", "600/m")  # requests of one reader; empty: no limit
NINJA_NUM_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT  # else anybody may pretend to be another reader

LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LANGUAGE_CODE = environment.one_of("DEFAULT_LANGUAGE", dict(LANGUAGES), "fr")
LOCALE_PATHS = [environment.PACKAGE / "locale"]
FORMAT_MODULE_PATH = "terreau.settings.formats"
TIME_ZONE = environment.time_zone("TIME_ZONE", "Europe/Paris")
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = environment.folder("MEDIA_FOLDER", HOME / "media")
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o640, 0o750
FILE_MOST_BYTES = environment.number("FILE_MOST_MB", 10) * 2**20
FILE_MOST_PIXELS = environment.number("FILE_MOST_MEGAPIXELS", 30) * 10**6
FILES_OF_ENTRY = environment.number("FILES_OF_ENTRY", 10)
FILE_UPLOAD_HANDLERS = [
    "terreau.attachments.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGES = {
    "default": {"BACKEND": "terreau.attachments.keeping.Durable"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

globals().update(environment.email(HOME))
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", BRAND["contact"])
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# What a mail server shows to say that an address takes no mails; empty: nobody may say so.
BOUNCE_TOKEN = environment.text("BOUNCE_TOKEN")

TLS = environment.flag("TLS", SITE_URL.startswith("https://"))
DEMONSTRATION = environment.flag("DEMONSTRATION", not TLS)
SECURE_SSL_REDIRECT = TLS
SECURE_SSL_HOST = urlsplit(SITE_URL).netloc if TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preloading binds a whole domain: not ours to decide
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if environment.flag("BEHIND_PROXY") else None
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if TLS else []
MAP_TILES = environment.map_tiles()  # None: maps are drawn from outlines alone
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *([MAP_TILES["source"]] if MAP_TILES else [])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LOG_LEVEL = environment.one_of(
    "LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"), "WARNING"
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
