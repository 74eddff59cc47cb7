"""The fetch guard against a real server on the loopback, which sends all that servers send."""

import gzip
import ipaddress
import shutil
import socket
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest
import requests

from terreau.harvest import addresses
from terreau.harvest.addresses import is_public
from terreau.harvest.fetch import (
    FetchError,
    FetchFailedError,
    FetchRefusedError,
    Validators,
    fetch,
    without_query,
)

MEBIBYTE = 1024 * 1024
ETAG = '"v1"'


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        name = self.path.strip("/").split("?")[0].split("/")[0]
        self.close_connection = True
        getattr(self, f"send_{name}")()

    def answer(self, body=b"{}", status=200, kind="application/json", **headers):
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        headers.setdefault("Content_Length", len(body))
        for key, value in headers.items():
            if value is not None:
                self.send_header(key.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)

    def send_plain(self):
        self.answer(b'{"a": 1}', ETag=ETAG, Last_Modified="Tue, 20 Oct 2026 10:00:00 GMT")

    def send_untyped(self):
        self.answer(b'{"a": 1}', kind=None)

    def send_cached(self):
        if self.headers.get("If-None-Match") == ETAG:
            self.answer(b"", status=304, kind=None, ETag=ETAG)
        else:
            self.send_plain()

    def send_packed(self):
        self.answer(gzip.compress(b'{"a": ') + gzip.compress(b"1}"), Content_Encoding="gzip")

    def send_bomb(self):
        self.answer(gzip.compress(bytes(64 * MEBIBYTE)), Content_Encoding="gzip")

    def send_halfpacked(self):
        self.answer(gzip.compress(b'{"a": 1}' * 999)[:-12], Content_Encoding="gzip")

    def send_brotli(self):
        self.answer(b"x", Content_Encoding="br")

    def send_huge(self):
        self.answer(b"", Content_Length=1024 * MEBIBYTE)

    def send_endless(self):
        self.answer(b"", Content_Length=None)
        try:
            while True:
                self.wfile.write(bytes(MEBIBYTE))
        except OSError:
            self.server.stopped.set()

    def send_short(self):
        self.answer(b'{"a"', Content_Length=100)

    def send_page(self):
        self.answer(b"<!DOCTYPE html><title>Sign in</title>", kind="text/html; charset=utf-8")

    def send_disguised(self):
        self.answer(b"<!DOCTYPE html><title>Sign in</title>", kind="text/plain")

    def send_picture(self):
        self.answer(b"\x89PNG", kind="image/png")

    def send_error(self):
        self.answer(b"sorry", status=int(self.path.rsplit("/", 1)[1]))

    def send_to(self):
        self.answer(b"", status=302, Location=unquote(self.path.split("?", 1)[1]))

    def send_astray(self):
        self.answer(b"", status=302, Location="http://[x")

    def send_loop(self):
        self.answer(b"", status=302, Location=f"{self.path}/x")

    def send_drip(self):
        self.answer(b"", Content_Length=10_000)
        self.drip(b" ")

    def send_driphead(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        self.drip(b"x")

    def send_silent(self):
        self.server.leave.wait(20)

    def send_rude(self):
        self.connection.shutdown(socket.SHUT_RDWR)

    def send_garbage(self):
        self.wfile.write(b"\x00\xff" * 500 + b"\r\n\r\n")

    def drip(self, letter):
        try:
            while not self.server.leave.wait(0.05):
                self.wfile.write(letter)
        except OSError:
            self.server.stopped.set()


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.stopped, self.leave = [], threading.Event(), threading.Event()
        self.place = f"127.0.0.1:{self.server_port}"
        self.url = f"http://{self.place}"
        self.allowed = frozenset([self.place])

    def handle_error(self, *_):
        pass

    def fetch(self, path, **options):
        return fetch(f"{self.url}/{path}", **{"allow_private": self.allowed, **options})

    def failure(self, path, **options):
        with pytest.raises(FetchError) as failed:
            self.fetch(path, **options)
        return failed.value


@pytest.fixture
def server():
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.leave.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_body_with_its_validators(server):
    fetched = server.fetch("plain?key=1")
    assert fetched.body == b'{"a": 1}'
    assert fetched.content_type == "application/json"
    assert fetched.validators == Validators(ETAG, "Tue, 20 Oct 2026 10:00:00 GMT")
    assert not fetched.not_modified
    (path, headers), *_ = server.asked
    assert path == "/plain?key=1"
    assert headers["Host"] == server.place
    assert headers["Accept-Encoding"] == "gzip"
    assert not {"Cookie", "Authorization"} & set(headers)


def test_an_answer_without_a_type_is_taken(server):
    assert server.fetch("untyped").body == b'{"a": 1}'


def test_an_unchanged_version_is_not_sent_again(server):
    first = server.fetch("cached", validators=Validators())
    again = server.fetch("cached", validators=first.validators)
    assert again.not_modified
    assert again.body == b""
    assert again.validators == first.validators


def test_packed_bodies_are_unpacked(server):
    assert server.fetch("packed").body == b'{"a": 1}'


def test_redirects_are_followed_within_bounds(server):
    assert server.fetch("to?/to?/plain").final_url == f"{server.url}/plain"
    failure = server.failure("loop", max_redirects=3)
    assert isinstance(failure, FetchRefusedError)
    assert failure.finding.code == "fetch-redirects"
    assert len(server.asked) == 3 + 4


@pytest.mark.parametrize(
    ("path", "code", "temporary"),
    [
        ("bomb", "fetch-too-large", False),
        ("huge", "fetch-too-large", False),
        ("endless", "fetch-too-large", False),
        ("halfpacked", "fetch-cut-short", True),
        ("short", "fetch-cut-short", True),
        ("brotli", "fetch-encoding", False),
        ("page", "fetch-web-page", False),
        ("disguised", "fetch-web-page", False),
        ("picture", "fetch-wrong-type", False),
        ("error/404", "fetch-status", False),
        ("error/429", "fetch-status", True),
        ("error/500", "fetch-status", True),
        ("error/503", "fetch-status", True),
        ("rude", "fetch-connection", True),
        ("garbage", "fetch-connection", True),
        ("to?http://x:99999/", "fetch-bad-address", False),
        ("to?file:///etc/passwd", "fetch-scheme", False),
        ("astray", "fetch-bad-redirect", False),
    ],
)
def test_what_goes_wrong_is_said_in_words(server, path, code, temporary):
    failure = server.failure(path, max_bytes=4 * MEBIBYTE)
    assert failure.finding.code == code
    assert failure.temporary is temporary
    assert code not in str(failure)
    assert str(failure).startswith(failure.finding.path)


def test_a_body_that_never_ends_is_hung_up_on(server):
    server.failure("endless", max_bytes=MEBIBYTE)
    assert server.stopped.wait(10)


@pytest.mark.parametrize("path", ["drip", "driphead", "silent", "to?/drip"])
def test_the_whole_fetch_has_a_deadline_however_it_drips(server, path):
    failure = server.failure(path, timeout=0.4)
    assert failure.finding.code == "fetch-too-slow"
    assert failure.temporary
    if "drip" in path:
        assert server.stopped.wait(10)


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{port}/plain",
        "http://localhost:{port}/plain",
        "http://2130706433:{port}/plain",
        "http://0177.0.0.1:{port}/plain",
        "http://127.1:{port}/plain",
        "http://0.0.0.0:{port}/plain",
        "http://[::1]:{port}/plain",
        "http://[::ffff:127.0.0.1]:{port}/plain",
        "http://[64:ff9b::7f00:1]:{port}/plain",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/latest/meta-data/",
        "http://100.100.100.200/",
    ],
)
def test_private_places_are_refused_straight_and_by_redirect(server, target):
    target = target.format(port=server.server_port)
    with pytest.raises(FetchRefusedError) as refused:
        fetch(target)
    assert refused.value.finding.code == "fetch-private"
    if target.startswith(server.url):
        return
    assert server.failure(f"to?{target}").finding.code == "fetch-private"
    assert len(server.asked) == 1


