"""Reads a record's tiles: hashes of any range, proofs, entries."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from terreau.merkle.errors import DamagedError, ProofError
from terreau.merkle.hashing import EMPTY_ROOT, HASH, node_hash, parents
from terreau.merkle.proofs import (
    ConsistencyProof,
    InclusionProof,
    Range,
    consistency_ranges,
    inclusion_ranges,
    subtrees,
)
from terreau.merkle.tiles import ENTRIES, WIDTH, path, unbundled, width_of

KEPT = 512
"""Tiles kept with their inner nodes: at most 16 KiB each, 8 MiB in all."""


class Reader:
    """A tree of `size` entries, read through `read(path) -> bytes` (raising FileNotFoundError).

    It trusts the tiles: compare `root()` with a signed checkpoint, or let `verify_record` check
    everything. Sizes asked for may be any up to its own.
    """

    def __init__(self, read: Callable[[str], bytes], size: int, kept: int = KEPT) -> None:
        self._read = read
        self.size = size
        self._levels = lru_cache(kept)(self._load)

    def root(self, size: int | None = None) -> bytes:
        size = self._within(size)
        return self.range_hash((0, size)) if size else EMPTY_ROOT

    def inclusion(self, index: int, size: int | None = None) -> InclusionProof:
        """That entry `index` is in the tree of `size` entries. Raises ProofError."""
        size = self._within(size)
        path = tuple(map(self.range_hash, inclusion_ranges(index, size)))
        return InclusionProof(index, size, path)

    def consistency(self, old: int, new: int | None = None) -> ConsistencyProof:
        """That the first `old` entries are still there in the tree of `new`. Raises ProofError."""
        new = self._within(new)
        return ConsistencyProof(old, new, tuple(map(self.range_hash, consistency_ranges(old, new))))

    def leaf(self, index: int) -> bytes:
        """The leaf hash of an entry."""
        self._check(index)
        return self.node(0, index)

    def entry(self, index: int) -> bytes:
        self._check(index)
        return self._entries(index // WIDTH)[index % WIDTH]

    def entries(self, begin: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Entries from number `begin` to before `end`, a tile in memory at a time."""
        end = self._within(end)
        while begin < end:
            tile, first = divmod(begin, WIDTH)
            found = self._entries(tile)[first : first + end - begin]
            yield from found
            begin += len(found)

    def range_hash(self, entries: Range) -> bytes:
        """The root over the entries of a range that begins where such a subtree may."""
        *others, last = subtrees(*entries)
        found = self.node(*last)
        for each in reversed(others):
            found = node_hash(self.node(*each), found)
        return found

    def node(self, height: int, index: int) -> bytes:
        """The hash of the complete subtree over [index · 2^height, (index + 1) · 2^height)."""
        level, inner = divmod(height, 8)
        tile, at = divmod(index, WIDTH >> inner)
        hashes = self._levels(level, tile, width_of(level, tile, self.size))[inner]
        return hashes[at * HASH : at * HASH + HASH]

    def _load(self, level: int, tile: int, width: int) -> list[bytes]:
        """The hashes of a tile, and of each inner level above them that is complete."""
        where, data = self._tile(level, tile, width)
        if len(data) < width * HASH or len(data) % HASH:
            raise DamagedError(f"{where} is cut short")
        levels = [data[: width * HASH]]
        while len(levels) < 8:
            below = levels[-1]
            levels.append(parents(below[: len(below) // 64 * 64]))
        return levels

    def _entries(self, tile: int) -> list[bytes]:
        width = width_of(0, tile, self.size)
        where, data = self._tile(ENTRIES, tile, width)
        entries = unbundled(data, where)
        if len(entries) < width:
            raise DamagedError(f"{where} is cut short")
        return entries[:width]

    def _tile(self, level: int | str, tile: int, width: int) -> tuple[str, bytes]:
        """Where a tile is and its bytes; once it is full its beginnings need not be there."""
        places = dict.fromkeys([path(level, tile, width), path(level, tile)])
        for where in places:
            try:
                return where, self._read(where)
            except FileNotFoundError:
                continue
        raise DamagedError(f"{next(iter(places))} is missing")

    def _within(self, size: int | None) -> int:
        if size is None:
            return self.size
        if not 0 <= size <= self.size:
            raise ProofError(f"the record has {self.size} entries, not {size}")
        return size

    def _check(self, index: int) -> None:
        if not 0 <= index < self.size:
            raise ProofError(f"a record of {self.size} entries has none numbered {index}")
