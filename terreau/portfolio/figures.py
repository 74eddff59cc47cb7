"""Published figures: each says what it counts, of how many, for which day, as known when, and how
to have it again."""

from dataclasses import dataclass
from datetime import date
from math import ceil

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.charts import Chart, table, to_csv
from terreau.projects.phases import DEFINITIONS, label

# {name of an answer: what the command line adds to have it}
WORDS = {
    "phases": ("--by", "phase"),
    "incubators": ("--by", "incubator"),
    "territories": ("--by", "territory"),
    "themes": ("--by", "theme"),
    "survival": ("--survival",),
    "flows": ("--flows",),
    "flow": (),
    "last-written": ("--rule", "last-written"),
}


def name_of(phase):
    return capfirst(str(label(phase)))


def definition_of(question):
    """The definition in force, in a sentence: "in incubation: investigation, …"."""
    definition = DEFINITIONS[question.definition]
    return _("%(label)s: %(text)s.") % {
        "label": capfirst(str(definition.label)),
        "text": definition.text,
    }


@dataclass(frozen=True)
class Figure:
    """One number with all that it may not be published without.

    value: a share between 0 and 1, months (None: not known, see `text`), or a count; unit:
    "share", "months", or what is counted ("projects"); n: how many it was made from; interval: its
    95 % confidence limits, the upper one None where none can be given; followed: how many were
    followed for as long as the figure is about; immature: those are too few.
    """

    name: str
    label: str
    value: float | None
    unit: str
    n: int
    definition: str
    as_of: date
    known_at: date
    reproduce_url: str
    reproduce_command: str
    note: str = ""
    interval: tuple[float, float | None] | None = None
    followed: int | None = None
    immature: bool = False

    @property
    def text(self):
        """The value as people read it."""
        if self.value is None:
            return _("not reached yet") if self.unit == "months" else _("not known yet")
        return written(self.value, self.unit)

    @property
    def parts(self):
        """(the number, its unit) as people read them; a value that is not known has no unit."""
        if self.value is None or self.unit not in ("share", "months"):
            return self.text, ""
        number, unit = self.text.rsplit(maxsplit=1)
        return number, unit

    @property
    def interval_text(self):
        """The interval in words, "" for none."""
        if self.interval is None:
            return ""
        low, high = self.interval
        if high is None:
            return _("at least %(low)s") % {"low": written(low, self.unit)}
        return _("between %(low)s and %(high)s") % {
            "low": written(low, self.unit),
            "high": written(high, self.unit),
        }


def written(value, unit):
    """A value in the reader's language: 1,234; 80.8 %; 20.0 months."""
    if unit == "share":
        return _("%(number)s %%") % {"number": number_format(round(100 * value, 1), 1)}
    if unit == "months":
        number = number_format(round(value, 1), 1)
        words = ngettext("%(number)s month", "%(number)s months", ceil(value))
        return words % {"number": number}
    return number_format(value, force_grouping=True)


@dataclass(frozen=True)
class Answer:
    """One table of figures: `records` is what machines read, in the order of `columns`.

    n: how many projects it was made from; note: what a reader has to know beside the definition;
    left: how many records were left out, the last ones.
    """

    name: str
    title: str
    definition: str
    question: object
    n: int
    figures: tuple = ()
    columns: tuple = ()
    records: tuple = ()
    note: str = ""
    left: int = 0

    @property
    def as_of(self):
        return self.question.as_of

    @property
    def known_at(self):
        return self.question.known_on

    @property
    def reproduce_url(self):
        return address(self.name, self.question)

    @property
    def reproduce_command(self):
        return command(self.name, self.question)


def as_data(answer):
    """An answer as JSON says it, the addresses in full."""
    return {
        "name": answer.name,
        "title": answer.title,
        "definition": answer.definition,
        "counting": answer.question.definition,
        "as_of": answer.as_of.isoformat(),
        "known_at": answer.known_at.isoformat(),
        "n": answer.n,
        "note": answer.note,
        "reproduce": reproduction(answer),
        "figures": [figure_as_data(each) for each in answer.figures],
        "records": list(answer.records),
    }


def total_as_data(figure):
    """A figure that stands for itself, as JSON says it."""
    return figure_as_data(figure) | {
        "definition": figure.definition,
        "as_of": figure.as_of.isoformat(),
        "known_at": figure.known_at.isoformat(),
        "reproduce": reproduction(figure),
    }


def figure_as_data(figure):
    low, high = figure.interval or (None, None)
    return {
        "name": figure.name,
        "label": figure.label,
        "value": figure.value,
        "unit": figure.unit,
        "n": figure.n,
        "low": low,
        "high": high,
        "followed": figure.followed,
        "immature": figure.immature,
        "note": figure.note,
    }


def reproduction(thing):
    """Where a figure or an answer can be had again."""
    return {"url": settings.SITE_URL + thing.reproduce_url, "command": thing.reproduce_command}


def as_csv(answer):
    """The records of an answer as CSV; each line says the day, what was known, and the counting."""
    said = {
        "as_of": answer.as_of.isoformat(),
        "known_at": answer.known_at.isoformat(),
        "counting": answer.question.definition,
    }
    rows = [
        [cell(each[name]) for name in answer.columns] + [*said.values()] for each in answer.records
    ]
    return to_csv(Chart(answer.title, answer.definition, table([*answer.columns, *said], rows)))


def cell(value):
    return str(value).lower() if isinstance(value, bool) else value


def asked(thing):
    """Of how many, for which day and as known when, of a figure or an answer, in words."""
    return _("n = %(n)s, as of %(as_of)s, as known on %(known_at)s") % {
        "n": number_format(thing.n, force_grouping=True),
        "as_of": date_format(thing.as_of, "DATE_FORMAT"),
        "known_at": date_format(thing.known_at, "DATE_FORMAT"),
    }


def address(name, question):
    """The address of the API that gives the same again."""
    return question.address(question.API if name == question.HEADLINE else f"{question.API}{name}/")


def command(name, question):
    """The command line that prints the same again."""
    words = () if name == question.HEADLINE else WORDS.get(name, ("--figure", name))
    return question.command(*words)


def figure(answer, name, label, value, unit, n, definition, question, **more):
    """A figure that belongs to the answer of that name."""
    return Figure(
        name, label, value, unit, n, definition, question.as_of, question.known_on,
        address(answer, question), command(answer, question), **more,
    )  # fmt: skip
