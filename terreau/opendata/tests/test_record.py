"""`terreau record verify`, of folders, addresses and proofs."""

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from terreau.merkle import Disclosed, Folder, Log, Signer, canonical, proof_file, verify_record

SIGNER = Signer("terreau.example/record", bytes(32))
KEY = str(SIGNER.verifier)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def record(tmp_path):
    folder = tmp_path / "record"
    with Log.create(Folder(folder), SIGNER) as log:
        log.append(b"%d" % number for number in range(300))
    return folder


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def address(record, settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=record))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    place = f"127.0.0.1:{server.server_port}"
    settings.FETCH_PRIVATE_HOSTS = [place]
    yield f"http://{place}/"
    server.shutdown()
    thread.join()
    server.server_close()


def verify(*given, **options):
    out = StringIO()
    call_command("record", "verify", *map(str, given), key=KEY, stdout=out, **options)
    return out.getvalue()


def damage(path, at=5):
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_a_folder_is_verified_and_damage_is_found(record, tmp_path):
    said = verify(record)
    assert said.startswith("VERIFIED: terreau.example/record, 300 entries, root ")
    kept = tmp_path / "kept"
    kept.write_bytes((record / "checkpoint").read_bytes())
    (record / "notes.txt").touch()
    lines = verify(record, since=kept).splitlines()
    assert lines[:2] == [
        "No part of the record: notes.txt",
        "What stood in the earlier checkpoint (300 entries) is unchanged.",
    ]
    assert json.loads(verify(record, json=True)) == {
        "origin": "terreau.example/record",
        "size": 300,
        "root": said.split()[-1],
        "keys": [KEY],
        "since": None,
        "unknown": ["notes.txt"],
        "proven": [],
    }

    damage(record / "tile/entries/000")
    with pytest.raises(CommandError, match=r"NOT VERIFIED: tile/0/000 does not hold what its"):
        verify(record)
    with (
        translation.override("fr"),
        pytest.raises(CommandError, match=r"NON VÉRIFIÉ\s: tile/0/000"),
    ):
        verify(record)


def test_an_address_is_verified_and_what_is_missing_is_said(record, address):
    assert "VERIFIED: terreau.example/record, 300 entries" in verify(address)

    (record / "tile/1/000.p/1").unlink()
    with pytest.raises(CommandError, match=r"tile/1/000.p/1 is missing"):
        verify(address)


def test_private_networks_are_not_asked(address, settings):
    settings.FETCH_PRIVATE_HOSTS = []
    for place in (address, "http://[::1]/", "http://10.0.0.1/record", "https://localhost/"):
        with pytest.raises(CommandError, match=r"private network"):
            verify(place)


def test_an_entry_that_is_no_text_and_bytes_like_a_page_are_read(record, address):
    with Log.open(Folder(record), SIGNER) as log:
        log.append([b"x" * 212, b"<html>".ljust(2620), b"\xff\x00"])  # a length that is a letter
        log.append([b"<html><body>"] * 209)
        log.append([b"<html>" + b" " * (0x0A3C - 6)] * 3)
    assert "515 entries" in verify(address)


def test_a_proof_is_verified_and_says_what_was_decided(record, tmp_path):
    said = Disclosed("ab" * 16, {"decision": "go on"})
    digest = "8b3f8a8ce4b0f7a2a4b6d0a3b4f4e0bb4fdb6d8b9f4b0e9f2f5b8fbd3b1b0a11"
    path = tmp_path / "proof.json"
    path.write_bytes(canonical(proof_file(Folder(record).read, [7, 299])))
    assert verify(path).splitlines()[:2] == ["Entry 7 is proven: 7", "Entry 299 is proven: 299"]
    assert [each["index"] for each in json.loads(verify(path, json=True))["proven"]] == [7, 299]

    with Log.open(Folder(record), SIGNER) as log:
        log.append([b'{"payload":"%s"}' % digest.encode()])
    path.write_bytes(canonical(proof_file(Folder(record).read, [300], {300: said})))
    with pytest.raises(CommandError, match=r"entry 300 does not say that"):
        verify(path)
    with pytest.raises(CommandError, match=r"earlier checkpoint"):
        verify(path, since=path)


@pytest.mark.parametrize("source", ["nothing-here", "ftp://terreau.example/record"])
def test_what_is_not_there_is_said(source):
    with pytest.raises(CommandError, match=r"cannot be read"):
        verify(source)


@pytest.mark.django_db
def test_the_verifier_can_be_taken_along(client):
    response = client.get("/data/verify_record.py")
    assert b"".join(response.streaming_content) == Path(verify_record.__file__).read_bytes()
    assert response["Content-Disposition"] == 'attachment; filename="verify_record.py"'


def test_a_mistyped_key_is_said(record):
    with pytest.raises(CommandError, match=r"is not a key"):
        call_command("record", "verify", str(record), key="nobody")
