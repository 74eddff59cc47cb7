"""CSV that people hand over: whatever a spreadsheet saved, as lines that name their columns."""

import csv
import io
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Line:
    """A line of a file: its number from 1, its cells by column, or why it cannot be read."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True)
class Lines:
    """The lines of a file below its header; problem: why there are none, in words, or ""."""

    lines: tuple[Line, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class Layout:
    """What a file may hold. names: {a heading, folded: its column}; needed: sets of columns, of
    each of which the header has one; shown: what the needed ones are called, for people."""

    names: dict[str, str]
    needed: tuple[set[str], ...]
    shown: tuple[str, ...]
    most_bytes: int
    most_lines: int


def text_of(data: bytes) -> str:
    """The text of a file, whatever program wrote it. Never raises."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def plain_lines(text: str) -> str:
    """A text as it comes back from a form, which ends lines in its own way and knows no NUL."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")


def lines_of(text: str, layout: Layout) -> Lines:
    """The lines of a CSV text, parted by semicolons, commas or tabs. Never raises."""
    text = plain_lines(text).removeprefix("\ufeff")
    if not text.strip():
        return Lines(problem=_("The file is empty."))
    if len(text.encode("utf-8", "replace")) > layout.most_bytes:
        words = _("The file has more than %(most)d kilobytes: cut it in parts.")
        return Lines(problem=words % {"most": layout.most_bytes // 1000})
    delimiter = parting(text.lstrip("\n").partition("\n")[0], layout)
    rows = read(text, delimiter)
    header = None
    found = []
    for number, cells, problem in rows:
        if not problem and not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = [layout.names.get(cell.strip().casefold(), "") for cell in cells]
            if problem or not all(names & set(header) for names in layout.needed):
                words = _("The first line has to name the columns: %(names)s.")
                return Lines(problem=words % {"names": ", ".join(layout.shown)})
            continue
        if len(found) == layout.most_lines:
            words = _("The file has more than %(most)d lines: cut it in parts.")
            return Lines(problem=words % {"most": layout.most_lines})
        found.append(line(number, header, cells, problem))
    if not found:
        return Lines(problem=_("The file has a header and nothing below it."))
    return Lines(tuple(found))


def parting(head, layout):
    """The sign that parts the columns: the one that makes most known names of the header."""

    def known(sign):
        return sum(cell.strip().strip('"').casefold() in layout.names for cell in head.split(sign))

    return max((";", ",", "\t"), key=known)


def read(text, delimiter):
    """(number of the line, cells, problem) of each row."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield number, [], _("This line cannot be read: a quotation mark may be missing.")
        else:
            yield number, cells, ""


def line(number, header, cells, problem):
    if problem:
        return Line(number, problem=problem)
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        return Line(number, problem=_("This line has more columns than the header."))
    named = {name: bare(cell) for name, cell in zip(header, cells, strict=False) if name}
    if any("\ufffd" in cell for cell in named.values()):
        return Line(number, problem=_("This line holds signs that are no text."))
    return Line(number, named)


def bare(cell):
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].lstrip(" ").startswith(SIGNS) else cell


def joined(cells, sign):
    """Cells as one line of CSV (RFC 4180)."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=sign).writerow(cells)
    return stream.getvalue()
