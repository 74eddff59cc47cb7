#!/usr/bin/env python3
"""Check a public record, or a proof taken from one, without trusting who publishes it.

    python verify_record.py FOLDER|ADDRESS|PROOF.json --key KEY [--since CHECKPOINT]

It needs Python 3.11, the package `cryptography`, and the record's key, told to you by somebody you
trust: NAME+IDENTIFIER+KEY. Save the file `checkpoint` of today; with --since it proves in a year
that nothing which stood in the record was changed or taken out meanwhile.

A record is a list of entries. Each entry is hashed, the hashes are hashed in pairs, and so on up to
one root (RFC 6962). The file `checkpoint` says how many entries there are and their root, signed.
So this program reads all entries, computes the root again, compares it with the signed one, and
holds every other file against what it computed on the way:

    checkpoint          whose record, number of entries, root; signature
    keys/1, keys/2 …    that another key signs from then on, signed by both
    tile/entries/N      256 entries, each with its length before it
    tile/L/N            256 hashes, each over 256^L entries
    ….p/W               the beginning of such a file, when there were W

A proof holds some entries with the hashes beside their way up to a signed root.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FULL = 256
LARGEST = FULL * (2 + 0xFFFF)  # bytes of a file of entries


def _(sentence: str) -> str:
    """Marks what is said to people, so that programs around this file can translate it."""
    return sentence


class NotVerified(Exception):
    """What does not hold: a sentence, and what it speaks of."""

    def __init__(self, sentence: str, **params: object) -> None:
        super().__init__(sentence % params)
        self.sentence, self.params = sentence, params


@dataclass
class Verified:
    """What holds. unknown: files in the folder that are no part of the record."""

    origin: str
    size: int
    root: str
    keys: list[str]
    since: int | None = None
    unknown: list[str] = field(default_factory=list)


# Hashes (RFC 6962, section 2.1)


def leaf(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree built entry by entry: `stack` holds the roots of its complete parts, (height, root)
    from left to right, each higher than the next."""

    def __init__(self) -> None:
        self.size = 0
        self.stack: list[tuple[int, bytes]] = []

    def add(self, root: bytes) -> Iterator[tuple[int, bytes]]:
        """Add a leaf hash; gives (height, root) of each part that it makes complete."""
        self.size += 1
        height = 0
        while self.stack and self.stack[-1][0] == height:
            root = node(self.stack.pop()[1], root)
            height += 1
            yield height, root
        self.stack.append((height, root))

    def root(self) -> bytes:
        if not self.stack:
            return hashlib.sha256(b"").digest()
        root = self.stack[-1][1]
        for _height, left in reversed(self.stack[:-1]):
            root = node(left, root)
        return root


# Signatures (C2SP signed-note, Ed25519)


def unbase64(text: str) -> bytes:
    """What base64 says; a text that is not exactly how it would be written is refused."""
    data = base64.b64decode(text)
    if base64.b64encode(data).decode() != text:
        raise ValueError(text)
    return data


def parsed_key(key: str) -> tuple[str, bytes, bytes]:
    """(name, identifier, public key) of NAME+IDENTIFIER+KEY."""
    try:
        name, identifier, encoded = key.split("+", 2)
        public = unbase64(encoded)
    except ValueError:
        raise NotVerified(_("%(key)s is not a key: NAME+IDENTIFIER+KEY"), key=key) from None
    expected = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
    if public[:1] != b"\x01" or len(public) != 33 or expected.hex() != identifier:
        raise NotVerified(_("%(key)s was mistyped: its parts do not belong together"), key=key)
    return name, expected, public[1:]


def signed_text(note: bytes, keys: list[str], where: str) -> str:
    """The text of a note that each of these keys signed, and nobody else."""
    try:
        text, _empty, signatures = note.decode().rpartition("\n\n")
        lines = signatures.removesuffix("\n").split("\n")
        if len(lines) != len(keys) or not signatures.endswith("\n"):
            raise ValueError
        text += "\n"
        for key, line in zip(keys, lines, strict=True):
            name, identifier, public = parsed_key(key)
            dash, signer, encoded = line.split(" ")
            signature = unbase64(encoded)
            if (dash, signer, signature[:4]) != ("—", name, identifier):
                raise ValueError
            Ed25519PublicKey.from_public_bytes(public).verify(signature[4:], text.encode())
    except (ValueError, InvalidSignature):
        said = _("%(file)s is not signed as it must be, by %(keys)s")
        raise NotVerified(said, file=where, keys=", ".join(keys)) from None
    return text


