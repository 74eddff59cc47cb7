"""Proofs of inclusion and consistency: RFC 9162 §2.1.3 and §2.1.4.

A proof is made of hashes over ranges of entries, [begin, end); which ranges is said here, their
hashes come from whoever holds the tree (`reader.Reader`).
"""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from terreau.merkle.errors import ProofError
from terreau.merkle.hashing import HASH, node_hash

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That a leaf is the `index`-th (from 0) of a tree of `size` leaves; hashes from it upwards."""

    index: int
    size: int
    path: tuple[bytes, ...]

    def verify(self, leaf: bytes, root: bytes) -> None:
        verify_inclusion(self.index, self.size, leaf, self.path, root)

    def to_json(self) -> dict[str, Any]:
        return {"index": self.index, "size": self.size, "path": texts(self.path)}


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """That the tree of `old` leaves is the beginning of the tree of `new` leaves."""

    old: int
    new: int
    path: tuple[bytes, ...]

    def verify(self, old_root: bytes, new_root: bytes) -> None:
        verify_consistency(self.old, self.new, old_root, new_root, self.path)

    def to_json(self) -> dict[str, Any]:
        return {"old": self.old, "new": self.new, "path": texts(self.path)}


def texts(hashes: Sequence[bytes]) -> list[str]:
    return [b64encode(each).decode() for each in hashes]


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """PATH(index, D[size]), nearest to the leaf first."""
    if not 0 <= index < size:
        raise ProofError(f"a tree of {size} entries has none numbered {index}")
    begin, end, ranges = 0, size, []
    while end - begin > 1:
        middle = begin + split(end - begin)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((begin, middle))
            begin = middle
    return ranges[::-1]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """PROOF(old, D[new]); nothing can be shown of an empty tree."""
    if not 0 < old <= new:
        raise ProofError(f"no proof leads from {old} to {new} entries")
    begin, end, ranges = 0, new, []
    while end != old:
        middle = begin + split(end - begin)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((begin, middle))
            begin = middle
    if begin:  # the verifier has no root of this part yet
        ranges.append((begin, end))
    return ranges[::-1]


def split(size: int) -> int:
    """The largest power of two below size (≥ 2): how many leaves go left."""
    return 1 << (size - 1).bit_length() - 1


def subtrees(begin: int, end: int) -> Iterator[tuple[int, int]]:
    """(height, index) of the complete subtrees that make up a range, from left to right.

    Subtree (h, i) covers [i · 2^h, (i + 1) · 2^h).
    """
    while begin < end:
        height = (end - begin).bit_length() - 1
        if begin:
            height = min(height, (begin & -begin).bit_length() - 1)
        yield height, begin >> height
        begin += 1 << height


def verify_inclusion(
    index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes
) -> None:
    """Raise ProofError unless the path leads from a leaf hash to the root (RFC 9162 §2.1.3.2)."""
    of_32_bytes(leaf, root, *path)
    if not 0 <= index < size:
        raise ProofError(f"a tree of {size} entries has none numbered {index}")
    first, last, found = index, size - 1, leaf
    for sibling in path:
        if not last:
            raise ProofError("the proof is longer than its tree is high")
        if first & 1 or first == last:
            found = node_hash(sibling, found)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        first, last = first >> 1, last >> 1
    if last:
        raise ProofError("the proof is shorter than its tree is high")
    if found != root:
        raise ProofError("the proof leads to another root")


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> None:
    """Raise ProofError unless the old tree begins the new one (RFC 9162 §2.1.4.2)."""
    if not 0 < old <= new:
        raise ProofError(f"no proof leads from {old} to {new} entries")
    if old == new:  # nothing is hashed: two texts are compared
        if path or old_root != new_root:
            raise ProofError("trees of one size must have one root and an empty proof")
        return
    of_32_bytes(old_root, new_root, *path)
    hashes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not hashes:
        raise ProofError("the proof is empty")
    first, last = old - 1, new - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    before = after = hashes[0]
    for sibling in hashes[1:]:
        if not last:
            raise ProofError("the proof is longer than its tree is high")
        if first & 1 or first == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        first, last = first >> 1, last >> 1
    if last:
        raise ProofError("the proof is shorter than its tree is high")
    if (before, after) != (old_root, new_root):
        raise ProofError("the proof leads to other roots")


def of_32_bytes(*hashes: bytes) -> None:
    if any(len(each) != HASH for each in hashes):
        raise ProofError("a hash is not 32 bytes long")
