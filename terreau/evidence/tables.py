"""Measurements as CSV: read whatever a spreadsheet saved, written so that it can be read back."""

import csv
import io
from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from terreau.evidence.decimals import plain
from terreau.evidence.models import shown
from terreau.evidence.periods import ONE_DAY, written
from terreau.search.exports import harmless

MOST_BYTES = 500_000
MOST_LINES = 2_000
COLUMNS = (
    "indicator_uid",
    "indicator",
    "period",
    "first_day",
    "last_day",
    "value",
    "source",
    "note",
)
NEEDED = ({"indicator", "indicator_uid"}, {"period", "first_day"}, {"value"})
FRENCH = {
    "indicator_uid": "identifiant", "indicator": "indicateur", "period": "période",
    "first_day": "premier jour", "last_day": "dernier jour", "value": "valeur",
    "source": "source", "note": "remarque",
}  # fmt: skip
NAMES = {name: name for name in COLUMNS} | {words: name for name, words in FRENCH.items()}
NAMES |= {
    "periode": "period", "first day": "first_day", "last day": "last_day", "uid": "indicator_uid",
    "premier_jour": "first_day", "dernier_jour": "last_day",
}  # fmt: skip
EXPORTED = (
    "indicator_uid", "indicator", "dimension", "period", "first_day", "last_day", "value", "unit",
    "definition_version", "level", "checked_by", "way", "source", "note", "recorded_at",
)  # fmt: skip
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


def lines_of(text: str) -> Lines:
    """The lines of a CSV text, parted by semicolons, commas or tabs. Never raises."""
    text = plain_lines(text).removeprefix("\ufeff")
    if not text.strip():
        return Lines(problem=_("The file is empty."))
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        words = _("The file has more than %(most)d kilobytes: cut it in parts.")
        return Lines(problem=words % {"most": MOST_BYTES // 1000})
    delimiter = parting(text.lstrip("\n").partition("\n")[0])
    rows = read(text, delimiter)
    header = None
    found = []
    for number, cells, problem in rows:
        if not problem and not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = [NAMES.get(cell.strip().casefold(), "") for cell in cells]
            if problem or not all(names & set(header) for names in NEEDED):
                return Lines(problem=missing())
            continue
        if len(found) == MOST_LINES:
            words = _("The file has more than %(most)d lines: cut it in parts.")
            return Lines(problem=words % {"most": MOST_LINES})
        found.append(line(number, header, cells, problem))
    if not found:
        return Lines(problem=_("The file has a header and nothing below it."))
    return Lines(tuple(found))


def parting(head):
    """The sign that parts the columns: the one that makes most known names of the header."""

    def known(sign):
        return sum(cell.strip().strip('"').casefold() in NAMES for cell in head.split(sign))

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


def missing():
    names = ", ".join(heading(name) for name in ("indicator", "period", "value"))
    return _("The first line has to name the columns: %(names)s.") % {"names": names}


def heading(name):
    return FRENCH[name] if get_language() == "fr" else name


def template_lines(states):
    """A file to fill in: each indicator once, for its last period that is over."""
    sign = ";" if get_language() == "fr" else ","
    columns = ("indicator", "period", "value", "source", "note")
    yield "\ufeff" + joined([heading(name) for name in columns], sign)
    for name, period in states:
        yield joined([harmless(name), period, "", "", ""], sign)


def csv_lines(states):
    """The values of some indicators as CSV (RFC 4180, with a byte order mark), read back by
    `lines_of` without a change."""
    yield "\ufeff" + joined(EXPORTED, ",")
    for state in states:
        for row in state.values:
            yield joined(exported(state, row), ",")


def exported(state, row):
    method = state.method_of(row)
    return [
        str(state.indicator.uid),
        harmless(state.indicator.name),
        state.indicator.dimension,
        written(row.period_from, row.period_to),
        row.period_from.isoformat(),
        (row.period_to - ONE_DAY).isoformat(),
        plain(row.value),  # a number and nothing else: no spreadsheet takes it for a formula
        harmless(method.unit),
        str(method.number),
        row.level,
        harmless(shown(row.checker) if row.checker else ""),
        row.way,
        harmless(row.source),
        harmless(row.note),
        row.recorded_at.isoformat(),
    ]


def joined(cells, sign):
    stream = io.StringIO()
    csv.writer(stream, delimiter=sign).writerow(cells)
    return stream.getvalue()
