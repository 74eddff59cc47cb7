"""A folder of files that outlive a loss of power once they were synced."""

import fcntl
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from terreau.merkle.errors import LockedError

LOCK = ".lock"
_AT_ONCE = 8


class Storage(Protocol):
    """Where a record's files are; names are relative, with slashes."""

    def read(self, name: str) -> bytes:
        """A whole file; raises FileNotFoundError."""

    def write(self, name: str, data: bytes) -> None:
        """Make or overwrite a file; it may be gone or broken after a crash until `sync`."""

    def sync(self) -> None:
        """Return when all that was written is there for good."""

    def replace(self, source: str, target: str) -> None:
        """Give a synced file another's name, at once or not at all, for good on return."""

    def remove(self, name: str) -> None:
        """Remove a file, or a folder with its files; nothing happens when there is none."""

    def listed(self, name: str) -> list[str]:
        """Names in a folder, those of folders with a slash at the end; none if it is missing."""

    def lock(self) -> "Lock":
        """Keep every other writer out until released. Raises LockedError."""


class Lock(Protocol):
    def release(self) -> None: ...


class Folder:
    """`Storage` in a directory of the file system."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._known: set[Path] = set()
        self._unsynced: dict[Path, None] = {}
        self._folders: dict[Path, None] = {}

    def read(self, name: str) -> bytes:
        with open(self.path / name, "rb") as file:
            return file.read()

    def write(self, name: str, data: bytes) -> None:
        path = self.path / name
        self._make(path.parent)
        with open(path, "wb") as file:
            file.write(data)
        self._unsynced[path] = None
        self._folders[path.parent] = None

    def sync(self) -> None:
        paths = [*self._unsynced, *self._folders]
        if len(paths) == 1:
            _sync(paths[0])
        elif paths:  # a disk takes many at once
            with ThreadPoolExecutor(min(_AT_ONCE, len(paths))) as pool:
                for _ in pool.map(_sync, paths):
                    pass
        self._unsynced.clear()
        self._folders.clear()

    def replace(self, source: str, target: str) -> None:
        path = self.path / target
        self._make(path.parent)
        os.replace(self.path / source, path)
        self._folders[path.parent] = self._folders[(self.path / source).parent] = None
        self.sync()

    def remove(self, name: str) -> None:
        path = self.path / name
        if path.is_dir():
            for each in path.iterdir():
                each.unlink()
            path.rmdir()
            self._known.discard(path)
        else:
            path.unlink(missing_ok=True)

    def listed(self, name: str) -> list[str]:
        try:
            with os.scandir(self.path / name) as found:
                return sorted(each.name + "/" * each.is_dir() for each in found)
        except FileNotFoundError:
            return []

    def lock(self) -> "FileLock":
        self.path.mkdir(parents=True, exist_ok=True)
        return FileLock(self.path / LOCK)

    def _make(self, folder: Path) -> None:
        if folder in self._known:
            return
        if not folder.is_dir():
            self._make(folder.parent)
            folder.mkdir(exist_ok=True)
            self._folders[folder.parent] = None
        self._known.add(folder)


class FileLock:
    """Held until it is released or its process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            raise LockedError(f"{path.parent} is being appended to by another process") from None

    def release(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
