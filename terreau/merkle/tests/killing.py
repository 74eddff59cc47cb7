"""python -m terreau.merkle.tests.killing FOLDER KILLS SEED: append in a child, kill -9, look.

A program of its own, so that it can fork: it has no threads.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from terreau.merkle import Checkpoint, Folder, Log, Signer
from terreau.merkle.verify_record import folder_files, verify_record

SIGNER = Signer("terreau.example/record", bytes(32))


def main(folder, kills, seed):
    chance = random.Random(seed)
    Log.create(Folder(folder), SIGNER).close()
    known, most = {}, 0  # roots by size, as acknowledged or read by others
    for _ in range(kills):
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            append(folder, writing, chance.random())
        os.close(writing)
        deadline = time.monotonic() + chance.random() * 0.04
        while time.monotonic() < deadline:
            note(known, (Path(folder) / "checkpoint").read_text())
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with open(reading, encoding="utf-8") as acknowledged:
            for line in acknowledged.read().split("\f")[:-1]:
                most = note(known, line)
        with Log.open(Folder(folder), SIGNER) as log:
            assert log.size >= most, f"{most} entries were acknowledged, {log.size} are left"
            note(known, log.note)
            for size in chance.sample(sorted(known), min(5, len(known))):
                assert log.reader.root(size) == known[size], f"another history at {size}"
    read, names = folder_files(Path(folder))
    found = verify_record(read, str(SIGNER.verifier), names=names)
    assert found.unknown == [], found.unknown
    assert all(log.reader.root(size) == root for size, root in known.items())
    print(f"{kills} kills, {found.size} entries, {len(known)} checkpoints seen")  # noqa: T201


def append(folder, writing, seed):
    """Append until killed; says each signed checkpoint once it is acknowledged."""
    chance = random.Random(seed)
    with Log.open(Folder(folder), SIGNER) as log:
        while True:
            size = chance.choice([1, 2, chance.randrange(3, 400)])
            said = log.append([chance.randbytes(chance.randrange(40)) for _ in range(size)]).note
            os.write(writing, f"{said}\f".encode())


def note(known, text):
    checkpoint = Checkpoint.parse(text.rpartition("\n\n")[0])
    assert known.setdefault(checkpoint.size, checkpoint.root) == checkpoint.root
    return checkpoint.size


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
