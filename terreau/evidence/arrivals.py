"""Measurements in a file: what each line would change, before anything is changed."""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import rfc8785
from django.utils.translation import gettext as _

from terreau.evidence.decimals import number_named, plain
from terreau.evidence.measuring import refusal
from terreau.evidence.models import Indicator, Measurement
from terreau.evidence.periods import ONE_DAY, day_named, interval, named
from terreau.evidence.queries import indicators_of
from terreau.evidence.tables import lines_of
from terreau.harvest.spreadsheets import Line, plain_lines

NEW, CHANGED, UNCHANGED, REFUSED = OUTCOMES = ("new", "changed", "unchanged", "refused")
LONGEST_NOTE, LONGEST_SOURCE = 2000, 500


@dataclass(frozen=True)
class Arrival:
    """What a line would do: NEW, CHANGED (before: the value that stands), UNCHANGED or REFUSED
    (why: in words)."""

    line: int
    outcome: str
    said: str = ""
    indicator: Indicator | None = None
    period_from: date | None = None
    period_to: date | None = None
    value: Decimal | None = None
    source: str = ""
    note: str = ""
    before: Measurement | None = None
    why: str = ""


@dataclass(frozen=True)
class Preview:
    """What a file would change. problem: why nothing of it can be read, in words, or ""."""

    rows: tuple[Arrival, ...]
    digest: str
    problem: str = ""

    def count(self, outcome):
        return sum(row.outcome == outcome for row in self.rows)


def preview(project, text):
    """What the lines of a CSV text would change in a project: four queries. Never raises.

    The digest names the text and everything that was there: another value, another definition or
    another text makes another digest.
    """
    text = plain_lines(text)
    found = lines_of(text)
    states = [each for each in indicators_of(project) if not each.is_retired]
    known = {name: each for each in states for name in names_of(each)}
    rows, seen = [], {}
    for line in found.lines:
        row = arrival(line, known)
        key = (row.indicator and row.indicator.pk, row.period_from, row.period_to)
        if row.outcome != REFUSED and seen.setdefault(key, row.line) != row.line:
            why = _("Line %(line)d is about the same period already.") % {"line": seen[key]}
            row = Arrival(line.number, REFUSED, said=row.said, why=why)
        rows.append(row)
    return Preview(tuple(rows), digest(text, states, rows), found.problem)


def names_of(state):
    return str(state.indicator.uid), state.indicator.name.strip().casefold()


def arrival(line: Line, known):
    """What one line would do; known: the indicators of the project by uid and by folded name."""
    said = line.cells.get("indicator", "") or line.cells.get("indicator_uid", "")

    def refused(why):
        return Arrival(line.number, REFUSED, said=said[:120], why=why)

    if line.problem:
        return refused(line.problem)
    state = known.get(line.cells.get("indicator_uid", "").strip().lower())
    state = state or known.get(line.cells.get("indicator", "").strip().casefold())
    if state is None:
        return refused(_("The project has no indicator of this name."))
    stretch, why = stretch_of(line.cells)
    if stretch is None:
        return refused(why)
    begin, end = stretch
    value, why = number_named(line.cells.get("value", ""), state.method.unit)
    if value is None:
        return refused(why)
    source, note = line.cells.get("source", "").strip(), line.cells.get("note", "").strip()
    why = refusal(state.methods, begin, end, value)
    if not why and (len(source) > LONGEST_SOURCE or len(note) > LONGEST_NOTE):
        why = _("The source or the note is too long.")
    if why:
        return refused(why)
    before = standing(state, begin, end)
    return Arrival(
        line.number, outcome(before, value, source, note), said[:120], state.indicator, begin, end,
        value, source, note, before,
    )  # fmt: skip


def stretch_of(cells):
    """((first day, day after the last), "") of a line, or (None, why not)."""
    period = cells.get("period", "").strip()
    if period:
        stretch = named(period)
        words = _("“%(text)s” is no period: write 2026-03, 2026-Q1, 2026 or a day.")
        return stretch, "" if stretch else words % {"text": period[:40]}
    first, last = (cells.get(name, "").strip() for name in ("first_day", "last_day"))
    begin, end = day_named(first), day_named(last)
    if begin is None or end is None:
        words = _("“%(text)s” is no day: write 2026-03-31 or 31/03/2026.")
        return None, words % {"text": (last if begin else first)[:40]}
    return (begin, end + ONE_DAY), ""


def standing(state, begin, end):
    """The value that is known for a stretch of days, or None."""
    for each in state.values:
        if (each.period_from, each.period_to) == (begin, end):
            return each
    return None


def outcome(before, value, source, note):
    """An empty source or note leaves the one there is."""
    if before is None:
        return NEW
    same = value == before.value and source in ("", before.source) and note in ("", before.note)
    return UNCHANGED if same else CHANGED


def digest(text, states, rows):
    seen = [
        [row.line, row.outcome, row.why, row.indicator and str(row.indicator.uid),
         row.value is not None and plain(row.value), row.source, row.note,
         row.period_from and interval(row.period_from, row.period_to),
         row.before and str(row.before.uid)]
        for row in rows
    ]  # fmt: skip
    methods = [[str(method.uid) for method in state.methods] for state in states]
    body = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return hashlib.sha256(rfc8785.dumps([body, seen, methods])).hexdigest()