def test_a_second_answer_of_the_resolver_changes_nothing(server, monkeypatch):
    """The connection goes where the first answer pointed; nobody asks for the name again."""
    asked, real = [], socket.getaddrinfo

    def rebinding(host, *rest, **options):
        if host != "rebinding.example.org":
            return real(host, *rest, **options)
        asked.append(host)
        return real("127.0.0.1" if len(asked) == 1 else "203.0.113.1", *rest, **options)

    monkeypatch.setattr(addresses.socket, "getaddrinfo", rebinding)
    name = f"rebinding.example.org:{server.server_port}"
    fetched = fetch(f"http://{name}/plain", allow_private=frozenset([name]))
    assert fetched.body == b'{"a": 1}'
    assert len(asked) == 1
    assert server.asked[0][1]["Host"] == name


def test_one_private_answer_among_public_ones_is_enough_to_refuse(monkeypatch):
    def mixed(host, port, *_, **__):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in ("8.8.8.8", "192.168.1.1")
        ]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", mixed)
    with pytest.raises(FetchRefusedError):
        fetch("http://mixed.example.org/")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("file:///etc/passwd", "fetch-scheme"),
        ("ftp://example.org/", "fetch-scheme"),
        ("gopher://example.org/", "fetch-scheme"),
        ("example.org/startups.json", "fetch-scheme"),
        ("", "fetch-scheme"),
        ("http://", "fetch-bad-address"),
        ("http:///path", "fetch-bad-address"),
        ("http://[::1", "fetch-bad-address"),
        ("http://example.org:99999/", "fetch-bad-address"),
        ("http://example.org\\@127.0.0.1/", "fetch-bad-address"),
        ("http://exa mple.org/", "fetch-bad-address"),
        ("http://example.org/a\r\nX: y", "fetch-bad-address"),
        ("http://example.org/" + "a" * 3000, "fetch-bad-address"),
        ("https://user:secret@example.org/", "fetch-credentials"),
    ],
)
def test_addresses_that_are_refused_by_their_look(url, code):
    with pytest.raises(FetchRefusedError) as refused:
        fetch(url)
    if code == "fetch-bad-address" and "@" in url:
        assert refused.value.finding.code in (code, "fetch-credentials")
    else:
        assert refused.value.finding.code == code
    assert "secret" not in str(refused.value)


