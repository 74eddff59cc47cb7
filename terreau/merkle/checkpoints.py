"""What a record signs: how long it is and its root (C2SP tlog-checkpoint), and who signs next."""

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from terreau.merkle.errors import SignatureError
from terreau.merkle.hashing import HASH
from terreau.merkle.notes import Signer, Verifier, opened, signed, unbase64

KEY_CHANGE = "key change"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """origin: whose record; size: entries; root: of the tree over them. Lines after these three
    are kept as `extensions`; ours have none."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Raises SignatureError for a text that is not a checkpoint."""
        origin, size, root, *extensions = [*text.removesuffix("\n").split("\n"), "", "", ""]
        extensions = extensions[:-3]
        well_formed = origin and re.fullmatch("0|[1-9][0-9]{0,18}", size) and all(extensions)
        if not well_formed or len(unbase64(root)) != HASH:
            raise SignatureError("it is not a checkpoint: origin, size, root")
        return cls(origin, int(size), unbase64(root), tuple(extensions))

    @property
    def text(self) -> str:
        lines = [self.origin, str(self.size), b64encode(self.root).decode(), *self.extensions]
        return "".join(f"{line}\n" for line in lines)

    def signed(self, *signers: Signer) -> str:
        return signed(self.text, *signers)

    def to_json(self) -> dict[str, Any]:
        return {
            "origin": self.origin,
            "size": self.size,
            "root": b64encode(self.root).decode(),
        }


def opened_checkpoint(
    note: bytes | str, origin: str, verifiers: Iterable[Verifier]
) -> tuple[Checkpoint, Verifier]:
    """A checkpoint of that origin and who signed it. Raises SignatureError."""
    found = opened(note, verifiers)
    checkpoint = Checkpoint.parse(found.text)
    if checkpoint.origin != origin:
        raise SignatureError(f"it is a checkpoint of {checkpoint.origin!r}, not of {origin!r}")
    return checkpoint, found.signed_by[0]


@dataclass(frozen=True, slots=True)
class KeyChange:
    """That from `size` entries on another key signs; a note that both keys sign.

    Its second line cannot be a size, so that it is never taken for a checkpoint.
    """

    origin: str
    size: int
    root: bytes
    old: Verifier
    new: Verifier

    @classmethod
    def open(cls, note: bytes | str) -> "KeyChange":
        """Raises SignatureError unless the note is well formed and both keys signed it."""
        text = (note.decode("utf-8", "replace") if isinstance(note, bytes) else note).split("\n")
        if len(text) < 6 or text[1] != KEY_CHANGE:
            raise SignatureError("it is not a change of key")
        old, new = Verifier.parse(text[4]), Verifier.parse(text[5])
        found = opened(note, [old, new])
        origin, _, size, root, *_ = found.text.split("\n")
        plain = Checkpoint.parse(f"{origin}\n{size}\n{root}\n")
        change = cls(origin, plain.size, plain.root, old, new)
        if found.text != change.text or set(found.signed_by) != {old, new} or old == new:
            raise SignatureError("a change of key needs the signatures of both keys")
        if {old.name, new.name} != {origin}:
            raise SignatureError("a change of key is between keys of one record")
        return change

    @property
    def text(self) -> str:
        size, root = str(self.size), b64encode(self.root).decode()
        lines = [self.origin, KEY_CHANGE, size, root, str(self.old), str(self.new)]
        return "".join(f"{line}\n" for line in lines)

    def signed(self, old: Signer, new: Signer) -> str:
        return signed(self.text, old, new)


def followed(changes: list[KeyChange], trusted: Verifier) -> Verifier:
    """The key that signs after all changes, oldest first. Raises SignatureError unless each begins
    where the one before ended and one of all these keys is the trusted one."""
    keys = [change.old for change in changes[:1]] or [trusted]
    size = 0
    for change in changes:
        if change.old != keys[-1] or change.size < size:
            raise SignatureError("the changes of key do not follow each other")
        keys.append(change.new)
        size = change.size
    if trusted not in keys:
        raise SignatureError(f"the record was never signed with {trusted}")
    return keys[-1]
