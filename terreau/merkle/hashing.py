"""The hashes of RFC 6962 (§2.1) and RFC 9162 (§2.1.1): SHA-256 with a prefix for what is hashed.

leaf = SHA-256(0x00 ‖ entry), node = SHA-256(0x01 ‖ left ‖ right), empty tree = SHA-256(""). Many
hashes are kept as one `bytes` of 32 · n: the form of a tile, and the quickest to walk.
"""

from collections.abc import Iterable
from hashlib import sha256

HASH = 32
"""Bytes of a hash."""

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def leaf_hashes(entries: Iterable[bytes]) -> bytes:
    """The leaf hashes of n entries: 32 · n bytes."""
    return b"".join([sha256(b"\x00" + entry).digest() for entry in entries])


def parents(hashes: bytes) -> bytes:
    """The nodes above 2 · n siblings: 64 · n bytes give 32 · n."""
    pairs = [hashes[at : at + 64] for at in range(0, len(hashes), 64)]
    return b"".join([sha256(b"\x01" + pair).digest() for pair in pairs])


def root_of(hashes: bytes) -> bytes:
    """The root over n hashes (32 · n bytes) as leaves; each is a leaf or the root of a subtree, all
    of one size but the last, which may be smaller.

    Level by level, a last one without sibling goes up as it is: the tree of RFC 9162 §2.1.1, whose
    left subtrees are the largest powers of two.
    """
    if not hashes:
        return EMPTY_ROOT
    while len(hashes) > HASH:
        paired = len(hashes) // 64 * 64
        hashes = parents(hashes[:paired]) + hashes[paired:]
    return hashes
