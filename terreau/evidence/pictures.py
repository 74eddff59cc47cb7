"""The picture of an indicator: its values, its targets, and where its definition changed."""

from itertools import groupby

from django.core.cache import cache
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from terreau.charts import Axis, Callout, Column, Reference, Series, figure, lines, table
from terreau.evidence.decimals import spoken
from terreau.evidence.periods import ONE_DAY, label
from terreau.evidence.vocabulary import Level, Period

COLOUR, TARGET = 1, 2
MOST_TARGETS = 3


def shown(state, note=""):
    """The parameter `chart` of the component of that name, drawn or as it was kept."""
    return figure(picture(state, note), cache=cache, place=f"i{state.indicator.pk}")


def picture(state, note=""):
    """The chart of an indicator in the language of the page; without a picture where it has no
    value."""
    runs = [
        (number, [(last_day(row), float(row.value)) for row in rows])
        for number, rows in groupby(state.values, lambda row: state.method_of(row).number)
    ]
    values = [
        Series(name_of(number, runs), points, COLOUR, muted=number != runs[-1][0])
        for number, points in runs
    ]
    ends = [points[-1] for _number, points in runs]
    name = {"name": state.indicator.name, "period": Period(state.method.period).label}
    return lines(
        _("%(name)s, by %(period)s") % name,
        _("Each value stands at the last day of its period."),
        [*reversed(values), *targets(state)] if values else [],
        x=Axis("", "date"),
        y=Axis(capfirst(state.method.unit)),
        references=changes(state) if values else [],
        callouts=[Callout(x, y, spoken(row.value)) for (x, y), row in zip(ends, last_rows(state),
                                                                         strict=True)],
        data=data(state),
        note=note,
        language=get_language(),
    )  # fmt: skip


def last_day(row):
    return row.period_to - ONE_DAY


def last_rows(state):
    """The last value by each definition."""
    runs = groupby(state.values, lambda row: state.method_of(row).number)
    return [list(rows)[-1] for _number, rows in runs]


def name_of(number, runs):
    return _("definition %(number)d") % {"number": number} if len(runs) > 1 else ""


def targets(state):
    """The last targets as lines from the day they were set to the day they are due."""
    return [
        Series(
            _("target %(value)s") % {"value": spoken(each.target.value)},
            [(each.target.set_on, float(each.target.value)),
             (each.target.due_on, float(each.target.value))],
            TARGET,
        )
        for each in state.targets[-MOST_TARGETS:]
        if each.target.set_on < each.target.due_on
    ]  # fmt: skip


def changes(state):
    """A marker on each day from which another definition holds, within the picture."""
    begin, end = last_day(state.values[0]), last_day(state.values[-1])
    ends = [day for each in state.targets for day in (each.target.set_on, each.target.due_on)]
    begin, end = min([begin, *ends]), max([end, *ends])
    return [
        Reference(each.valid_from, _("definition changed"))
        for each in state.methods
        if each.valid_from and begin <= each.valid_from <= end
    ]


def data(state):
    """The table: every value with its definition and its level."""
    places = max((decimals(row.value) for row in state.values), default=0)
    columns = [
        Column(_("Period"), "text"),
        Column(capfirst(state.method.unit), "number", places),
        Column(_("Definition"), "text"),
        Column(_("Level"), "text"),
    ]
    rows = [
        (
            label(row.period_from, row.period_to),
            float(row.value),
            str(state.method_of(row).number),
            str(Level(row.level).label),
        )
        for row in state.values
    ]
    return table(columns, rows)


def decimals(value):
    return max(0, -value.normalize().as_tuple().exponent)
