"""The vectors of transparency-dev/merkle, a reference log of transparency-dev/tessera, pymerkle."""

import json
from base64 import b64decode
from pathlib import Path

import pytest

from terreau.merkle import (
    Log,
    ProofError,
    Reader,
    Signer,
    leaf_hash,
    root_of,
    tiles,
    verify_consistency,
    verify_inclusion,
)
from terreau.merkle.hashing import leaf_hashes
from terreau.merkle.tests.storages import Memory
from terreau.merkle.verify_record import verify_record

DATA = Path(__file__).parents[4] / "shared" / "data" / "tlog"
VECTORS, REFERENCE = DATA / "merkle_vectors", DATA / "tessera_testdata" / "log"
shared = [
    pytest.mark.shareddata,
    pytest.mark.skipif(not DATA.is_dir(), reason="the shared vectors and log are not here"),
]

# The key that tessera publishes for its test data.
SECRET = (
    "PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg"
)
REFERENCE_SIZE = 15


def hashes(*given):
    return [b64decode(each) for each in given]


def inclusion(vector):
    leaf, root = hashes(vector["leafHash"] or "", vector["root"] or "")
    path = hashes(*(vector["proof"] or []))
    verify_inclusion(vector["leafIdx"], vector["treeSize"], leaf, path, root)


def consistency(vector):
    roots = hashes(vector["root1"] or "", vector["root2"] or "")
    path = hashes(*(vector["proof"] or []))
    verify_consistency(vector["size1"], vector["size2"], *roots, path)


@pytest.mark.parametrize(
    ("kind", "check", "count"),
    [pytest.param("inclusion", inclusion, 98, marks=shared),
     pytest.param("consistency", consistency, 98, marks=shared)],
)  # fmt: skip
def test_vectors_are_taken_and_refused_as_they_say(kind, check, count):
    differ = []
    paths = sorted((VECTORS / kind).rglob("*.json"))
    for path in paths:
        vector = json.loads(path.read_text())
        try:
            check(vector)
        except ProofError:
            refused = True
        else:
            refused = False
        if refused != vector["wantErr"]:
            differ.append((path, vector["desc"]))
    assert differ == []
    assert len(paths) == count


@pytest.mark.shareddata
@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the shared reference log is not here")
def test_the_reference_log_is_written_byte_for_byte():
    def reference(name):
        return (REFERENCE / name).read_bytes()

    whole = tiles.unbundled(reference(f"tile/entries/000.p/{REFERENCE_SIZE}"), "")
    storage = Memory()
    signer = Signer.parse(SECRET)
    with Log.create(storage, signer) as log:
        assert log.note.encode() == reference("checkpoint.0")
        for size, entry in enumerate(whole, 1):
            assert log.append([entry]).note.encode() == reference(f"checkpoint.{size}")
    ours = {name: data for name, data in storage.files.items() if name != "checkpoint"}
    theirs = {
        path.relative_to(REFERENCE).as_posix(): path.read_bytes()
        for path in (REFERENCE / "tile").rglob("*")
        if path.is_file()
    }
    assert ours == theirs
    assert len(theirs) == 2 * REFERENCE_SIZE

    found = verify_record(lambda name: (REFERENCE / name).read_bytes(), str(signer.verifier))
    assert found.size == REFERENCE_SIZE


@pytest.mark.parametrize("size", [1, 2, 3, 255, 256, 257, 1000])
def test_another_implementation_gives_the_same_roots_and_proofs(size):
    pymerkle = pytest.importorskip("pymerkle", reason="pymerkle is not installed")
    entries = [b"%d" % number for number in range(size)]
    tree = pymerkle.InmemoryTree.init_from_entries(entries)
    storage = Memory()
    with Log.create(storage, Signer("terreau.example/record", bytes(32))) as log:
        log.append(entries)
    reader = Reader(storage.read, size)

    assert tree.get_root() == log.checkpoint.root == root_of(leaf_hashes(entries))
    for index in {0, size // 3, size - 1}:
        theirs = tree.prove_inclusion(index + 1, size)
        ours = reader.inclusion(index)
        assert set(ours.path) <= set(theirs.path)
        ours.verify(leaf_hash(entries[index]), tree.get_root())
    for old in {1, size // 2 or 1, size}:
        ours = reader.consistency(old)
        ours.verify(tree.get_root(old), tree.get_root())
