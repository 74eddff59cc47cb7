"""The one door through which the house reads from the network.

Only http and https, only public addresses. A name is resolved once and the connection goes to the
address that was checked, so that a second answer of the resolver cannot lead elsewhere; every
redirect is checked anew. Size is bounded on the wire and unpacked, time from the first step to the
last byte.
"""

import http.client
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from terreau.harvest.addresses import Address, is_public, resolved
from terreau.harvest.exchange import Clock, Exchange
from terreau.harvest.findings import sentence
from terreau.harvest.records import Finding
from terreau.harvest.sniffing import ENOUGH, looks_like

MEBIBYTE = 1024 * 1024
USER_AGENT = "Terreau harvest"
JSON = ("application/json", "application/*+json", "text/json", "text/plain")
ARCHIVES = (
    "application/gzip",
    "application/x-gzip",
    "application/x-tar",
    "application/zip",
    "application/octet-stream",
)

_CHUNK = 64 * 1024
_LONGEST_URL = 2048
_LONGEST_LOOKUP = 10.0
_MOST_ADDRESSES = 3
_REDIRECTS = (301, 302, 303, 307, 308)
_PORTS = {"http": 80, "https": 443}
_BROKEN = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    OSError,
    ValueError,
)


class FetchError(Exception):
    """Why nothing was fetched: `finding` for reports; as text, plain words and what to do."""

    def __init__(self, code: str, url: str, *, temporary: bool = False, **params: Any) -> None:
        self.finding = Finding.of(code, without_query(url), severity="error", **params)
        self.temporary = temporary
        super().__init__(code)

    def __str__(self) -> str:
        return f"{self.finding.path}: {sentence(self.finding)}"


class FetchRefusedError(FetchError):
    """The guard will not go there."""


class FetchFailedError(FetchError):
    """The other side did not answer as it should; `temporary` when trying later may help."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What an earlier answer said of its version, to be asked whether it still holds."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. With `not_modified` the body is empty: the version asked about still holds."""

    url: str
    final_url: str
    content_type: str
    body: bytes = field(repr=False)
    validators: Validators
    not_modified: bool = False


def fetch(
    url: str,
    *,
    max_bytes: int = 32 * MEBIBYTE,
    timeout: float = 60.0,
    max_redirects: int = 3,
    accept: tuple[str, ...] = JSON,
    validators: Validators | None = None,
    allow_private: frozenset[str] = frozenset(),
) -> Fetched:
    """The body behind an address, by GET.

    max_bytes bounds the body, packed and unpacked; timeout is the whole time in seconds, redirects
    included; accept lists the media types wanted, `*` for any part (an answer without a type is
    taken unless it is a web page); validators come from an earlier answer; allow_private names the
    "host:port" that may be private, for tests and operators only.

    Raises FetchRefusedError when the address, or one it leads to, may not be asked, and
    FetchFailedError when the answer fails, is late, too large, cut short or of another kind.
    """
    clock = Clock(timeout)
    headers = _headers(accept, validators or Validators())
    current = url
    for _ in range(max_redirects + 1):
        with _opened(current, headers, clock, allow_private) as exchange:
            response = exchange.response
            target = response.headers.get("Location")
            if response.status_code in _REDIRECTS and target:
                current = _followed(current, target)
                continue
            if response.status_code == 304 and validators:
                return Fetched(url, current, "", b"", _validators(response, validators), True)
            _check_head(current, response, accept, max_bytes)
            body = _body(current, response, clock, max_bytes)
        if looks_like(body[:ENOUGH]) == "html" and "text/html" not in accept:
            raise FetchFailedError("fetch-web-page", current)
        kind = response.headers.get("Content-Type", "")
        return Fetched(url, current, kind, body, _validators(response, Validators()))
    raise FetchRefusedError("fetch-redirects", url, limit=max_redirects)


