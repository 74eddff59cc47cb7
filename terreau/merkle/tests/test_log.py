"""A record as it grows: what it holds, proves, signs and refuses."""

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau.merkle import (
    Checkpoint,
    DamagedError,
    Disclosed,
    Folder,
    LockedError,
    Log,
    ProofError,
    Reader,
    RecordError,
    SignatureError,
    Signer,
    canonical,
    leaf_hash,
    opened_checkpoint,
    proof_file,
    root_of,
    tiles,
)
from terreau.merkle.hashing import leaf_hashes
from terreau.merkle.tests.storages import Memory
from terreau.merkle.verify_record import verify_record

NAME = "terreau.example/record"
SIGNER, NEXT_SIGNER = Signer(NAME, bytes(32)), Signer(NAME, b"\x01" * 32)
KEY = str(SIGNER.verifier)


def entries(begin, end):
    return [b"entry %d" % number for number in range(begin, end)]


def made(*batches):
    storage = Memory()
    with Log.create(storage, SIGNER) as log:
        for batch in batches:
            log.append(batch)
    return storage


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 600), max_size=4))
def test_appending_one_by_one_or_in_batches_gives_the_same_bytes(sizes):
    bounds = [sum(sizes[:n]) for n in range(len(sizes) + 1)]
    parts = made(*(entries(*pair) for pair in pairwise(bounds)))
    whole = made(entries(0, bounds[-1]))

    assert whole.files.items() <= parts.files.items()
    others = set(parts.files) - set(whole.files)
    assert all(".p/" in name for name in others)  # beginnings of what still grows
    assert verify_record(parts.read, KEY, names=set(parts.files)).unknown == []


def test_files_are_laid_out_as_tiles():
    storage = made(entries(0, 256), entries(256, 257), entries(257, 300))

    assert sorted(storage.files) == [
        "checkpoint",
        "tile/0/000",
        "tile/0/001.p/1",
        "tile/0/001.p/44",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/1",
        "tile/entries/001.p/44",
    ]
    assert storage.files["tile/0/000"] == leaf_hashes(entries(0, 256))
    assert storage.files["tile/1/000.p/1"] == root_of(storage.files["tile/0/000"])
    assert storage.files["tile/entries/001.p/1"] == b"\x00\x09entry 256"
    assert tiles.path(2, 1_234_067) == "tile/2/x001/x234/067"
    assert tiles.path("entries", 999) == "tile/entries/999"
    assert tiles.path(0, 1000, 3) == "tile/0/x001/000.p/3"


def test_what_was_added_can_be_read_and_proven_at_every_size():
    storage = Memory()
    with Log.create(storage, SIGNER) as log:
        given = iter(entries(0, 700))
        seen = []
        for size in (1, 255, 256, 257, 511, 700):
            appended = log.append([next(given) for _ in range(size - log.size)])
            seen.append(appended.checkpoint)
            assert appended.checkpoint.root == root_of(leaf_hashes(entries(0, size)))
            assert opened_checkpoint(appended.note, NAME, [SIGNER.verifier])[0] == log.checkpoint
        reader = log.reader
        for number, entry in enumerate(reader.entries()):
            assert entry == b"entry %d" % number
            assert reader.leaf(number) == leaf_hash(entry)
            for checkpoint in seen:
                if number < checkpoint.size:
                    proof = reader.inclusion(number, checkpoint.size)
                    proof.verify(leaf_hash(entry), checkpoint.root)
        for before in seen:
            for after in seen:
                if before.size <= after.size:
                    proof = reader.consistency(before.size, after.size)
                    proof.verify(before.root, after.root)
        assert list(reader.entries(254, 258)) == entries(254, 258)
        assert reader.entry(699) == b"entry 699"


def test_what_the_record_has_not_is_not_proven():
    reader = Reader(made(entries(0, 3)).read, 3)

    for ask in (
        lambda: reader.inclusion(3),
        lambda: reader.inclusion(-1),
        lambda: reader.inclusion(0, 4),
        lambda: reader.consistency(0),
        lambda: reader.consistency(2, 4),
        lambda: reader.entry(3),
        lambda: reader.leaf(-1),
        lambda: list(reader.entries(0, 4)),
    ):
        with pytest.raises(ProofError):
            ask()


def test_progress_is_told_and_nothing_added_changes_nothing():
    told = []
    storage = Memory()
    with Log.create(storage, SIGNER) as log:
        log.append(entries(0, 300), lambda *said: told.append(said))
        log.append(iter(entries(300, 301)), lambda *said: told.append(said))
        before = dict(storage.files)
        appended = log.append([])
    assert told == [(256, 300), (300, 300), (1, None)]
    assert (appended.first, appended.checkpoint.size) == (301, 301)
    assert appended.to_json()["size"] == 301
    assert storage.files == before


@pytest.mark.parametrize(
    ("wrong", "error"), [(bytes(65_536), ValueError), ("text", TypeError), (None, TypeError)]
)
def test_an_entry_that_cannot_be_kept_adds_nothing(wrong, error):
    storage = made(entries(0, 250))
    before = dict(storage.files)
    log = Log.open(storage, SIGNER)
    with pytest.raises(error, match="entry 550"):
        log.append([*entries(250, 550), wrong])
    with pytest.raises(RecordError, match="open it again"):
        log.append([b"more"])

    assert storage.files["checkpoint"] == before["checkpoint"]
    with Log.open(storage, SIGNER) as log:
        assert storage.files == before
        assert log.append([bytes(65_535)]).first == 250


