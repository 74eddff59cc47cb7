"""Appending, killed at any byte: the record opens again, whole, and never signs two histories."""

import os
import random
import subprocess
import sys

import pytest

from terreau.merkle import Checkpoint, Log, Signer
from terreau.merkle.log import CHECKPOINT
from terreau.merkle.tests.storages import Crash, Memory
from terreau.merkle.verify_record import verify_record

NAME = "terreau.example/record"
SIGNER, NEXT_SIGNER = Signer(NAME, bytes(32)), Signer(NAME, b"\x01" * 32)
KILLS = int(os.environ.get("TERREAU_KILLS", "300"))


def start(size):
    storage = Memory()
    with Log.create(storage, SIGNER) as log:
        log.append(b"%d" % number for number in range(size))
    return storage


def crashed(before, budget, batch):
    """(what is left of the storage, how many entries were acknowledged, whether it crashed)."""
    storage = before.killed()
    storage.budget = budget
    acknowledged = 0
    try:
        with Log.open(storage, SIGNER) as log:
            acknowledged = log.size
            acknowledged = log.append(batch).checkpoint.size
            acknowledged = log.append([b"one more"]).checkpoint.size
    except Crash:
        return storage, acknowledged, True
    return storage, acknowledged, False


def check(storage, acknowledged, wanted):
    """Open what is left, append something else, and look at all that was ever published."""
    with Log.open(storage, SIGNER) as log:
        assert log.size >= acknowledged
        assert list(log.reader.entries()) == wanted[: log.size]
        assert nothing_else(storage)
        log.append([b"another history"])
    assert nothing_else(storage)
    one_history(storage)


def nothing_else(storage):
    """Whether every file is part of the record, and holds."""
    found = verify_record(storage.read, str(SIGNER.verifier), names=set(storage.files))
    return found.unknown == []


def one_history(storage):
    texts = {}
    for name, note in storage.published:
        if name == CHECKPOINT:
            text = note.decode().rpartition("\n\n")[0]
            size = Checkpoint.parse(text).size
            assert texts.setdefault(size, text) == text


def test_a_crash_at_every_byte_leaves_the_record_whole():
    before, batch = start(2), [b"2", b"3"]
    wanted = [b"0", b"1", *batch, b"one more"]
    budget, more = 0, True
    while more:
        storage, acknowledged, more = crashed(before, budget, batch)
        check(storage.killed(), acknowledged, wanted)
        check(storage.unplugged(random.Random(budget)), acknowledged, wanted)
        budget += 1
    assert budget > 500


@pytest.mark.parametrize("size", [250, 255, 256, 510])
def test_a_crash_anywhere_where_tiles_become_full(size):
    before, batch = start(size), [b"%d" % number for number in range(size, size + 300)]
    wanted = [b"%d" % number for number in range(size + 300)] + [b"one more"]
    whole = before.killed()
    whole.budget = most = 10**6
    with Log.open(whole, SIGNER) as log:
        log.append(batch)
        log.append([b"one more"])
    chance = random.Random(size)
    for _ in range(60):
        budget = chance.randrange(int(most - whole.budget))
        storage, acknowledged, _crashed = crashed(before, budget, batch)
        check(storage.killed(), acknowledged, wanted)
        check(storage.unplugged(chance), acknowledged, wanted)


def test_a_crash_at_every_byte_of_a_change_of_key():
    before = start(3)
    budget, more = 0, True
    while more:
        storage = before.killed()
        storage.budget = budget
        try:
            with Log.open(storage, SIGNER) as log:
                log.rotate(NEXT_SIGNER)
            more = False
        except Crash:
            pass
        for left in (storage.killed(), storage.unplugged(random.Random(budget))):
            rotated = b"key change" in left.files.get("next", b"") or "keys/1" in left.files
            try:
                log = Log.open(left, SIGNER)
            except Exception:
                assert rotated
                log = Log.open(left, NEXT_SIGNER)
            log.append([b"3"])
            signers = {SIGNER, NEXT_SIGNER} if log.key_changes else {SIGNER}
            log.close()
            for signer in signers:
                found = verify_record(left.read, str(signer.verifier), names=set(left.files))
                assert (found.size, found.unknown) == (4, [])
            one_history(left)
        budget += 1
    assert budget > 300


def test_a_crash_while_a_record_is_made():
    budget, more = 0, True
    while more:
        storage = Memory(budget=budget)
        try:
            Log.create(storage, SIGNER)
            more = False
        except Crash:
            pass
        left = storage.killed()
        if CHECKPOINT not in left.files:
            Log.create(left, SIGNER).close()
        check(left, 0, [])
        budget += 1


def test_a_process_that_is_killed_hundreds_of_times_loses_nothing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "terreau.merkle.tests.killing", str(tmp_path), str(KILLS), "1"],
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    assert f"{KILLS} kills" in done.stdout
