"""What an operator sets: one function a kind of value, each with a plain error."""

import os
import re
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parents[1]
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name, default=""):
    return os.environ.get(name, default).strip()


def words(name, default=""):
    """A list of words separated by commas or spaces."""
    return [word for word in text(name, default).replace(",", " ").split() if word]


def flag(name, default=False):
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value!r}: write true or false.")


def number(name, default):
    value = text(name)
    if not value:
        return default
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number.")
    return int(value)


def one_of(name, choices, default):
    """One of some words, as they are written. Raises ImproperlyConfigured for another."""
    value = text(name) or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r}: write {' or '.join(sorted(choices))}.")
    return value


def time_zone(name, default):
    value = text(name) or default
    if value not in available_timezones():
        raise ImproperlyConfigured(f"{name}={value!r}: write a name such as Europe/Paris.")
    return value


def rate(name, default):
    """How many requests in how long, as 600/m; empty for no limit."""
    value = text(name, default)
    if value and not re.fullmatch(r"[1-9]\d*/\d*[smhd]", value):
        raise ImproperlyConfigured(f"{name}={value!r}: write 600/m, or nothing for no limit.")
    return value


def home():
    """The folder of what this installation keeps: database file, secret key, mails."""
    given = text("TERREAU_HOME")
    if given:
        return Path(given).expanduser().resolve()
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "pyproject.toml").exists():
        return checkout / "var"
    return Path.home() / ".local" / "share" / "terreau"


def folder(name, default):
    given = text(name)
    return Path(given).expanduser().resolve() if given else default


def address(path):
    """The address that a file holds, or that of a first start."""
    try:
        said = path.read_text().strip()
    except (OSError, ValueError):
        said = ""
    return said if re.fullmatch(r"http://[\w.:\[\]-]+", said) else "http://127.0.0.1:8000"


def map_tiles():
    """{url, attribution, source}: the address of map tiles with {z}, {x} and {y}, whose they are,
    and from where browsers may load them; None where MAP_TILES is empty."""
    url = text("MAP_TILES")
    if not url:
        return None
    parts = urlsplit(url)
    if not is_private_on_the_way(url) or not all(f"{{{name}}}" in parts.path for name in "zxy"):
        raise ImproperlyConfigured(
            f"MAP_TILES={url!r}: write an address as https://tiles.example.org/{{z}}/{{x}}/{{y}}.png"
        )
    if not re.fullmatch(r"[\w.:\[\]-]+", parts.netloc):
        raise ImproperlyConfigured(f"MAP_TILES={url!r}: write one host, without {{s}} or a name.")
    attribution = text("MAP_ATTRIBUTION")
    if not attribution:
        raise ImproperlyConfigured("MAP_TILES is set but MAP_ATTRIBUTION is not: say whose it is.")
    return {"url": url, "attribution": attribution, "source": f"{parts.scheme}://{parts.netloc}"}


OIDC_SCOPES = {
    "standard": "openid email profile",
    "proconnect": "openid given_name usual_name email uid siret idp_id",
}


def oidc():
    """The OpenID Connect provider as a dict, or None where OIDC_ISSUER is empty."""
    issuer = text("OIDC_ISSUER").rstrip("/")
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if parts.query or parts.fragment or not is_private_on_the_way(issuer):
        raise ImproperlyConfigured(f"OIDC_ISSUER={issuer!r}: write an address that begins https://")
    if len(issuer) > 200:
        raise ImproperlyConfigured("OIDC_ISSUER is longer than 200 characters.")
    for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"):
        if not text(name):
            raise ImproperlyConfigured(f"OIDC_ISSUER is set but {name} is not: write both.")
    profile = one_of("OIDC_PROFILE", OIDC_SCOPES, "standard")
    scopes = words("OIDC_SCOPES", OIDC_SCOPES[profile])
    if "openid" not in scopes:
        raise ImproperlyConfigured(f"OIDC_SCOPES={' '.join(scopes)!r}: it must contain openid.")
    return {
        "issuer": issuer,
        "client_id": text("OIDC_CLIENT_ID"),
        "client_secret": text("OIDC_CLIENT_SECRET"),
        "name": text("OIDC_NAME", "ProConnect" if profile == "proconnect" else parts.hostname),
        "profile": profile,
        "scopes": scopes,
        "trusts_addresses": flag("OIDC_TRUST_EMAIL"),
    }


def is_private_on_the_way(url):
    """Whether nobody between here and the address reads along: https, or this machine itself."""
    parts = urlsplit(url)
    if not parts.hostname:
        return False
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    )


def secret_key(folder):
    """SECRET_KEY, or the one kept in the home folder, made at the first start (mode 0600)."""
    given = text("SECRET_KEY")
    if given:
        if len(given) < 32:
            raise ImproperlyConfigured("SECRET_KEY is too short: give at least 32 characters.")
        return given
    path = folder / "secret-key"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            draft = folder / f"secret-key.{os.getpid()}"
            draft.touch(mode=0o600)
            draft.write_text(os.urandom(48).hex())
            try:
                os.link(draft, path)  # the first process wins, the others read its key
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"The folder {folder} cannot be used ({error.strerror}): "
            "set TERREAU_HOME to a folder that can be written, or give SECRET_KEY."
        ) from error


# A larger cache or a mapped file made no page faster and each thread or worker larger by its size.
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"


def database(folder):
    """DATABASE_URL as Django's settings: a SQLite file by default, or postgres://…"""
    url = text("DATABASE_URL") or f"sqlite:///{folder / 'terreau.sqlite3'}"
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(url.removeprefix("sqlite:///"))
    if parts.scheme in {"postgres", "postgresql"}:
        return postgres(parts)
    raise ImproperlyConfigured(
        f"DATABASE_URL begins with {parts.scheme or url[:12]!r}: "
        "write sqlite:///path/to/file or postgres://user:password@host:5432/name."
    )


def sqlite(name):
    if not name:
        raise ImproperlyConfigured("DATABASE_URL=sqlite:/// needs the path of a file.")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None,  # opening the file anew costs more than most pages
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": SQLITE_PRAGMAS,
        },
    }


def postgres(parts):
    try:
        port = parts.port or ""
    except ValueError as error:
        raise ImproperlyConfigured("DATABASE_URL: the port is not a number.") from error
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ImproperlyConfigured("DATABASE_URL: the name of the database is missing.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def cache():
    """CACHE_URL: empty for the memory of each process, or redis://…"""
    url = text("CACHE_URL")
    if not url:
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 500},
        }
    if url.startswith(("redis://", "rediss://")):
        if find_spec("redis") is None:
            raise ImproperlyConfigured("CACHE_URL=redis://… needs: pip install redis")
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    raise ImproperlyConfigured(f"CACHE_URL={url!r}: write redis://host:6379/0, or leave it empty.")


def email(folder):
    """EMAIL_URL: empty for files in the home folder, console:, or smtp://user:password@host:587."""
    url = text("EMAIL_URL")
    parts = urlsplit(url)
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": folder / "mails",
        }
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme in {"smtp", "smtp+tls", "smtp+ssl"} and parts.hostname:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or 587,
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
        }
    raise ImproperlyConfigured(
        f"EMAIL_URL={url!r}: write console:, smtp+tls://user:password@host:587, or leave it empty."
    )
