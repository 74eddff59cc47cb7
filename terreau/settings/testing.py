"""Settings of the tests: the product's, strict where a test can be, quick elsewhere."""

from terreau.settings import *  # noqa: F403
from terreau.settings import DATABASES, TEMPLATES


class Undefined(str):
    """What a template variable that does not exist becomes: an error that names it."""

    def __contains__(self, item):
        return item == "%s"

    def __mod__(self, name):
        raise AssertionError(f"undefined template variable: {name}")


SECRET_KEY = "only for tests, never anywhere else"  # noqa: S105
ALLOWED_HOSTS = ["*"]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("%s")
PAGE_SHELF_BYTES = 0  # tests change what pages show without leaving statements
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = ":memory:"
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA synchronous=OFF;"
