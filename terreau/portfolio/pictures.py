"""The pictures of the answers: each a chart that holds its own table, or None for no picture."""

from datetime import date

from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from terreau.charts import (
    Axis,
    Bar,
    Callout,
    Column,
    Interval,
    Series,
    bars,
    intervals,
    lines,
    stacked_area,
    stacked_bars,
    table,
)
from terreau.portfolio.figures import name_of
from terreau.portfolio.flows import phases_of, years_of
from terreau.portfolio.outcomes import TOGETHER
from terreau.portfolio.statistics import COMPARED_MONTHS, MINIMUM
from terreau.projects.figures import COLOURS
from terreau.projects.phases import Phase

MOST_BARS = 16
LONGEST = 1.1  # how far a curve is shown beyond its mature part, as a multiple of that part


def picture(answer):
    """The chart of an answer, drawn in the language that is active."""
    return PICTURES[answer.name](answer, {"note": answer.note, "language": get_language()})


def limits():
    """What the two ends of an interval are called."""
    return pgettext("interval", "From"), pgettext("interval", "To")


def series_of(phase, points):
    colour = COLOURS[Phase(phase)]
    return Series(name_of(phase), points, colour=colour or 8, muted=not colour)


def phases(answer, said):
    rows = [
        Bar(each["label"], each["projects"], muted=not each.get("counted", True))
        for each in answer.records
    ]
    columns = [Column(_("Phase"), "text"), Column(_("Projects")), Column(_("Counted"), "text")]
    body = [(row.label, row.value, _("no") if row.muted else _("yes")) for row in rows]
    return bars(
        _("Projects by phase"),
        _("Those in colour are counted by the definition, the others are beside it."),
        rows, data=table(columns, body), **said,
    )  # fmt: skip


def evolution(answer, said):
    shown = answer.columns[1:]
    days = [date.fromisoformat(each["day"]) for each in answer.records]
    counts = {phase: [each[phase] for each in answer.records] for phase in shown}
    series = [series_of(phase, list(zip(days, counts[phase], strict=True))) for phase in shown]
    columns = [Column(_("Day"), "date"), *(Column(name_of(phase)) for phase in shown)]
    return stacked_area(
        _("Projects over time"),
        _("How many projects were in each phase, on the first day of each quarter."),
        series, x=Axis("", "date"), y=Axis(_("Projects")),
        data=table(columns, list(zip(days, *(counts[phase] for phase in shown), strict=True))),
        **said,
    )  # fmt: skip


def flows(answer, said):
    years = years_of(answer)
    counts = {(each["year"], each["phase"]): each for each in answer.records}
    entered, left = phases_of(answer.records)

    def column(phase, way):
        return [counts[y, phase][way] if (y, phase) in counts else 0 for y in years]

    series = [series_of(p, list(enumerate(column(p, "entered")))) for p in entered]
    columns = [Column(_("Year"), "text")]
    columns += [_("%(phase)s: entered") % {"phase": name_of(phase)} for phase in entered]
    columns += [_("%(phase)s: left") % {"phase": name_of(phase)} for phase in left]
    values = [column(phase, "entered") for phase in entered]
    values += [column(phase, "left") for phase in left]
    names = [str(year) for year in years]
    return stacked_bars(
        _("Entries into each phase, by year"),
        _("How many projects entered each phase in each year; what left it is in the table."),
        names, series, y=Axis(_("Projects")),
        immature=names[-1:] if answer.note else (), totals=False,
        data=table(columns, list(zip(names, *values, strict=True))), **said,
    )  # fmt: skip


def flow(answer, said):
    """No picture: the projects by name."""
    columns = [Column(_("On"), "date"), Column(_("Project"), "text")]
    rows = [(date.fromisoformat(each["day"]), each["title"]) for each in answer.records]
    return bars(answer.title, "", [], data=table(columns, rows), **said)


def survival(answer, said):
    title = _("Alive after construction began")
    mature = [each for each in answer.records if not each["immature"]]
    if not mature:
        return lines(title, "", [], **said)
    end = mature[-1]["months"]
    tail = [each for each in answer.records if end <= each["months"] <= end * LONGEST]
    start = [(0, 1.0, 1.0, 1.0)]
    series = [Series("", start + [curve(each) for each in mature])]
    if len(tail) > 1:
        words = _("fewer than %(minimum)d followed") % {"minimum": MINIMUM}
        series.append(Series(words, [curve(each) for each in tail], muted=True))
    marks = [each for each in answer.figures if not each.immature and float(each.name) <= end]
    names = [_("Months"), _("Followed"), _("Alive"), *limits()]
    kinds = ["number", "number", "percent", "percent", "percent"]
    rows = [(float(f.name), f.followed, f.value, *(f.interval or (None, None))) for f in marks]
    return lines(
        title,
        _("Share of projects not stopped, by months since construction began; the band is the "
          "95-percent interval."),
        series,
        x=Axis(_("Months since construction began"), ticks=range(0, int(end) + 1, 12)),
        y=Axis(_("Share alive"), "percent", low=0, high=1),
        step=True,
        callouts=[Callout(float(each.name), each.value, each.text) for each in marks],
        data=table([Column(*pair) for pair in zip(names, kinds, strict=True)], rows),
        **said,
    )  # fmt: skip