def parsed_checkpoint(text: str, where: str) -> tuple[str, int, bytes]:
    """(origin, size, root) of the text of a checkpoint."""
    match = re.fullmatch(r"([^\n]+)\n(0|[1-9][0-9]{0,18})\n([^\n]+)\n", text)
    try:
        return match[1], int(match[2]), unbase64(match[3])  # type: ignore[index]
    except (TypeError, ValueError):
        raise NotVerified(_("%(file)s is not a checkpoint"), file=where) from None


def keys_of(changes: list[bytes], trusted: str, claims: dict[int, bytes]) -> list[str]:
    """All keys of a record, the one that signs now last; the trusted one must be among them.

    Each change names the key before and the key after and is signed by both. What it says of the
    tree at its time is added to `claims`.
    """
    parsed_key(trusted)
    keys: list[str] = []
    for number, note in enumerate(changes, 1):
        where = f"keys/{number}"
        lines = note.decode("utf-8", "replace").split("\n")
        if len(lines) < 6 or lines[1] != "key change" or (keys and lines[4] != keys[-1]):
            raise NotVerified(_("%(file)s is not a change from the key before"), file=where)
        text = signed_text(note, lines[4:6], where)
        if text.count("\n") != 6 or not lines[4].startswith(f"{lines[0]}+"):
            raise NotVerified(_("%(file)s is not a change from the key before"), file=where)
        claim(claims, *parsed_checkpoint(f"{lines[0]}\n{lines[2]}\n{lines[3]}\n", where)[1:], where)
        keys = [*(keys or [lines[4]]), lines[5]]
    keys = keys or [trusted]
    if trusted not in keys:
        raise NotVerified(_("the record was never signed with %(key)s"), key=trusted)
    return keys


def claim(claims: dict[int, bytes], size: int, root: bytes, where: str) -> None:
    """Note that the tree of so many entries must have this root."""
    if claims.setdefault(size, root) != root:
        raise NotVerified(_("%(file)s speaks of another record of the same length"), file=where)


# A whole record


class Files:
    """The files of a record. read: raises FileNotFoundError; names: all there are, if known."""

    def __init__(self, read: Callable[[str], bytes], names: set[str] | None) -> None:
        self.read = read
        self.seen: set[str] = set()
        self.beginnings: dict[str, list[int]] = {}  # of each tile, by their numbers of parts
        for name in names or ():
            place, beginning, width = name.partition(".p/")
            if beginning and width.isdecimal():
                self.beginnings.setdefault(place, []).append(int(width))

    def find(self, name: str) -> bytes | None:
        try:
            data = self.read(name)
        except FileNotFoundError:
            return None
        self.seen.add(name)
        return data

    def tile(self, level: int | str, index: int, width: int) -> tuple[str, bytes]:
        """The name and bytes of the file that holds so many hashes, or entries, of a tile."""
        number = f"{index % 1000:03}"
        while index := index // 1000:
            number = f"x{index % 1000:03}/{number}"
        place = f"tile/{level}/{number}"
        name = place if width == FULL else f"{place}.p/{width}"
        for each in (name, place):  # a beginning is removed once its tile is full
            if (data := self.find(each)) is not None:
                return each, data
        raise NotVerified(_("%(file)s is missing"), file=name)

    def hold(self, name: str, data: bytes, parts: list[bytes]) -> None:
        """Check the file of a tile, and its beginnings, against its parts as they were computed."""
        whole = b"".join(parts)
        place = name.partition(".p/")[0]
        if len(parts) < FULL and name == place:
            data = data[: len(whole)]  # it became full since the checkpoint
        if data != whole:
            raise NotVerified(_("%(file)s does not hold what its entries give"), file=name)
        for width in self.beginnings.get(place, ()):
            name = f"{place}.p/{width}"
            if width <= len(parts) and self.find(name) != b"".join(parts[:width]):
                raise NotVerified(_("%(file)s does not hold what its entries give"), file=name)