def test_a_record_is_made_once_and_opened_with_its_own_key():
    storage = made(entries(0, 3))

    with pytest.raises(RecordError, match="already"):
        Log.create(storage, SIGNER)
    with pytest.raises(SignatureError):
        Log.open(storage, NEXT_SIGNER)
    del storage.files["checkpoint"]
    with pytest.raises(RecordError, match="already"):
        Log.create(storage, SIGNER)
    with pytest.raises(DamagedError, match="no record here"):
        Log.open(storage, SIGNER)


@pytest.mark.parametrize("size", [3, 256, 300])
def test_a_record_whose_edge_was_damaged_is_not_appended_to(size):
    storage = made(entries(0, size))
    edge = [name for name in storage.files if name.endswith(f".p/{size % 256 or 1}")]
    for name in edge:
        for data in (b"", storage.files[name][:-1], b"\x01" * len(storage.files[name]), None):
            broken = storage.killed()
            broken.files[name] = data
            if data is None:
                del broken.files[name]
            with pytest.raises(DamagedError):
                Log.open(broken, SIGNER)


def test_an_old_copy_of_a_record_does_not_sign_another_history():
    old = made(entries(0, 3))
    seen = Log.open(made(entries(0, 5)), SIGNER).checkpoint

    with pytest.raises(DamagedError, match="an old copy"):
        Log.open(old, SIGNER, seen)
    other = made(entries(0, 4), [b"another"], entries(5, 9))
    with pytest.raises(DamagedError, match="not those that were seen"):
        Log.open(other, SIGNER, seen)
    assert Log.open(made(entries(0, 9)), SIGNER, seen).size == 9
    assert Log.open(old, SIGNER, Checkpoint(NAME, 0, root_of(b""))).size == 3


def test_another_key_signs_after_both_signed_the_change():
    storage = Memory()
    third = Signer(NAME, b"\x02" * 32)
    with Log.create(storage, SIGNER) as log:
        log.append(entries(0, 3))
        log.rotate(NEXT_SIGNER)
        log.append(entries(3, 5))
    with pytest.raises(SignatureError, match="the key was changed"):
        Log.open(storage, SIGNER)
    with Log.open(storage, NEXT_SIGNER) as log:
        for wrong in (SIGNER, NEXT_SIGNER, Signer("elsewhere", bytes(32))):
            with pytest.raises(SignatureError):
                log.rotate(wrong)
        log.rotate(third)
        assert [change.size for change in log.key_changes] == [3, 5]

    for signer in (SIGNER, NEXT_SIGNER, third):
        found = verify_record(storage.read, str(signer.verifier), names=set(storage.files))
        assert (found.size, len(found.keys), found.unknown) == (5, 3, [])


def test_files_that_are_not_ours_are_left_alone():
    storage = made(entries(0, 300))
    others = ["tile/.hidden", "tile/0/notes", "tile/0/001.p/notes", "tile/notes/000", "notes"]
    storage.files |= dict.fromkeys(others, b"kept")
    storage.files["tile/0/x001/000"] = storage.files["tile/entries/002"] = b"beyond"
    with Log.open(storage, SIGNER) as log:
        log.append([b"more"])
    assert {name for name in storage.files if storage.files[name] == b"kept"} == set(others)
    assert b"beyond" not in storage.files.values()


def test_one_process_appends_at_a_time(tmp_path):
    log = Log.create(Folder(tmp_path / "record"), SIGNER)
    with pytest.raises(LockedError):
        Log.open(Folder(tmp_path / "record"), SIGNER)
    log.close()
    with pytest.raises(RecordError, match="open it again"):
        log.append([b"more"])
    with Log.open(Folder(tmp_path / "record"), SIGNER) as again:
        assert again.append([b"more"]).checkpoint.size == 1


def test_a_folder_holds_the_same_files_as_memory(tmp_path):
    batches = entries(0, 250), entries(250, 300), entries(300, 1000)
    with Log.create(Folder(tmp_path), SIGNER) as log:
        for batch in batches:
            log.append(batch)
    found = {
        path.relative_to(tmp_path).as_posix(): path.read_bytes()
        for path in tmp_path.rglob("*")
        if path.is_file()
    }
    assert found.pop(".lock") == b""
    assert found == made(*batches).files


def test_proofs_to_hand_out_are_canonical_json():
    storage = made(entries(0, 300))
    document = canonical(proof_file(storage.read, [299, 7]))
    said = json.loads(document)

    assert [each["index"] for each in said["entries"]] == [7, 299]
    assert document == canonical(proof_file(storage.read, iter([7, 299])))
    for wrong in ([], [1, 1]):
        with pytest.raises(ValueError, match="once"):
            proof_file(storage.read, wrong)
    with pytest.raises(ValueError, match="disclose"):
        proof_file(storage.read, [1], {2: Disclosed("", {})})
    with pytest.raises(ProofError):
        proof_file(storage.read, [300])
    with pytest.raises(DamagedError, match="no record here"):
        proof_file(Memory().read, [0])
