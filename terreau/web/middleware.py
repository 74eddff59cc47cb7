"""What happens around every page."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.template.utils import get_app_template_dirs
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language, get_language_from_path

from terreau import __version__
from terreau.ledger.versions import public_version
from terreau.web import errors, freshness  # noqa: F401 - registers marks
from terreau.web.shelf import Page, Shelf

PACKAGE = Path(__file__).resolve().parents[1]
LARGEST_PAGE = 512 * 1024
# What a stored page may vary on: these are looked at before a page is taken from the shelf.
KNOWN_VARY = {"cookie", "hx-request"}


# What browsers may never do for these pages, not even for something that got into one.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "camera",
        "microphone",
        "geolocation",
        "payment",
        "usb",
        "serial",
        "hid",
        "midi",
        "accelerometer",
        "gyroscope",
        "magnetometer",
        "display-capture",
    )
)


class Permissions:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS
        return response


class LanguageOfAddress:
    """The language of a page is what its address says, and nothing else: one address, one text."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        before = translation.get_language()
        translation.activate(language)
        request.LANGUAGE_CODE = language
        try:
            response = self.get_response(request)
        finally:
            translation.activate(before)
        if response.streaming:
            response.streaming_content = spoken(response.streaming_content, language)
        response.headers.setdefault("Content-Language", language)
        return response


def spoken(parts, language):
    """The parts of an answer, each made in its language after the request itself has ended."""
    parts = iter(parts)
    while True:
        with translation.override(language):
            part = next(parts, None)
        if part is None:
            return
        yield part


class AnonymousPages:
    """Answers an anonymous reader again without running the view, while nothing public changed.

    The validator of a page is made of the public version, read before the view runs: so a page
    is never older than what its validator says. Pages of readers with a session stay private.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        limit = settings.PAGE_SHELF_BYTES
        self.shelf = Shelf(limit, LARGEST_PAGE) if limit else None
        self.build = build_digest() if limit else ""

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        if not is_anonymous(request):
            return revalidated(self.get_response(request), "private, no-cache")
        if self.shelf is None:
            return revalidated(self.get_response(request), "no-cache")
        return self.answer(request)

    def answer(self, request):
        query = request.META.get("QUERY_STRING", "")
        address = f"{request.scheme}://{request.get_host()}{request.path}?{query}"
        address = f"{get_language()} {address}"  # the API's language is not in its address
        etag = self.etag(address)
        known = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
        if etag in known:
            return HttpResponseNotModified(headers={"ETag": etag, **revalidation("no-cache")})
        page = self.shelf.find(address, etag)
        if page is not None:
            return HttpResponse(page.content, headers=dict(page.headers))
        response = revalidated(self.get_response(request), "no-cache")
        if is_public(request, response):
            response.headers["ETag"] = etag
            if not response.streaming and request.method == "GET":
                self.shelf.put(address, Page(etag, tuple(response.items()), response.content))
        return response

    def etag(self, address):
        said = f"{self.build} {public_version()} {address}"
        return f'W/"{hashlib.blake2s(said.encode(), digest_size=15).hexdigest()}"'


def is_anonymous(request):
    """Whether the answer can be the same as that of any other reader. Does not open a session."""
    meta = request.META
    if "HTTP_AUTHORIZATION" in meta or "HTTP_HX_REQUEST" in meta:
        return False
    if "HTTP_COOKIE" not in meta:
        return True
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and "messages" not in request.COOKIES


def is_public(request, response):
    """Whether another anonymous reader may be shown this answer again."""
    directives = response.headers.get("Cache-Control", "")
    vary = {name.strip().lower() for name in response.headers.get("Vary", "").split(",")}
    return (
        response.status_code == 200
        and not response.cookies
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and "private" not in directives
        and "no-store" not in directives
        and "ETag" not in response.headers
        and vary <= KNOWN_VARY
        # A page with a security policy of its own needs the view to say so.
        and not any(name.startswith("_csp") for name in vars(response))
    )


def revalidation(directives):
    return {"Cache-Control": directives, "Vary": "Cookie"}


def revalidated(response, directives):
    """Have every cache ask again before it shows a page, unless the view said otherwise."""
    response.headers.setdefault("Cache-Control", directives)
    patch_vary_headers(response, ["Cookie"])
    return response


def build_digest():
    """What pages are made of beside data: the code, templates and texts, and the settings."""
    folders = [PACKAGE, *get_app_template_dirs("templates")]
    files = (path for folder in folders for path in Path(folder).rglob("*.*"))
    newest = max(path.stat().st_mtime_ns for path in files if path.suffix != ".pyc")
    said = (
        __version__,
        newest,
        settings.SECRET_KEY,
        settings.BRAND,
        settings.SITE_URL,
        settings.LANGUAGE_CODE,
        settings.TIME_ZONE,
        settings.MAP_TILES,
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


class PlainErrors:
    """Turns what rooms raise into pages that say what happened and what can be done.

    A page that shows something else than what was asked for, and says so, is no success.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(request, "mistake", "") and response.status_code == 200:
            response.status_code = 400
        return response

    def process_exception(self, request, exception):
        return errors.answer(request, exception)
