"""The documents of a source, and what every way of holding them has in common: bounds, clean
paths, and a memory of what was seen, left out or cut short."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from terreau.harvest.findings import sentence
from terreau.harvest.records import Finding

MEBIBYTE = 1024 * 1024
Progress = Callable[[int, int | None], None]
_UNFIT = re.compile(r"[\x00-\x1f\x7f\\]|^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one source. `unpacked_bytes` also counts what is skipped inside an archive."""

    files: int = 100_000
    depth: int = 12
    file_bytes: int = 4 * MEBIBYTE
    single_bytes: int = 64 * MEBIBYTE
    total_bytes: int = 512 * MEBIBYTE
    unpacked_bytes: int = 8 * 1024 * MEBIBYTE


class Document(NamedTuple):
    """One file of a source: its path inside it (with `/`, NFC) and all its bytes."""

    path: str
    data: bytes


class SourceUnreadableError(Exception):
    """Nothing can be read from the source; `finding` says why, as text in words with what to do.

    `temporary` when trying later may help.
    """

    def __init__(self, finding: Finding, *, temporary: bool = False) -> None:
        self.finding, self.temporary = finding, temporary
        super().__init__(finding.code)

    def __str__(self) -> str:
        return f"{self.finding.place}: {sentence(self.finding)}"


def unreadable(code: str, name: str, line: int | None = None, **params: Any) -> Exception:
    """The error to raise about a source as a whole."""
    return SourceUnreadableError(Finding.of(code, name, line, "error", **params))


class TooMuchError(Exception):
    """A bound of the whole source was reached; the rest stays unread."""

    def __init__(self, code: str, limit: int) -> None:
        super().__init__(code)
        self.code, self.limit = code, limit


class Documents:
    """The documents of a source, to be iterated once, in a stable order.

    Iterating never raises. Afterwards `findings` says what was wrong, `refused` which paths were
    there but could not be read, and `complete` whether the end was reached: only then does the
    absence of a document mean anything. `progress(done, total)` is called for each file: in bytes
    for an archive, in files for a folder; total is None when it is not known.
    """

    def __init__(
        self,
        name: str,
        wanted: Callable[[str], bool] | None = None,
        limits: Limits | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.name = name
        self.wanted = wanted or (lambda path: True)
        self.limits = limits or Limits()
        self.progress = progress or (lambda done, total: None)
        self.findings: list[Finding] = []
        self.refused: list[str] = []
        self.complete = True
        self._seen: set[str] = set()
        self._folded: dict[str, str] = {}
        self._members = 0
        self._kept_bytes = 0

    def __iter__(self) -> Iterator[Document]:
        try:
            yield from self.documents()
        except TooMuchError as reached:
            self.stop(reached.code, limit=reached.limit)

    def documents(self) -> Iterator[Document]:
        raise NotImplementedError

    def report(self, code: str, path: str, **params: Any) -> None:
        """Note something that was left out."""
        self.findings.append(Finding.of(code, path, severity="error", **params))

    def stop(self, code: str, **params: Any) -> None:
        """Note why the rest of the source stays unread."""
        self.complete = False
        self.report(code, self.name, **params)

    def refuse(self, code: str, path: str, **params: Any) -> None:
        """Note a wanted file that is there but cannot be read."""
        self.refused.append(path)
        self.report(code, path, **params)

    def admitted(self, name: str) -> str | None:
        """The clean path of a member that is wanted, or None; reports what is wrong with it."""
        self._members += 1
        if self._members > self.limits.files:
            raise TooMuchError("too-many-files", self.limits.files)
        if _UNFIT.search(name):
            self.report("path-refused", name)
            return None
        path = self.clean(name)
        if _is_hidden(path) or not self.wanted(path):
            return None
        if path in self._seen:
            self.report("duplicate-name", path)
            return None
        self._seen.add(path)
        twin = self._folded.setdefault(path.casefold(), path)
        if twin != path:
            self.findings.append(Finding.of("case-clash", path, other=twin))
        return path

    def clean(self, name: str) -> str:
        """The name as UTF-8 in composed form, without empty and `.` parts."""
        readable = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        if readable != name:
            self.findings.append(Finding.of("name-not-utf8", readable))
        parts = unicodedata.normalize("NFC", readable).split("/")
        return "/".join(part for part in parts if part not in ("", "."))

    def fits(self, path: str, size: int) -> bool:
        """Whether a file of so many bytes may be read; reports and counts."""
        if size > self.limits.file_bytes:
            self.refuse("file-too-large", path, size=size, limit=self.limits.file_bytes)
            return False
        self._kept_bytes += size
        if self._kept_bytes > self.limits.total_bytes:
            raise TooMuchError("source-too-large", self.limits.total_bytes)
        return True


def _is_hidden(path: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in path.split("/"))
