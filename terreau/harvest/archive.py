"""Opens a source on disk, a folder, an archive or a single file, and reads it as if hostile.

Nothing is unpacked to disk, no link is followed out of a folder, and no file is taken into memory
before its size is known to be within bounds.
"""

import gzip
import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from tarfile import BLOCKSIZE, TarError, TarFile, TarInfo
from typing import IO, Any, cast

from terreau.harvest.documents import Document, Documents, TooMuchError, unreadable
from terreau.harvest.folder import Folder
from terreau.harvest.sniffing import ENOUGH, looks_like

CHUNK = 256 * 1024
_HEADER_BYTES = 64 * 1024

# All that damaged and crafted archives make the standard library raise.
_BROKEN = (
    TarError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    ArithmeticError,
    LookupError,
    RuntimeError,
)


def open_source(source: str | Path, **options: Any) -> Documents:
    """The documents of a folder, a .tar.gz, .tar or .zip archive, or a single (JSON) file.

    The kind is told from the content, not from the name. Options as for `Documents`: `wanted`
    (which paths to read; the others are passed over unread), `limits`, `progress`.
    Raises SourceUnreadableError when there is nothing that could be read at all.
    """
    path = Path(source)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return Folder(path, **options)
        if not stat.S_ISREG(mode):
            raise unreadable("source-not-a-file", path.name)
        file = path.open("rb")
    except FileNotFoundError:
        raise unreadable("source-missing", str(source)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "unreadable"
        raise unreadable("source-closed", str(source), reason=reason) from None
    try:
        return open_file(file, path.name, **options)
    except BaseException:
        file.close()
        raise


def open_file(file: IO[bytes], name: str, **options: Any) -> Documents:
    """The same for an open, seekable binary file, such as a downloaded one in io.BytesIO."""
    looks = looks_like(_head(file))
    if looks == "gzip":
        unpacked = gzip.GzipFile(fileobj=file)
        try:
            inside = looks_like(_head(unpacked))
        except _BROKEN:
            raise unreadable("archive-damaged", name) from None
        if inside == "tar":
            return Tar(name, file, unpacked, **options)
        if inside == "json":
            return Single(name, file, unpacked, **options)
        raise unreadable("source-unknown", name, looks=f"gzip, {inside}")
    if looks == "tar":
        return Tar(name, file, file, **options)
    if looks == "zip":
        return Zip(name, file, **options)
    if looks == "html":
        raise unreadable("source-is-a-web-page", name)
    if looks in ("json", "frontmatter"):
        return Single(name, file, file, **options)
    raise unreadable("source-unknown", name, looks=looks)


def _head(file: Any) -> bytes:
    head = file.read(ENOUGH)
    file.seek(0)
    return head


class Single(Documents):
    """One file that is the whole source, such as an answer of an API; `wanted` is not asked."""

    def __init__(self, name: str, file: IO[bytes], unpacked: Any, **options: Any) -> None:
        super().__init__(name, **options)
        self.file, self.unpacked = file, unpacked

    def documents(self) -> Iterator[Document]:
        limit = self.limits.single_bytes
        with self.file, self.unpacked:
            try:
                data = self.unpacked.read(limit + 1)
            except _BROKEN:
                self.stop("archive-damaged")
                return
        if len(data) > limit:
            raise TooMuchError("source-too-large", limit)
        self.progress(len(data), len(data))
        yield Document(self.name, data)


class Tar(Documents):
    """A tar archive, compressed or not, read once from front to end."""

    def __init__(self, name: str, file: IO[bytes], unpacked: Any, **options: Any) -> None:
        super().__init__(name, **options)
        self.file, self.unpacked = file, unpacked
        position = file.tell()
        self.size = file.seek(0, io.SEEK_END)
        file.seek(position)

    def documents(self) -> Iterator[Document]:
        with self.file, self.unpacked:
            forward = _Forward(self.unpacked, self.limits.unpacked_bytes, self.limits.file_bytes)
            try:
                archive: Any = TarFile(fileobj=cast(Any, forward), errorlevel=1)
                while (member := archive.next()) is not None:
                    archive.members = []  # or it remembers them all
                    self.progress(min(self.file.tell(), self.size), self.size)
                    if document := self.document(member, forward):
                        yield document
                if forward.latest != bytes(BLOCKSIZE):
                    self.stop("archive-cut-short")
                forward.drain()
            except EOFError:
                self.stop("archive-cut-short")
            except _BROKEN as error:
                cut = "unexpected end" in str(error) or "truncated" in str(error)
                self.stop("archive-cut-short" if cut else "archive-damaged")
            self.progress(self.size, self.size)

    def document(self, member: TarInfo, forward: "_Forward") -> Document | None:
        if member.isdir():
            return None
        path = self.admitted(member.name)
        if path is None:
            return None
        if not member.isreg() or member.issparse():
            self.report("not-a-plain-file", path)
            return None
        if not self.fits(path, member.size):
            return None
        forward.seek(member.offset_data)
        data = forward.read(member.size)
        if len(data) < member.size:
            self.refused.append(path)
            raise EOFError
        return Document(path, data)


class _Forward:
    """A file that is read and skipped forward only, and never in large pieces.

    Reading a member of known, accepted size apart, `tarfile` reads blocks and extended headers; a
    crafted header may claim gigabytes and would be taken into memory whole.
    """

    def __init__(self, raw: IO[bytes], most: int, piece: int) -> None:
        self.raw, self.most, self.piece = raw, most, max(piece, _HEADER_BYTES)
        self.position = 0
        self.latest = b""

    def read(self, size: int) -> bytes:
        if not 0 <= size <= self.piece:
            raise ValueError("a header claims too much")
        parts, missing = [], size
        while missing and (part := self.raw.read(missing)):
            parts.append(part)
            missing -= len(part)
        self.latest = b"".join(parts)
        self.position += len(self.latest)
        if self.position > self.most:
            raise TooMuchError("source-too-large", self.most)
        return self.latest

    def seek(self, position: int) -> int:
        if position < self.position:
            raise ValueError("the archive points backwards")
        while self.position < position and self.read(min(CHUNK, position - self.position)):
            pass
        return self.position

    def tell(self) -> int:
        return self.position

    def drain(self) -> None:
        """Read to the end, where a compressed file has its checksum."""
        while self.read(_HEADER_BYTES):
            pass


class Zip(Documents):
    """A zip archive, by its table of contents."""

    def __init__(self, name: str, file: IO[bytes], **options: Any) -> None:
        super().__init__(name, **options)
        self.file = file
        try:
            self.archive = zipfile.ZipFile(file)
        except _BROKEN:
            raise unreadable("archive-damaged", name) from None

    def documents(self) -> Iterator[Document]:
        members = self.archive.infolist()
        with self.file, self.archive:
            for number, member in enumerate(members, 1):
                self.progress(number, len(members))
                if not member.is_dir() and (document := self.document(member)):
                    yield document

    def document(self, member: zipfile.ZipInfo) -> Document | None:
        path = self.admitted(member.filename)
        if path is None:
            return None
        mode = member.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG) or member.flag_bits & 1:
            self.report("not-a-plain-file", path)
            return None
        if not self.fits(path, member.file_size):
            return None
        try:
            with self.archive.open(member) as file:
                data = file.read(member.file_size + 1)
        except _BROKEN:
            data = b""
        if len(data) != member.file_size:
            self.refuse("file-damaged", path)
            return None
        return Document(path, data)