def without_query(url: str) -> str:
    """An address fit for reports: without query, fragment and credentials."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return re.sub(r"[?#].*|(?<=//)[^/]*@", "", url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def _headers(accept: tuple[str, ...], known: Validators) -> dict[str, str]:
    headers = {
        "User-Agent": USER_AGENT,
        "Accept": ", ".join(kind for kind in accept if "*+" not in kind) or "*/*",
        "Accept-Encoding": "gzip",
    }
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers


def _validators(response: requests.Response, known: Validators) -> Validators:
    return Validators(
        response.headers.get("ETag", known.etag),
        response.headers.get("Last-Modified", known.last_modified),
    )


class _Place(NamedTuple):
    url: str
    host: str
    port: int


def _place(url: str) -> _Place:
    """An address that may be asked, by its look, in ASCII."""
    try:
        parts = urlsplit(url)
        scheme, credentials = parts.scheme, "@" in parts.netloc
        request = requests.Request("GET", url).prepare()
        parts = urlsplit(request.url or "")
        host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        scheme, credentials, host, port = url.partition(":")[0].lower(), False, "", 0
    if scheme not in _PORTS:
        raise FetchRefusedError("fetch-scheme", url, scheme=scheme)
    if credentials:
        raise FetchRefusedError("fetch-credentials", url)
    if not host or len(url) > _LONGEST_URL or re.search(r"[\x00-\x20\x7f\\]", url):
        raise FetchRefusedError("fetch-bad-address", url)
    return _Place(parts.geturl(), host, port)


def _addresses(place: _Place, clock: Clock, allow_private: frozenset[str]) -> list[Address]:
    """Where to connect for a place, every possible address checked."""
    try:
        found = resolved(place.host, place.port, min(_LONGEST_LOOKUP, clock.left))
    except OSError:  # TimeoutError is one
        if not clock.left:
            raise _late(place.url, clock) from None
        raise FetchFailedError(
            "fetch-unknown-host", place.url, temporary=True, host=place.host
        ) from None
    if f"{place.host}:{place.port}" not in allow_private and not all(map(is_public, found)):
        raise FetchRefusedError("fetch-private", place.url, host=place.host)
    return found[:_MOST_ADDRESSES]


def _opened(
    url: str, headers: dict[str, str], clock: Clock, allow_private: frozenset[str]
) -> Exchange:
    """The head of the answer, from the first address that gives one."""
    place = _place(url)
    for address in _addresses(place, clock, allow_private):
        try:
            return Exchange(place.url, address, headers, clock)
        except requests.exceptions.SSLError:
            raise FetchFailedError("fetch-tls", url, host=place.host) from None
        except _BROKEN:
            if not clock.left:
                raise _late(url, clock) from None
    raise FetchFailedError("fetch-connection", url, temporary=True, host=place.host)


def _late(url: str, clock: Clock) -> FetchFailedError:
    return FetchFailedError("fetch-too-slow", url, temporary=True, seconds=round(clock.seconds))


def _followed(url: str, target: str) -> str:
    """Where a redirect leads. From https it may not lead to http."""
    try:
        followed = urljoin(url, target.encode("latin-1").decode("utf-8", "replace"))
        downgraded = urlsplit(url).scheme == "https" and urlsplit(followed).scheme == "http"
    except ValueError:
        raise FetchFailedError("fetch-bad-redirect", url) from None
    if downgraded:
        raise FetchRefusedError("fetch-downgrade", url)
    return followed


def _check_head(
    url: str, response: requests.Response, accept: tuple[str, ...], max_bytes: int
) -> None:
    """Raise FetchFailedError unless the head announces a body that is wanted."""
    status = response.status_code
    if status != 200:
        temporary = status >= 500 or status in (408, 425, 429)
        raise FetchFailedError("fetch-status", url, temporary=temporary, status=status)
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind and not any(fnmatchcase(kind, wanted) for wanted in accept):
        code = "fetch-web-page" if kind == "text/html" else "fetch-wrong-type"
        raise FetchFailedError(code, url, found=kind)
    declared = response.headers.get("Content-Length", "")
    if re.fullmatch(r"[0-9]{1,20}", declared) and int(declared) > max_bytes:
        raise FetchFailedError("fetch-too-large", url, limit=max_bytes)


def _body(url: str, response: requests.Response, clock: Clock, max_bytes: int) -> bytes:
    """The whole body, unpacked."""
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise FetchFailedError("fetch-encoding", url, encoding=encoding)
    pieces = response.raw.stream(_CHUNK, decode_content=False)
    try:
        if "gzip" in encoding:
            pieces = _unpacked(_bounded(pieces, max_bytes))
        body = b"".join(_bounded(pieces, max_bytes))
    except OverflowError:
        raise FetchFailedError("fetch-too-large", url, limit=max_bytes) from None
    except (*_BROKEN, EOFError, zlib.error):
        if not clock.left:
            raise _late(url, clock) from None
        raise FetchFailedError("fetch-cut-short", url, temporary=True) from None
    if not clock.left:
        raise _late(url, clock)
    return body


def _bounded(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """The pieces as long as they are no more than `limit` bytes; OverflowError when they are."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise OverflowError
        yield piece


def _unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """What gzip packed, in pieces that are never large; EOFError when the end is missing."""
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    for piece in pieces:
        while piece:
            if unpacker.eof:
                unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
            yield unpacker.decompress(piece, _CHUNK)
            piece = unpacker.unconsumed_tail or unpacker.unused_data
    while tail := unpacker.decompress(b"", _CHUNK):
        yield tail
    if not unpacker.eof:
        raise EOFError
