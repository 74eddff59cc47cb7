"""The verifiable record beside pymerkle 7: a tree in memory, and one in SQLite on disk."""

import random
import shutil
from base64 import b64encode
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

from bench.engines.contest import Contest, Goal, Peer
from terreau.merkle import Folder, Log, Reader, Signer
from terreau.merkle.verify_record import folder_files, verify_record

if find_spec("pymerkle"):
    from pymerkle import InmemoryTree, SqliteTree

SIGNER = Signer("terreau.example/record", bytes(32))
ENTRY = 280  # bytes: as long as a statement of the ledger
PROOFS = 1000


def entries(size, begin=0):
    chance = random.Random(begin)  # noqa: S311  not for secrets
    rest = chance.randbytes(ENTRY - 8)
    return [number.to_bytes(8, "big") + rest for number in range(begin, begin + size)]


def text(root):
    return b64encode(root).decode()


def ours_appended(size):
    """Hashed, written as tiles, synced, signed."""
    folder, given = mkdtemp(), entries(size)
    log = Log.create(Folder(folder), SIGNER)
    yield
    yield text(log.append(given).checkpoint.root)
    shutil.rmtree(folder)


def sqlite_appended(size):
    folder, given = mkdtemp(), entries(size)
    tree = SqliteTree(f"{folder}/tree.sqlite")
    yield
    tree.append_entries(given)
    yield text(tree.get_root())
    tree.close()
    shutil.rmtree(folder)


def memory_appended(size):
    """Hashed alone: nothing is written."""
    given, tree = entries(size), InmemoryTree()
    yield
    tree.append_entries(given)
    yield text(tree.get_root())


def ours_one_by_one(size):
    """A hundred appends to a record of that size, each durable and signed before the next."""
    folder = mkdtemp()
    log = Log.create(Folder(folder), SIGNER)
    log.append(entries(size))
    more = entries(100, size)
    yield
    for entry in more:
        log.append([entry])
    yield text(log.checkpoint.root)
    shutil.rmtree(folder)


def sqlite_one_by_one(size):
    folder = mkdtemp()
    tree = SqliteTree(f"{folder}/tree.sqlite")
    tree.append_entries(entries(size))
    tree.get_root()
    more = entries(100, size)
    yield
    for entry in more:
        tree.append_entry(entry)
        root = tree.get_root()
    yield text(root)
    tree.close()
    shutil.rmtree(folder)


def indexes(size):
    chance = random.Random(size)  # noqa: S311  not for secrets
    return [chance.randrange(size) for _ in range(PROOFS)]


def ours_included(size):
    """From the files, by a reader that has read nothing yet."""
    folder = mkdtemp()
    root = Log.create(Folder(folder), SIGNER).append(entries(size)).checkpoint.root
    reader = Reader(Folder(folder).read, size)
    yield
    proofs = [reader.inclusion(index) for index in indexes(size)]
    yield len(proofs)
    for proof in proofs:
        proof.verify(reader.leaf(proof.index), root)
    shutil.rmtree(folder)


def sqlite_included(size):
    folder = mkdtemp()
    with SqliteTree(f"{folder}/tree.sqlite") as tree:
        tree.append_entries(entries(size))
    tree = SqliteTree(f"{folder}/tree.sqlite")
    yield
    yield len([tree.prove_inclusion(index + 1, size) for index in indexes(size)])
    shutil.rmtree(folder)


def memory_included(size):
    tree = InmemoryTree.init_from_entries(entries(size))
    tree.get_root()
    yield
    yield len([tree.prove_inclusion(index + 1, size) for index in indexes(size)])


def ours_consistent(size):
    folder = mkdtemp()
    Log.create(Folder(folder), SIGNER).append(entries(size))
    reader = Reader(Folder(folder).read, size)
    yield
    yield len([reader.consistency(index + 1) for index in indexes(size)])
    shutil.rmtree(folder)


def memory_consistent(size):
    tree = InmemoryTree.init_from_entries(entries(size))
    tree.get_root()
    yield
    yield len([tree.prove_consistency(index + 1, size) for index in indexes(size)])


def ours_verified(size):
    """The one-file verifier: every entry, tile and signature."""
    folder = mkdtemp()
    Log.create(Folder(folder), SIGNER).append(entries(size))
    yield
    read, names = folder_files(Path(folder))
    yield verify_record(read, str(SIGNER.verifier), names=names).root
    shutil.rmtree(folder)


def sqlite_verified(size):
    """The root of what its database holds, by a tree that has read nothing yet."""
    folder = mkdtemp()
    with SqliteTree(f"{folder}/tree.sqlite") as tree:
        tree.append_entries(entries(size))
    tree = SqliteTree(f"{folder}/tree.sqlite")
    yield
    yield text(tree.get_root())
    shutil.rmtree(folder)


GROWING = (1_000, 100_000, 1_000_000)
MEMORY, SQLITE = "pymerkle, memory", "pymerkle, SQLite"

CONTESTS = [
    Contest(
        "append in one batch",
        GROWING,
        ours_appended,
        (Peer(SQLITE, "pymerkle", sqlite_appended), Peer(MEMORY, "pymerkle", memory_appended)),
        {100_000: Goal(seconds=1), 1_000_000: Goal(seconds=10)},
    ),
    Contest(
        "append 100 one by one, each durable",
        GROWING,
        ours_one_by_one,
        (Peer(SQLITE, "pymerkle", sqlite_one_by_one),),
    ),
    Contest(
        f"{PROOFS:,} proofs of inclusion",
        GROWING,
        ours_included,
        (Peer(SQLITE, "pymerkle", sqlite_included), Peer(MEMORY, "pymerkle", memory_included)),
        {1_000_000: Goal(seconds=0.0005 * PROOFS)},
    ),
    Contest(
        f"{PROOFS:,} proofs of consistency",
        GROWING,
        ours_consistent,
        (Peer(MEMORY, "pymerkle", memory_consistent),),
    ),
    Contest(
        "verify all",
        (1, 255, 256, 257, 65_536, 70_000, 1_000_000),
        ours_verified,
        (Peer(SQLITE, "pymerkle", sqlite_verified),),
    ),
]
