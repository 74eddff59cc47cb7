"""A file of missions: CSV with the columns member, domain, status, start, end, projects.

`projects` are addresses of projects with spaces between them; `end` is the last day and may be
empty. Nothing here knows the database.
"""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from terreau.entries.dates import EARLIEST, LATEST
from terreau.harvest.documents import SourceUnreadableError, unreadable
from terreau.harvest.fetch import FetchError, fetch
from terreau.harvest.records import Finding

COLUMNS = ("member", "domain", "status", "start", "end", "projects")
STATUSES = ("admin", "independent", "service")
MOST_BYTES, MOST_LINES = 32 * 2**20, 500_000
LONGEST_MEMBER, LONGEST_DOMAIN = 80, 60
MEMBER = re.compile(r"[\w.:-]{1,80}")
TYPES = ("text/csv", "application/csv", "text/plain", "application/octet-stream")


@dataclass(frozen=True, slots=True)
class Line:
    """One mission for one project: `start` included, `end` (None: not known) not."""

    project: str
    member: str
    domain: str
    status: str
    start: date
    end: date | None
    number: int = field(compare=False)


@dataclass
class MissionFile:
    """What a file says: read: how many lines it has; idle: those that name no project."""

    name: str
    digest: str
    lines: list = field(default_factory=list)
    findings: list = field(default_factory=list)
    read: int = 0
    idle: int = 0

    def report(self, code, line, severity="error", **params):
        self.findings.append(Finding.of(code, self.name, line, severity, **params))


def read(source, progress=None):
    """The MissionFile of a path or an https address.

    Raises SourceUnreadableError where nothing can be read; what is wrong with single lines is in
    its findings, with their numbers. At most 32 MiB and 500,000 lines.
    """
    name, data = content(str(source))
    found = MissionFile(name, hashlib.sha256(data).hexdigest())
    text = data.decode("utf-8-sig", "replace")
    if unfit := text.count("\ufffd"):
        found.report("not-utf8", None, "warning", count=unfit)
    rows = csv.reader(text.splitlines(), delimiter=delimiter_of(text))
    head = [cell.strip().casefold() for cell in next(rows, [])]
    if missing := [each for each in COLUMNS if each not in head]:
        raise unreadable("mission-columns", name, 1, missing=", ".join(missing))
    seen: dict[Line, int] = {}
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        found.read += 1
        if found.read > MOST_LINES:
            raise unreadable("mission-too-many-lines", name, limit=MOST_LINES)
        if len(row) != len(head):
            found.report("mission-cells", rows.line_num, cells=len(row), columns=len(head))
            continue
        given = dict(zip(head, (cell.strip() for cell in row), strict=True))
        for line in lines_of(given, rows.line_num, found):
            if seen.setdefault(line, line.number) != line.number:
                found.report("mission-twice", line.number, "info")
        if progress and found.read % 1000 == 0:
            progress(found.read, None)
    found.lines = list(seen)
    return found


def content(source):
    """(name, bytes) of a path or an https address."""
    if re.match(r"[a-zA-Z][a-zA-Z+.-]*://", source):
        try:
            fetched = fetch(source, accept=TYPES, max_bytes=MOST_BYTES)
        except FetchError as error:
            raise SourceUnreadableError(error.finding, temporary=error.temporary) from error
        return urlsplit(source).path.rsplit("/", 1)[-1] or "missions.csv", fetched.body
    path = Path(source)
    if not path.exists():
        raise unreadable("source-missing", source)
    if not path.is_file():
        raise unreadable("source-not-a-file", source)
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise unreadable("source-closed", source, reason=error.strerror or "unreadable") from error
    if len(data) > MOST_BYTES:
        raise unreadable("source-too-large", path.name, limit=MOST_BYTES)
    return path.name, data


def delimiter_of(text):
    """A semicolon, as spreadsheets of some countries write, or a comma."""
    head = text.partition("\n")[0]
    return ";" if head.count(";") > head.count(",") else ","


def lines_of(given, number, found) -> Iterator[Line]:
    """A Line for each project of a row; reports what is wrong with it."""
    if not given["projects"]:
        found.idle += 1
        return
    if not MEMBER.fullmatch(given["member"]):
        found.report("mission-without-member", number, limit=LONGEST_MEMBER)
        return
    days = {name: day_of(given[name]) for name in ("start", "end") if given[name]}
    for name in ("start", "end"):
        if days.get(name, date.min) is None or (name == "start" and name not in days):
            found.report("mission-bad-date", number, column=name)
            return
    start, last = days["start"], days.get("end")
    if last is not None and last < start:
        found.report("mission-end-before-start", number, start=start, end=last)
        return
    status = given["status"].casefold()
    if status not in (*STATUSES, ""):
        found.report("mission-unknown-status", number, "warning")
        status = ""
    domain = " ".join(given["domain"].split())[:LONGEST_DOMAIN]
    end = last and last + timedelta(days=1)
    for project in dict.fromkeys(given["projects"].split()):
        yield Line(project, given["member"], domain, status, start, end, number)


def day_of(text):
    """The day written YYYY-MM-DD, None for anything else and for days that nobody lives in."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None