def test_an_unknown_host_is_said(monkeypatch):
    def nobody(*_, **__):
        raise socket.gaierror("Name or service not known")

    monkeypatch.setattr(addresses.socket, "getaddrinfo", nobody)
    with pytest.raises(FetchFailedError) as failed:
        fetch("https://nobody.example.org/")
    assert failed.value.finding.code == "fetch-unknown-host"
    assert "nobody.example.org" in str(failed.value)


def test_a_resolver_that_hangs_is_not_waited_for(monkeypatch):
    leave, left = threading.Event(), threading.Event()

    def hang(*_, **__):
        leave.wait(30)
        left.set()
        return []

    monkeypatch.setattr(addresses.socket, "getaddrinfo", hang)
    with pytest.raises(FetchFailedError) as failed:
        fetch("https://slow.example.org/", timeout=0.2)
    leave.set()
    assert left.wait(10)
    assert failed.value.finding.code == "fetch-too-slow"


@pytest.fixture
def secured(server, tmp_path):
    """The same server behind TLS, for the name pinned.example.org; `sni` is what it was asked."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate of this test")
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subject = [
        "-subj",
        "/CN=pinned.example.org",
        "-addext",
        "subjectAltName=DNS:pinned.example.org",
    ]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-keyout", str(key), "-out", str(certificate), *subject]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.sni = []
    context.sni_callback = lambda connection, name, _: server.sni.append(name)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.certificate = str(certificate)
    return server


@pytest.fixture
def pinned_names(monkeypatch):
    """All names of example.org are the loopback."""
    real = socket.getaddrinfo

    def told(host, *rest, **options):
        return real("127.0.0.1" if host.endswith("example.org") else host, *rest, **options)

    monkeypatch.setattr(addresses.socket, "getaddrinfo", told)


@pytest.mark.parametrize(
    ("name", "trusted", "code"),
    [
        ("pinned.example.org", True, ""),
        ("pinned.example.org", False, "fetch-tls"),
        ("another.example.org", True, "fetch-tls"),
    ],
)
def test_certificates_are_checked_against_the_name(
    secured, pinned_names, monkeypatch, name, trusted, code
):
    if trusted:
        monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", secured.certificate)
    place = f"{name}:{secured.server_port}"
    if code:
        with pytest.raises(FetchFailedError) as failed:
            fetch(f"https://{place}/plain", allow_private=frozenset([place]))
        assert failed.value.finding.code == code
        assert not secured.asked
    else:
        fetched = fetch(f"https://{place}/plain", allow_private=frozenset([place]))
        assert fetched.body == b'{"a": 1}'
        assert secured.asked[0][1]["Host"] == place
    assert secured.sni == [name]


def test_https_does_not_lead_to_http(secured, pinned_names, monkeypatch):
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", secured.certificate)
    place = f"pinned.example.org:{secured.server_port}"
    with pytest.raises(FetchRefusedError) as refused:
        fetch(f"https://{place}/to?http://{place}/plain", allow_private=frozenset([place]))
    assert refused.value.finding.code == "fetch-downgrade"


def test_a_drip_through_tls_is_cut_as_well(secured, pinned_names, monkeypatch):
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", secured.certificate)
    place = f"pinned.example.org:{secured.server_port}"
    with pytest.raises(FetchFailedError) as failed:
        fetch(f"https://{place}/driphead", allow_private=frozenset([place]), timeout=0.6)
    assert failed.value.finding.code == "fetch-too-slow"
    assert secured.stopped.wait(10)


def test_the_environment_is_not_listened_to(server, monkeypatch, tmp_path):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    assert server.fetch("plain").body == b'{"a": 1}'
    assert "Authorization" not in server.asked[0][1]


def test_a_refused_connection_is_said():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(FetchFailedError) as failed:
            fetch(f"http://{place}/", allow_private=frozenset([place]))
    assert failed.value.finding.code == "fetch-connection"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("185.24.184.1", True),
        ("2001:4860:4860::8888", True),
        ("2a00:1450:4007:80e::2003", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.0.1", False),
        ("127.0.0.53", False),
        ("0.0.0.0", False),  # noqa: S104
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("168.63.129.16", False),
        ("192.0.0.192", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("239.255.255.250", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::8.8.8.8", False),
        ("::ffff:8.8.8.8", False),
        ("64:ff9b::808:808", False),
        ("64:ff9b:1::808:808", False),
        ("2002:808:808::1", False),
        ("2001::1", False),
        ("2001:db8::1", False),
        ("fc00::1", False),
        ("fd00:ec2::254", False),
        ("fe80::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
    ],
)
def test_which_addresses_are_public(address, public):
    assert is_public(ipaddress.ip_address(address)) is public


def test_reports_hold_no_secrets():
    assert without_query("https://me:pw@example.org/a?token=1#x") == "https://example.org/a"
    assert "pw" not in without_query("https://me:pw@[x/?token=1")
