"""The growing edge of a tree: the last, unfinished tile of each level, and what grows out of it."""

from dataclasses import dataclass, field

from terreau.merkle import tiles
from terreau.merkle.checkpoints import Checkpoint
from terreau.merkle.errors import DamagedError
from terreau.merkle.folder import Storage
from terreau.merkle.hashing import HASH, leaf_hashes, root_of
from terreau.merkle.reader import Reader


@dataclass(slots=True)
class Growth:
    """size: entries so far; hashes: of the unfinished tile of each level, from the leaves up;
    bundle: the entries of the unfinished tile. Full tiles are written as they are made."""

    storage: Storage
    size: int = 0
    hashes: list[bytes] = field(default_factory=list)
    bundle: bytes = b""
    changed: set[int] = field(default_factory=set)

    @classmethod
    def at(cls, storage: Storage, checkpoint: Checkpoint) -> "Growth":
        """The edge of a record. Raises DamagedError when its files do not give the signed root."""
        size = checkpoint.size
        reader = Reader(storage.read, size)
        hashes = [
            b"".join(reader.node(8 * level, tile * tiles.WIDTH + at) for at in range(width))
            for level, tile, width in tiles.edge(size)
        ]
        entries = list(reader.entries(size // tiles.WIDTH * tiles.WIDTH))
        found = cls(storage, size, hashes, tiles.bundled(entries))
        if found.root() != checkpoint.root or leaf_hashes(entries) != b"".join(hashes[:1]):
            raise DamagedError("the last tiles are not those that were signed")
        return found

    def copy(self) -> "Growth":
        return Growth(self.storage, self.size, list(self.hashes), self.bundle)

    def room(self) -> int:
        """How many entries the unfinished tile can still take: 1 to 256."""
        return tiles.WIDTH - self.size % tiles.WIDTH

    def add(self, entries: list[bytes]) -> None:
        """Add entries, no more than there is room for. Raises ValueError or TypeError."""
        for at, entry in enumerate(entries, self.size):
            if not isinstance(entry, bytes):
                raise TypeError(f"entry {at} is not bytes but {type(entry).__name__}")
            if len(entry) > tiles.LONGEST:
                raise ValueError(f"entry {at} has {len(entry)} bytes: at most {tiles.LONGEST}")
        self.bundle += tiles.bundled(entries)
        tile = self.size // tiles.WIDTH
        self.size += len(entries)
        if self.size % tiles.WIDTH == 0:
            self.storage.write(tiles.path(tiles.ENTRIES, tile), self.bundle)
            self.bundle = b""
        self._raise(0, tile, leaf_hashes(entries))

    def write_edge(self) -> None:
        """Write the unfinished tiles that changed."""
        for level, tile, width in tiles.edge(self.size):
            if width and level in self.changed:
                self.storage.write(tiles.path(level, tile, width), self.hashes[level])
        if self.bundle:
            tile, width = divmod(self.size, tiles.WIDTH)
            self.storage.write(tiles.path(tiles.ENTRIES, tile, width), self.bundle)
        self.changed.clear()

    def root(self) -> bytes:
        """Each level is a row of subtrees of one size, ended by what is unfinished below."""
        below = b""
        for hashes in self.hashes:
            row = hashes + below
            below = root_of(row) if row else b""
        return below or root_of(b"")

    def _raise(self, level: int, tile: int, hashes: bytes) -> None:
        """Add hashes to the unfinished tile of a level; full, it is one hash of the next."""
        if level == len(self.hashes):
            self.hashes.append(b"")
        row = self.hashes[level] + hashes
        self.changed.add(level)
        if len(row) < tiles.WIDTH * HASH:
            self.hashes[level] = row
            return
        self.storage.write(tiles.path(level, tile), row)
        self.hashes[level] = b""
        self._raise(level + 1, tile // tiles.WIDTH, root_of(row))