def verify_record(
    read: Callable[[str], bytes],
    key: str,
    *,
    names: set[str] | None = None,
    since: bytes | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Verified:
    """Check every file of a record. Raises NotVerified for the first that does not hold.

    read: gives a file by its name or raises FileNotFoundError; names: all files of the folder,
    where they can be listed; since: a checkpoint saved earlier; progress: called with (entries
    checked, entries).
    """
    files, claims, changes = Files(read, names), {}, []
    while (change := files.find(f"keys/{len(changes) + 1}")) is not None:
        changes.append(change)
    keys = keys_of(changes, key, claims)
    if (note := files.find("checkpoint")) is None:
        raise NotVerified(_("%(file)s is missing"), file="checkpoint")
    text = signed_text(note, keys[-1:], "checkpoint")
    origin, size, root = parsed_checkpoint(text, "checkpoint")
    if origin != parsed_key(key)[0]:
        raise NotVerified(_("the checkpoint is of %(origin)s"), origin=origin)
    claim(claims, size, root, "checkpoint")
    earlier = claimed_since(since, keys, origin, claims) if since else None
    if max(claims) > size:
        said = _("the record has %(size)s entries, and had %(earlier)s before")
        raise NotVerified(said, size=size, earlier=max(claims))
    walk(files, size, claims, progress)
    unknown = sorted((names or set()) - files.seen - {".lock"})
    encoded = base64.b64encode(root).decode()
    return Verified(origin, size, encoded, keys, earlier, unknown)


def claimed_since(note: bytes, keys: list[str], origin: str, claims: dict[int, bytes]) -> int:
    """The size of a checkpoint saved earlier, signed by any of the record's keys."""
    where = _("the earlier checkpoint")
    for key in keys:
        try:
            text = signed_text(note, [key], where)
        except NotVerified:
            continue
        earlier, size, root = parsed_checkpoint(text, where)
        if earlier == origin:
            claim(claims, size, root, where)
            return size
    raise NotVerified(
        _("%(file)s is not signed as it must be, by %(keys)s"), file=where, keys=", ".join(keys)
    )


def walk(files: Files, size: int, claims: dict[int, bytes], progress: Callable) -> None:
    """Read all entries in order, and hold each tile against them as it becomes complete."""
    tree, unfinished = Tree(), {}  # unfinished: {level: hashes of its last tile}
    check_claim(tree, claims)
    for index in range((size + FULL - 1) // FULL):
        width = min(FULL, size - index * FULL)
        name, data = files.tile("entries", index, width)
        entries = split(data, width, name)
        files.hold(name, data, entries)
        leaves = [leaf(entry[2:]) for entry in entries]
        files.hold(*files.tile(0, index, width), leaves)
        for each in leaves:
            for height, root in tree.add(each):
                if height % 8:
                    continue
                level = height // 8
                hashes = unfinished.setdefault(level, [])
                hashes.append(root)
                if len(hashes) == FULL:
                    number = (tree.size >> 8 * level + 8) - 1
                    files.hold(*files.tile(level, number, FULL), unfinished.pop(level))
            check_claim(tree, claims)
        progress(tree.size, size)
    for level, hashes in unfinished.items():
        number = size >> 8 * level + 8
        files.hold(*files.tile(level, number, len(hashes)), hashes)


def check_claim(tree: Tree, claims: dict[int, bytes]) -> None:
    if tree.size in claims and tree.root() != claims[tree.size]:
        said = _("the first %(size)s entries are not those that were signed")
        raise NotVerified(said, size=tree.size)


def split(data: bytes, width: int, where: str) -> list[bytes]:
    """The first entries of a file of entries, each with the two bytes of its length."""
    parts, at = [], 0
    while at < len(data) and len(parts) < width:
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        parts.append(data[at:end])
        at = end
    if len(parts) < width or at > len(data):
        raise NotVerified(_("%(file)s is cut short"), file=where)
    return parts


# A proof


@dataclass
class ProvenEntry:
    """An entry that stands in the record, and what it says where that was disclosed."""

    index: int
    entry: bytes
    payload: str | None = None


def verify_proof(document: bytes, key: str) -> tuple[Verified, list[ProvenEntry]]:
    """Check a file of proofs. Raises NotVerified for the first entry that is not proven.

    The file is JSON: checkpoint (a signed note), keys (notes of changes), entries: index, entry
    (base64), path (base64 hashes, from the leaf up) and, where what an entry says was disclosed,
    salt and payload, whose digest is in the entry.
    """
    try:
        given = json.loads(document)
        note, changes = given["checkpoint"].encode(), [each.encode() for each in given["keys"]]
        entries = [
            (each["index"], unbase64(each["entry"]), list(map(unbase64, each["path"])), each)
            for each in given["entries"]
        ]
        well_formed = given["format"] == "terreau-proof/1" and entries
        if not well_formed or not all(type(index) is int for index, *_rest in entries):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotVerified(_("the proof is not well formed")) from None
    keys = keys_of(changes, key, {})
    text = signed_text(note, keys[-1:], "checkpoint")
    origin, size, root = parsed_checkpoint(text, "checkpoint")
    if origin != parsed_key(key)[0]:
        raise NotVerified(_("the checkpoint is of %(origin)s"), origin=origin)
    if len({index for index, *_rest in entries}) < len(entries):
        raise NotVerified(_("the proof names an entry twice"))
    proven = []
    for index, entry, path, each in entries:
        if not 0 <= index < size or root_by(path, index, size, leaf(entry)) != root:
            raise NotVerified(_("entry %(index)s is not proven"), index=index)
        proven.append(ProvenEntry(index, entry, disclosed(entry, each)))
    return Verified(origin, size, base64.b64encode(root).decode(), keys), proven


def root_by(path: list[bytes], index: int, size: int, found: bytes) -> bytes:
    """The root to which a path leads from entry `index` of `size`; b"" if it has a wrong length.

    The larger half of a tree, a power of two, is on the left; the last hash of the path is beside
    the half in which the entry is.
    """
    if size == 1 or not path:
        return found if size == 1 and not path else b""
    half = 1 << (size - 1).bit_length() - 1
    *path, beside = path
    if len(beside) != 32:
        return b""
    if index < half:
        below = root_by(path, index, half, found)
        return below and node(below, beside)
    below = root_by(path, index - half, size - half, found)
    return below and node(beside, below)


def disclosed(entry: bytes, given: dict) -> str | None:
    """What the entry says, if that was given and has the digest that is in the entry."""
    if given.get("payload") is None:
        return None
    try:
        digest = hashlib.sha256((given["salt"] + given["payload"]).encode()).hexdigest()
        held = json.loads(entry)["payload"] == digest
    except (ValueError, KeyError, TypeError):
        held = False
    if not held:
        raise NotVerified(_("entry %(index)s does not say that"), index=given["index"])
    return given["payload"]


# The program


def folder_files(folder: Path) -> tuple[Callable[[str], bytes], set[str]]:
    """How to read the files of a folder, and their names."""
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return lambda name: (folder / name).read_bytes(), names


def fetched(address: str) -> Callable[[str], bytes]:
    """How to read files below a web address."""

    def read(name: str) -> bytes:
        try:
            with urllib.request.urlopen(f"{address.rstrip('/')}/{name}", timeout=60) as answer:
                return answer.read(LARGEST + 1)
        except urllib.error.HTTPError as error:
            if error.code in (404, 410):
                raise FileNotFoundError(name) from None
            raise

    return read


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("source", help="folder or https address of a record, or a file of proofs")
    parser.add_argument("--key", required=True, help="the record's key: NAME+IDENTIFIER+KEY")
    parser.add_argument("--since", type=Path, help="a checkpoint that you saved earlier")
    given = parser.parse_args()
    since = given.since.read_bytes() if given.since else None
    try:
        if re.match("https?://", given.source):
            found = verify_record(fetched(given.source), given.key, since=since, progress=show)
        elif Path(given.source).is_dir():
            read, names = folder_files(Path(given.source))
            found = verify_record(read, given.key, names=names, since=since, progress=show)
        else:
            found, proven = verify_proof(Path(given.source).read_bytes(), given.key)
            for each in proven:
                print(f"entry {each.index}: {each.entry.decode('utf-8', 'backslashreplace')}")
                if each.payload is not None:
                    print(f"  which says: {each.payload}")
    except (NotVerified, OSError) as error:
        print(f"NOT VERIFIED: {error}", file=sys.stderr)
        return 1
    for name in found.unknown:
        print(f"no part of the record: {name}")
    if found.since is not None:
        print(f"the {found.since} entries of the earlier checkpoint are unchanged")
    print(f"VERIFIED: {found.origin}, {found.size} entries, root {found.root}")
    return 0


def show(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done} of {total}", end="" if done < total else "\n", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
