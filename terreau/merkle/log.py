"""The writer of a record: appends entries to a folder of tiles and signs what it holds.

How a crash at any moment leaves it whole: tiles beyond the signed size are written and synced
first, then the signed checkpoint under another name, synced; then it takes the place of the one
before, at once. `open` publishes a checkpoint that was synced but not yet in its place, and removes
what no checkpoint covers. So what `append` returned is there for good, and what was signed is never
signed anew with another root.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sized
from dataclasses import dataclass
from itertools import islice
from typing import Any, Self

from terreau.merkle import tiles
from terreau.merkle.checkpoints import Checkpoint, KeyChange, followed, opened_checkpoint
from terreau.merkle.errors import DamagedError, RecordError, SignatureError
from terreau.merkle.folder import Storage
from terreau.merkle.growth import Growth
from terreau.merkle.hashing import EMPTY_ROOT
from terreau.merkle.notes import Signer, Verifier
from terreau.merkle.reader import Reader

CHECKPOINT = "checkpoint"
KEYS = "keys"
NEXT = "next"
"""A signed checkpoint, or change of key, that is about to take its place."""

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Appended:
    """Entries `first` to before `checkpoint.size` were added; `note` is the signed checkpoint."""

    first: int
    checkpoint: Checkpoint
    note: str

    def to_json(self) -> dict[str, Any]:
        return {"first": self.first, "note": self.note} | self.checkpoint.to_json()


class Log:
    """A record that this process alone appends to; `with Log.open(...) as log`.

    After an error in `append` or `rotate` it is closed: open it again, which mends it.
    """

    def __init__(self, storage: Storage, signer: Signer, seen: Checkpoint | None = None) -> None:
        self._storage = storage
        self._signer = signer
        self._lock = storage.lock()
        try:
            self._changes = self._recovered_changes()
            self.checkpoint, self.note = self._recovered()
            self._growth = Growth.at(storage, self.checkpoint)
            self.reader = Reader(storage.read, self.checkpoint.size)
            self._check_seen(seen)
            remove_beyond(storage, self.checkpoint.size)
        except BaseException:
            self._lock.release()
            raise

    @classmethod
    def create(cls, storage: Storage, signer: Signer) -> "Log":
        """A new, empty record whose origin is the key's name. Raises RecordError if it exists."""
        lock = storage.lock()
        try:
            if storage.listed("tile") or storage.listed(KEYS) or _read(storage, CHECKPOINT):
                raise RecordError("there is a record already")
            publish(storage, Checkpoint(signer.name, 0, EMPTY_ROOT).signed(signer))
        finally:
            lock.release()
        return cls(storage, signer)

    @classmethod
    def open(cls, storage: Storage, signer: Signer, seen: Checkpoint | None = None) -> "Log":
        """The record, mended if its last writer was interrupted.

        seen: a checkpoint known from elsewhere (a database, a reader); the record must hold it, so
        that a folder restored from an old copy does not sign another history. Raises LockedError,
        SignatureError (another key signs), DamagedError (a file is not what was signed).
        """
        return cls(storage, signer, seen)

    def append(self, entries: Iterable[bytes], progress: Progress | None = None) -> Appended:
        """Add entries, in order, and sign; durable on return. Without entries nothing changes.

        entries: any number, read as they are needed, each at most 65,535 bytes. progress is called
        with how many were added so far and how many there are (None for an iterator). Raises
        ValueError or TypeError for an entry that cannot be kept: then none was added.
        """
        self._check_open()
        first = self.checkpoint.size
        total = len(entries) if isinstance(entries, Sized) else None
        try:
            growth = self._growth.copy()
            for chunk in _chunks(iter(entries), growth.room):
                growth.add(chunk)
                if progress:
                    progress(growth.size - first, total)
            if growth.size == first:
                return Appended(first, self.checkpoint, self.note)
            growth.write_edge()
            checkpoint = Checkpoint(self.checkpoint.origin, growth.size, growth.root())
            self._publish(checkpoint)
        except BaseException:
            self.close()
            raise
        self._growth = growth
        remove_beginnings(self._storage, first, growth.size)
        return Appended(first, checkpoint, self.note)

    def rotate(self, new: Signer) -> KeyChange:
        """Let another key of the same name sign from now on; both sign the change (`keys/N`)."""
        self._check_open()
        if new.name != self._signer.name or new.verifier in self._keys():
            raise SignatureError("the next key has the record's name and has never signed it")
        at, old = self.checkpoint, self._signer
        change = KeyChange(at.origin, at.size, at.root, old.verifier, new.verifier)
        try:
            publish(self._storage, change.signed(old, new), f"{KEYS}/{len(self._changes) + 1}")
            self._changes.append(change)
            self._signer = new
            self._publish(at)
        except BaseException:
            self.close()
            raise
        return change

    def close(self) -> None:
        """Let others append."""
        self._lock.release()
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    @property
    def size(self) -> int:
        return self.checkpoint.size

    @property
    def key_changes(self) -> tuple[KeyChange, ...]:
        return tuple(self._changes)

    _closed = False

    def _check_open(self) -> None:
        if self._closed:
            raise RecordError("the record was closed, by its owner or by an error: open it again")

    def _publish(self, checkpoint: Checkpoint) -> None:
        note = checkpoint.signed(self._signer)
        publish(self._storage, note)
        self.checkpoint, self.note = checkpoint, note
        self.reader.size = checkpoint.size

    def _keys(self) -> list[Verifier]:
        changed = [key for change in self._changes for key in (change.old, change.new)]
        return [*changed, self._signer.verifier]

    def _recovered_changes(self) -> list[KeyChange]:
        """The changes of key; one that was signed but not yet in its place is put there."""
        changes = key_changes(self._storage)
        pending = _change(_read(self._storage, NEXT))
        if pending and pending.old == followed(changes, pending.old):
            self._storage.replace(NEXT, f"{KEYS}/{len(changes) + 1}")
            changes.append(pending)
        signs = followed(changes, self._signer.verifier)
        if signs != self._signer.verifier:
            raise SignatureError(f"the key was changed; from now on {signs} signs")
        return changes

    def _recovered(self) -> tuple[Checkpoint, str]:
        """The last signed checkpoint, put in its place if it was not yet there."""
        held = _read(self._storage, CHECKPOINT)
        if not held:
            raise DamagedError("there is no record here, or its checkpoint is missing")
        keys = [self._signer.verifier, *(change.old for change in self._changes[-1:])]
        found, by = self._opened(held, keys)
        pending = _read(self._storage, NEXT)
        try:
            later, later_by = self._opened(pending, keys[:1])
        except SignatureError:  # none, or cut short before it was synced: nobody ever saw it
            self._storage.remove(NEXT)
        else:
            if later.size >= found.size:
                self._storage.replace(NEXT, CHECKPOINT)
                held, found, by = pending, later, later_by
            self._storage.remove(NEXT)
        if by != self._signer.verifier:  # a change of key was interrupted
            if found.size != self._changes[-1].size:
                raise SignatureError("the checkpoint is signed by a key that was replaced before")
            held = found.signed(self._signer).encode()
            publish(self._storage, held.decode())
        return found, held.decode()

    def _opened(self, note: bytes, keys: list[Verifier]) -> tuple[Checkpoint, Verifier]:
        return opened_checkpoint(note, self._signer.name, keys)

    def _check_seen(self, seen: Checkpoint | None) -> None:
        if seen is None:
            return
        if seen.origin != self.checkpoint.origin or seen.size > self.size:
            raise DamagedError(
                f"{seen.origin} had {seen.size} entries, this record has {self.size}: an old copy?"
            )
        if self.reader.root(seen.size) != seen.root:
            raise DamagedError(f"the first {seen.size} entries are not those that were seen")


