"""Measurements as CSV: read whatever a spreadsheet saved, written so that it can be read back."""

from django.utils.translation import get_language

from terreau.evidence.decimals import plain
from terreau.evidence.models import shown
from terreau.evidence.periods import ONE_DAY, written
from terreau.harvest import spreadsheets
from terreau.harvest.spreadsheets import Layout, joined
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


def lines_of(text):
    """The lines of measurements in a CSV text. Never raises."""
    names = tuple(map(heading, ("indicator", "period", "value")))
    return spreadsheets.lines_of(text, Layout(NAMES, NEEDED, names, MOST_BYTES, MOST_LINES))


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
