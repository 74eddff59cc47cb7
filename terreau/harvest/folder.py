"""The documents of a folder on disk. Links that lead out of it, pipes and devices are left out."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from terreau.harvest.documents import Document, Documents, TooMuchError


class Folder(Documents):
    """All files below a folder, by name, hidden ones apart."""

    def __init__(self, root: Path, **options: Any) -> None:
        super().__init__(root.name or str(root), **options)
        self.root = root.resolve()

    def documents(self) -> Iterator[Document]:
        found = sorted(self.paths(self.root, 0))
        for number, name in enumerate(found, 1):
            self.progress(number, len(found))
            path = self.admitted(name)
            if path is not None and (document := self.document(path, self.root / name)):
                yield document

    def paths(self, folder: Path, depth: int) -> Iterator[str]:
        """Names relative to the root of all that is not a folder."""
        try:
            entries = list(os.scandir(folder))
        except OSError:
            self.complete = False
            self.report("folder-unreadable", self.relative(folder))
            return
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = folder / entry.name
            if entry.is_symlink() and path.is_dir():
                self.report("link-skipped", self.relative(path))
            elif not entry.is_dir(follow_symlinks=False):
                yield self.relative(path)
            elif depth >= self.limits.depth:
                raise TooMuchError("nested-folders", self.limits.depth)
            else:
                yield from self.paths(path, depth + 1)

    def relative(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def document(self, path: str, place: Path) -> Document | None:
        real = Path(os.path.realpath(place))
        if not real.is_relative_to(self.root):
            self.report("link-leads-out", path)
            return None
        try:
            # Without O_NONBLOCK a pipe would wait for ever for somebody to write into it.
            handle = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with open(handle, "rb") as file:
                status = os.fstat(handle)
                if not stat.S_ISREG(status.st_mode):
                    self.report("not-a-plain-file", path)
                    return None
                if not self.fits(path, status.st_size):
                    return None
                return Document(path, file.read(self.limits.file_bytes))
        except OSError as error:
            self.refuse("file-unreadable", path, reason=error.strerror or "unreadable")
            return None