def key_changes(storage: Storage) -> list[KeyChange]:
    """The changes of key of a record, oldest first, each with both signatures."""
    changes: list[KeyChange] = []
    while note := _read(storage, f"{KEYS}/{len(changes) + 1}"):
        changes.append(KeyChange.open(note))
    return changes


def publish(storage: Storage, note: str, name: str = CHECKPOINT) -> None:
    """Put a note in its place; all written before it is synced first."""
    storage.sync()
    storage.write(NEXT, note.encode())
    storage.sync()
    storage.replace(NEXT, name)


def remove_beginnings(storage: Storage, before: int, size: int) -> None:
    """Remove what full tiles make superfluous: the folders of their beginnings."""
    for level, tile, width in tiles.edge(before):
        if width and tiles.width_of(level, tile, size) == tiles.WIDTH:
            storage.remove(f"{tiles.path(level, tile)}.p")
            if level == 0:
                storage.remove(f"{tiles.path(tiles.ENTRIES, tile)}.p")


def remove_beyond(storage: Storage, size: int) -> None:
    """Remove the files of tiles that a record of that size does not have."""
    for folder in storage.listed("tile"):
        name = folder.removesuffix("/")
        if not re.fullmatch("[0-9]{1,2}|entries", name):
            continue  # not ours
        level = 0 if name == tiles.ENTRIES else int(name)
        for tile, width, where in _from(storage, f"tile/{name}", size >> 8 * (level + 1)):
            if width > tiles.width_of(level, tile, size):
                storage.remove(where)


def _from(storage: Storage, folder: str, first: int) -> Iterator[tuple[int, int, str]]:
    """(tile, width, where) of the files in a folder of tiles, from tile `first` on."""
    pending = [(folder, 0)]
    while pending:
        folder, above = pending.pop()
        for name in storage.listed(folder):
            match = re.fullmatch(r"(x?)([0-9]{3})((?:\.p)?/?)", name)
            if not match:
                continue  # not ours
            where, at = f"{folder}/{name.removesuffix('/')}", above * 1000 + int(match[2])
            if match[1]:
                pending.append((where, at))
            elif at >= first and match[3] == ".p/":
                for width in filter(str.isdecimal, storage.listed(where)):
                    yield at, int(width), f"{where}/{width}"
            elif at >= first and not match[3]:
                yield at, tiles.WIDTH, where


def _chunks(entries: Iterator[bytes], room: Callable[[], int]) -> Iterator[list[bytes]]:
    while chunk := list(islice(entries, room())):
        yield chunk


def _read(storage: Storage, name: str) -> bytes:
    try:
        return storage.read(name)
    except FileNotFoundError:
        return b""


def _change(note: bytes) -> KeyChange | None:
    try:
        return KeyChange.open(note)
    except SignatureError:
        return None
