"""Where a record's hashes and entries stand: the static files of C2SP tlog-tiles.

`tile/L/N`: 256 hashes (8,192 bytes) of complete subtrees of 256^L entries, the N-th; the last one,
still growing, is `tile/L/N.p/W` with W hashes. `tile/entries/N`: the same 256 entries, each two
bytes of length (big endian) and its bytes. N is written as 067, x001/234 or x001/x234/067.
"""

from collections.abc import Iterable, Iterator

from terreau.merkle.errors import DamagedError
from terreau.merkle.hashing import HASH

WIDTH = 256
TILE = WIDTH * HASH
LONGEST = 0xFFFF
"""Bytes of the longest entry."""

ENTRIES = "entries"


def path(level: int | str, index: int, width: int = WIDTH) -> str:
    """Where the tile stands; level "entries" for the entries themselves."""
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03}")
    end = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(groups)}{end}"


def width_of(level: int, index: int, size: int) -> int:
    """How many hashes the tile has in a record of that size: 0 to 256."""
    return max(0, min(WIDTH, (size >> 8 * level) - index * WIDTH))


def edge(size: int) -> Iterator[tuple[int, int, int]]:
    """(level, index, width) of the last tile of each level; width 0 where the next is to begin."""
    level = 0
    while size:
        yield level, size >> 8, size & 0xFF
        size >>= 8
        level += 1


def bundled(entries: Iterable[bytes]) -> bytes:
    """The bytes of a tile of entries, none longer than LONGEST."""
    return b"".join([len(each).to_bytes(2, "big") + each for each in entries])


def unbundled(data: bytes, where: str) -> list[bytes]:
    """The entries of a tile. Raises DamagedError, naming `where`, when it is cut short."""
    entries, at = [], 0
    while at < len(data):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        entries.append(data[start:at])
        if at > len(data) or start > len(data):
            raise DamagedError(f"{where} is cut short")
    return entries
