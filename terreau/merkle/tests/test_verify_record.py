"""The one-file verifier: it agrees with the writer, and finds whatever was changed."""

import ast
import base64
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from terreau.merkle import Disclosed, Folder, Log, Signer, canonical, proof_file, verify_record
from terreau.merkle.tests.storages import Memory
from terreau.merkle.verify_record import NotVerified, folder_files, verify_proof

NAME = "terreau.example/record"
SIGNER, NEXT_SIGNER = Signer(NAME, bytes(32)), Signer(NAME, b"\x01" * 32)
KEY = str(SIGNER.verifier)
PROGRAM = Path(verify_record.__file__)


def made(*sizes, rotated=False):
    storage = Memory()
    log = Log.create(storage, SIGNER)
    for number, size in enumerate(sizes):
        log.append(b"%d" % each for each in range(log.size, size))
        if rotated and number == 0:
            log.rotate(NEXT_SIGNER)
    return storage


def verified(storage, key=KEY, **options):
    return verify_record.verify_record(storage.read, key, names=set(storage.files), **options)


def test_it_stands_alone():
    imported = [
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(ast.parse(PROGRAM.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    others = {name.split(".")[0] for name in imported} - sys.stdlib_module_names
    assert others == {"cryptography"}


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 65_536, 70_000])
def test_it_computes_the_root_that_the_writer_signed(size):
    storage = made(size)
    told = []
    found = verified(storage, progress=lambda *said: told.append(said))
    with Log.open(storage, SIGNER) as log:
        assert found.root == base64.b64encode(log.checkpoint.root).decode()
    assert (found.origin, found.size, found.keys, found.unknown) == (NAME, size, [KEY], [])
    assert told[-1:] == ([(size, size)] if size else [])


def test_a_record_that_grew_and_changed_keys_holds_with_each_key():
    storage = made(3, 250, 300, 600, rotated=True)
    for signer in (SIGNER, NEXT_SIGNER):
        assert verified(storage, str(signer.verifier)).keys == [KEY, str(NEXT_SIGNER.verifier)]
    stranger = Signer(NAME, b"\x07" * 32)
    with pytest.raises(NotVerified, match="never signed with"):
        verified(storage, str(stranger.verifier))


def altered(data, at, flip):
    changed = bytearray(data)
    changed[at] ^= flip
    return bytes(changed)


def test_each_changed_byte_of_each_file_is_found():
    storage = made(3, 5, rotated=True)
    verified(storage)
    count = 0
    for name, data in list(storage.files.items()):
        for at in range(len(data)):
            for flip in (1, 0x20, 0x80):
                storage.files[name] = altered(data, at, flip)
                with pytest.raises(NotVerified):
                    verified(storage)
                count += 1
        storage.files[name] = data
    assert count > 2500


def test_changes_in_a_longer_record_are_found():
    storage = made(250, 300, 777, rotated=True)
    chance = random.Random(1)
    for name, data in list(storage.files.items()):
        places = [0, len(data) - 1, *(chance.randrange(len(data)) for _ in range(12))]
        for at in places:
            storage.files[name] = altered(data, at, chance.randrange(1, 256))
            with pytest.raises(NotVerified):
                verified(storage)
        for changed in (data[:-1], data[1:], data + b"\n", data + data, b""):
            storage.files[name] = changed
            with pytest.raises(NotVerified):
                verified(storage)
        del storage.files[name]
        if ".p/" not in name or name.endswith(".p/9"):  # what no later file repeats
            with pytest.raises(NotVerified):
                verified(storage)
        storage.files[name] = data


def test_files_exchanged_or_from_another_record_are_found():
    storage = made(700)
    files = dict(storage.files)
    for one, other in (("tile/0/000", "tile/0/001"), ("tile/entries/000", "tile/entries/001")):
        storage.files = files | {one: files[other], other: files[one]}
        with pytest.raises(NotVerified):
            verified(storage)
    with pytest.raises(NotVerified, match="is not a change from the key before"):
        storage.files = files | {"keys/1": files["checkpoint"]}
        verified(storage)


def test_what_a_signer_rewrites_is_found_by_who_kept_a_checkpoint():
    storage = made(3, 300)
    kept = made(200).files["checkpoint"]
    assert verified(storage, since=kept).since == 200

    forged = Memory()
    with Log.create(forged, SIGNER) as log:
        log.append(b"%d" % (number + (number == 7)) for number in range(300))
    assert verified(forged).size == 300
    with pytest.raises(NotVerified, match="the first 200 entries"):
        verified(forged, since=kept)
    with pytest.raises(NotVerified, match="had 200 before"):
        verified(made(100), since=kept)
    with pytest.raises(NotVerified, match="the earlier checkpoint"):
        verified(storage, since=b"nothing")
    with pytest.raises(NotVerified, match="another record of the same length"):
        verified(forged, since=storage.files["checkpoint"])


def test_a_signature_by_anybody_else_is_not_passed_over():
    storage = made(3)
    note = storage.files["checkpoint"].decode()
    stranger = Signer("elsewhere", bytes(32))
    storage.files["checkpoint"] = (note + stranger.line(note.rpartition("\n\n")[0])).encode()
    with pytest.raises(NotVerified, match="is not signed as it must be"):
        verified(storage)


def test_files_that_are_no_part_of_the_record_are_named():
    storage = made(3)
    storage.files |= {
        "readme.txt": b"",
        "tile/0/000.p/4": b"",
        "tile/0/001": b"",
        "tile/x.p/y": b"",
    }
    found = verified(storage)
    assert found.unknown == ["readme.txt", "tile/0/000.p/4", "tile/0/001", "tile/x.p/y"]


def test_a_record_read_while_it_grows_still_holds():
    early, late = made(3, 250), made(3, 250, 700)
    late.files["checkpoint"] = early.files["checkpoint"]
    assert verify_record.verify_record(late.read, KEY).size == 250


def proof(**changes):
    """A proof of two of nine entries, one of them disclosed, as JSON."""
    said = Disclosed("00" * 16, {"decision": "to go on", "reasons": "users say so"})
    text = '{"decision":"to go on","reasons":"users say so"}'
    digest = verify_record.hashlib.sha256(("00" * 16 + text).encode()).hexdigest()
    storage = Memory()
    with Log.create(storage, SIGNER) as log:
        log.append([b'{"payload":"%s"}' % digest.encode(), b"\xff"])
        log.rotate(NEXT_SIGNER)
        log.append([b"x"] * 7)
    return json.loads(canonical(proof_file(storage.read, [0, 1, 8], {0: said}))) | changes


def test_a_proof_shows_entries_and_what_they_say():
    found, proven = verify_proof(json.dumps(proof()).encode(), KEY)

    assert found.size == 9
    assert [each.index for each in proven] == [0, 1, 8]
    assert json.loads(proven[0].payload)["decision"] == "to go on"
    assert (proven[1].entry, proven[1].payload) == (b"\xff", None)


def test_whatever_is_changed_in_a_proof_is_found():
    chance = random.Random(2)

    def change(value):
        if isinstance(value, str) and value:
            at = chance.randrange(len(value))
            other = chance.choice([c for c in "Ab1=+" if c != value[at]])
            return value[:at] + other + value[at + 1 :]
        if isinstance(value, int):
            return value + chance.choice([-1, 1, 2**70])
        if isinstance(value, list):
            return chance.choice([[], value[:-1], [*value, value[-1]] if value else [1]])
        return None

    whole = proof()
    for _ in range(400):
        changed = json.loads(json.dumps(whole))
        where = chance.choice(["checkpoint", "keys", "format", "path", "salt", "payload", "index",
                               "entry", "hash", "key"])  # fmt: skip
        entry = changed["entries"][0 if where in ("salt", "payload") else chance.randrange(3)]
        holder, name = {
            "hash": (entry["path"], chance.randrange(len(entry["path"]))),
            "key": (changed["keys"], 0),
        }.get(where, (changed if where in changed else entry, where))
        before = holder[name]
        holder[name] = change(before)
        if holder[name] == before:
            continue
        with pytest.raises(NotVerified):
            verify_proof(json.dumps(changed).encode(), KEY)


@pytest.mark.parametrize(
    "document",
    [
        b"", b"{", b"[]", b"null", b"1", b"\xff", b"[" * 100_000,
        json.dumps({"format": "terreau-proof/1"}).encode(),
        json.dumps(proof(entries=[])).encode(),
        json.dumps(proof(entries=[1])).encode(),
        json.dumps(proof(checkpoint=1)).encode(),
        json.dumps(proof(checkpoint="\ud800")).encode(),
        json.dumps(proof(keys=[1])).encode(),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_proof_is_refused(document):
    with pytest.raises(NotVerified):
        verify_proof(document, KEY)


@pytest.mark.parametrize(
    "key", ["", "name", "a+b+c", KEY[:-1], KEY.replace("record", "recorD"), "ä+1+é"]
)
def test_a_mistyped_key_is_said(key):
    with pytest.raises(NotVerified, match=r"is not a key|mistyped"):
        verified(made(1), key)


def run(*arguments):
    return subprocess.run(
        [sys.executable, "verify_record.py", *map(str, arguments)],
        cwd=arguments[0].parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_the_program_alone_in_a_folder(tmp_path):
    shutil.copy(PROGRAM, tmp_path)
    record, kept = tmp_path / "record", tmp_path / "kept"
    with Log.create(Folder(record), SIGNER) as log:
        kept.write_text(log.append([b"a", b"b"]).note)
        log.append([b"c"] * 300)
    (tmp_path / "proof.json").write_bytes(canonical(proof_file(Folder(record).read, [1])))

    done = run(record, "--key", KEY, "--since", "kept")
    assert (done.returncode, done.stderr) == (0, "")
    assert "the 2 entries of the earlier checkpoint are unchanged\nVERIFIED: " in done.stdout
    assert "entry 1: b\nVERIFIED" in run(tmp_path / "proof.json", "--key", KEY).stdout
    assert run(tmp_path / "nothing", "--key", KEY).returncode == 1

    entries = record / "tile/entries/000"
    entries.write_bytes(altered(entries.read_bytes(), 2, 1))
    done = run(record, "--key", KEY)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "NOT VERIFIED: tile/0/000 does not hold what its entries give\n"


def test_names_of_folders_are_read_as_they_are(tmp_path):
    with Log.create(Folder(tmp_path), SIGNER) as log:
        log.append([b"a"])
    read, names = folder_files(tmp_path)
    assert names == {".lock", "checkpoint", "tile/0/000.p/1", "tile/entries/000.p/1"}
    with pytest.raises(FileNotFoundError):
        read("keys/1")