def curve(record):
    return record["months"], record["alive"], record["low"], record["high"]


def durations(answer, said):
    whole = [each for each in answer.figures if each.interval and each.interval[1] is not None]
    rows = [
        Interval(each.label, each.n, each.value, *each.interval)
        for each in whole
        if each.value is not None
    ]
    names = [_("Phase"), _("Spells"), _("Over"), _("Median, months"), *limits()]
    kinds = ["text", *["number"] * 5]
    body = [
        (each["label"], each["n"], each["ended"], each["median_months"], each["low"], each["high"])
        for each in answer.records
    ]
    return intervals(
        _("Median time in each phase"),
        _("In months; the line is the 95-percent interval."),
        rows, x=Axis(_("Months"), low=0),
        data=table([Column(*pair) for pair in zip(names, kinds, strict=True)], body), **said,
    )  # fmt: skip


def exits(answer, said):
    mature = [each for each in answer.records if each["at_risk"] >= MINIMUM]
    ways = [name for name in answer.columns if f"{name}_low" in answer.columns]
    ways.sort(key=lambda way: list(Phase).index(Phase(way)))
    series = [series_of(way, [(each["months"], each[way]) for each in mature]) for way in ways]
    still = [(each["months"], max(0.0, 1 - sum(each[way] for way in ways))) for each in mature]
    series.append(Series(_("Still on the way"), still, muted=True))
    yearly = [each for each in mature if each["months"] % 12 == 0]
    columns = [Column(_("Months")), Column(_("Followed"))]
    columns += [Column(name_of(way), "percent") for way in ways]
    columns += [Column(_("Still on the way"), "percent")]
    rows = [
        (each["months"], each["at_risk"], *(each[way] for way in ways), each["still_there"])
        for each in yearly
    ]
    return stacked_area(
        _("Ways out after construction began"),
        _("Share of projects that have left by each way, by months since construction began."),
        series if len(mature) > 1 else [],
        x=Axis(_("Months since construction began"), ticks=[each["months"] for each in yearly]),
        y=Axis(_("Share of projects"), "percent", high=1),
        data=table(columns, rows), **said,
    )  # fmt: skip


def funnel(answer, said):
    names = {"went_on": _("Went on"), "left": _("Left"), "still_on_the_way": _("Still on the way")}
    series = [
        Series(
            words,
            [(rank, each[key]) for rank, each in enumerate(answer.records)],
            colour=rank + 1,
            muted=key == "still_on_the_way",
        )
        for rank, (key, words) in enumerate(names.items())
    ]
    columns = [Column(_("Phase"), "text"), _("Entered"), *names.values()]
    keys = ("label", "entered", *names)
    body = [[each[key] for key in keys] for each in answer.records]
    return stacked_bars(
        _("What became of the projects that entered each phase"),
        _("Every project that was ever in the phase, by what followed."),
        [each["label"] for each in answer.records], series if answer.records else [],
        y=Axis(_("Projects")), data=table(columns, body), **said,
    )  # fmt: skip


def comparison(answer, said):
    whole = [(each.value, each.label) for each in answer.figures if each.name == TOGETHER]
    rows = [
        Interval(each.label, each.n, each.value, *each.interval, muted=each.immature)
        for each in answer.figures
        if each.name != TOGETHER
    ]
    return intervals(
        _("Alive after %(months)d months, by incubator") % {"months": COMPARED_MONTHS},
        _("Share of projects with its 95-percent interval, by name; grey: fewer than %(minimum)d "
          "are followed that long.") % {"minimum": MINIMUM},
        rows, x=Axis(_("Share alive"), "percent", high=1), whole=whole[0] if whole else None,
        label_title=_("Incubator"), column_names=("n", _("Alive"), *limits()), **said,
    )  # fmt: skip


def shares(title, label_title):
    def drawn(answer, said):
        counts = [(each["name"], each["projects"]) for each in answer.records]
        several = len(counts) + answer.left
        words = _("The %(shown)d largest; all %(all)d are in the table.")
        return bars(
            str(title),
            words % {"shown": MOST_BARS, "all": several} if several > MOST_BARS else "",
            [Bar(name, n) for name, n in counts[:MOST_BARS]],
            data=table([Column(str(label_title), "text"), _("Projects")], counts),
            **said,
        )

    return drawn


PICTURES = {
    "phases": phases,
    "last-written": phases,
    "evolution": evolution,
    "flows": flows,
    "flow": flow,
    "survival": survival,
    "durations": durations,
    "exits": exits,
    "funnel": funnel,
    "comparison": comparison,
    "incubators": shares(gettext_lazy("Projects by incubator"), gettext_lazy("Incubator")),
    "territories": shares(gettext_lazy("Projects by territory"), gettext_lazy("Territory")),
    "themes": shares(gettext_lazy("Projects by theme"), gettext_lazy("Theme")),
}
