"""Proofs to hand out, such as those of a decision: some entries and their way to a signed root."""

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import rfc8785

from terreau.merkle.checkpoints import Checkpoint
from terreau.merkle.errors import DamagedError, RecordError
from terreau.merkle.log import CHECKPOINT, KEYS
from terreau.merkle.proofs import InclusionProof, texts
from terreau.merkle.reader import Reader

FORMAT = "terreau-proof/1"


class Result(Protocol):
    def to_json(self) -> dict[str, Any]: ...


def canonical(result: Result) -> bytes:
    """A result as canonical JSON (RFC 8785)."""
    return rfc8785.dumps(result.to_json())


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What an entry says whose `payload` is a salted digest: SHA-256, in hexadecimal, of the salt
    and the payload's canonical JSON."""

    salt: str
    payload: Any


@dataclass(frozen=True, slots=True)
class ProofFile:
    """What `verify_record.verify_proof` reads. note: the signed checkpoint; changes: notes of the
    changes of key; entries: (proof, entry, what it says if that is disclosed)."""

    note: str
    changes: tuple[str, ...]
    entries: tuple[tuple[InclusionProof, bytes, Disclosed | None], ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "checkpoint": self.note,
            "keys": list(self.changes),
            "entries": [_entry(*each) for each in self.entries],
        }


def proof_file(
    read: Callable[[str], bytes],
    indexes: Iterable[int],
    disclosed: Mapping[int, Disclosed] | None = None,
) -> ProofFile:
    """The proofs of some entries of a record, by their numbers, in order.

    read: gives a file of the record or raises FileNotFoundError (as `Folder.read`). Raises
    ValueError when no entry is named, one is named twice or one is disclosed that is not named;
    ProofError when one is not in the record; DamagedError when a file is missing or cut short.
    """
    wanted, disclosed = sorted(indexes), disclosed or {}
    if not wanted or len(set(wanted)) < len(wanted) or set(disclosed) - set(wanted):
        raise ValueError("name each entry to prove once, and disclose only entries that are named")
    try:
        note = read(CHECKPOINT).decode()
    except FileNotFoundError:
        raise DamagedError("there is no record here, or its checkpoint is missing") from None
    reader = Reader(read, Checkpoint.parse(note.rpartition("\n\n")[0]).size)
    entries = tuple(
        (reader.inclusion(index), reader.entry(index), disclosed.get(index)) for index in wanted
    )
    return ProofFile(note, tuple(_changes(read)), entries)


def _changes(read: Callable[[str], bytes]) -> Iterable[str]:
    number = 1
    while True:
        try:
            yield read(f"{KEYS}/{number}").decode()
        except FileNotFoundError:
            return
        number += 1


def _entry(proof: InclusionProof, entry: bytes, disclosed: Disclosed | None) -> dict[str, Any]:
    said = {"index": proof.index, "entry": b64encode(entry).decode(), "path": texts(proof.path)}
    if disclosed is None:
        return said
    try:
        payload = rfc8785.dumps(disclosed.payload).decode()
    except rfc8785.CanonicalizationError as error:
        raise RecordError(f"entry {proof.index} says what has no canonical form") from error
    return said | {"salt": disclosed.salt, "payload": payload}
