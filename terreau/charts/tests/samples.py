"""Charts to try things on, one of each kind."""

from datetime import date

from terreau.charts import (
    Axis,
    Bar,
    Callout,
    Interval,
    Reference,
    Series,
    bars,
    intervals,
    lines,
    stacked_area,
    stacked_bars,
)

HOSTILE = (
    "<script>alert(1)</script>",
    "\"quoted\" & 'apostrophes' </text></svg>",
    "]]> <!-- -->",
    "شركة ناشئة \u202eمعكوسة",
    "NUL \x00 bell \x07 lone \ud800 end",
    "W" * 400,
    "two\nlines\tand a tab",
    "日本語の長い名前" * 30,
    "",
)


def make_survival(name="Survival", points=None, **options):
    points = points or [(0, 1.0, 1.0, 1.0), (6, 0.96, 0.94, 0.98), (12, 0.89, 0.85, 0.92)]
    return lines(
        "Survival after the start of construction",
        "Share of projects still alive, by months since construction began.",
        [Series(name, points)],
        x=Axis("Months", ticks=(0, 6, 12)),
        y=Axis("Share alive", "percent"),
        step=True,
        **options,
    )


def make_evolution(names=("Construction", "Acceleration"), **options):
    days = [date(2020, 1, 1), date(2022, 7, 1), date(2025, 1, 1)]
    series = [
        Series(name, [(day, rank + index) for index, day in enumerate(days)])
        for rank, name in enumerate(names, start=1)
    ]
    return stacked_area(
        "Projects by phase",
        "Number of live projects.",
        series,
        x=Axis("Day", "date"),
        y=Axis("Projects"),
        **options,
    )


def make_bars(labels=("North", "South"), **options):
    rows = [Bar(label, value) for value, label in enumerate(labels, start=1)]
    return bars("By place", "Projects by place.", rows, label_title="Place", **options)


def one_of_each(name="Construction"):
    """A chart of every kind, in which `name` stands wherever an author may write."""
    intervals_rows = [Interval(name, 12, 0.8, 0.6, 0.9), Interval("Other", 3, 0.5, 0.1, 0.9, True)]
    cohorts = [Series(name, [(0, 1), (1, 2)]), Series("Other", [(0, 3), (1, 1)])]
    return {
        "lines": lines(
            name,
            name,
            [Series(name, [(0, 1), (5, 3)]), Series("Other", [(0, 2), (5, 2.5)], muted=True)],
            x=Axis(name),
            y=Axis(name),
            references=[Reference(2, name), Reference(1.5, name, "y")],
            callouts=[Callout(5, 3, name)],
        ),
        "stacked_area": make_evolution((name, "Other")),
        "stacked_bars": stacked_bars(name, name, [name, "2026"], cohorts, immature=["2026"]),
        "bars": make_bars((name, "Other")),
        "intervals": intervals(name, name, intervals_rows, whole=(0.7, name)),
    }
