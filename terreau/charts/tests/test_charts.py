"""What charts hold: their tables, their figures, their labels, and what they refuse."""

import csv
import io
import itertools
import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau.charts import (
    Axis,
    Bar,
    Column,
    Interval,
    Series,
    bars,
    intervals,
    lines,
    stacked_area,
    stacked_bars,
    table,
    to_csv,
)
from terreau.charts.axes import along, upright
from terreau.charts.figures import date_ticks, tick_labels, ticks, written
from terreau.charts.labels import spread
from terreau.charts.lettering import clean, width, wrap
from terreau.charts.tests.samples import make_bars, make_evolution, make_survival, one_of_each

tried = settings(deadline=None, max_examples=100)


def test_the_table_of_a_survival_curve():
    chart = make_survival(language="fr")
    assert chart.header == (
        "Months",
        "Survival",
        "Survival, lower limit",
        "Survival, upper limit",
    )
    assert chart.rows[1] == ["6", "96,0\u00a0%", "94,0\u00a0%", "98,0\u00a0%"]


def test_a_table_of_lines_leaves_holes_where_a_series_has_no_value():
    chart = lines("t", "d", [Series("a", [(1, 1), (2, 2)]), Series("b", [(2, 5), (3, 6)])])
    assert chart.rows == [["1", "1", "–"], ["2", "2", "5"], ["3", "–", "6"]]


def test_the_author_s_own_table_takes_the_place_of_the_points():
    data = table([Column("Months"), Column("Alive", "percent", 0)], [[6, 0.964]])
    assert make_survival(data=data).rows == [["6", "96%"]]
    with pytest.raises(ValueError, match="row 0 has 1 of 2 values"):
        table(["a", "b"], [[1]])


def test_csv_is_for_machines():
    chart = make_evolution(("Phase, one", '=HYPERLINK("x")'))
    rows = list(csv.reader(io.StringIO(to_csv(chart))))
    assert rows[0] == ["Day", "Phase, one", '\'=HYPERLINK("x")']
    assert rows[1] == ["2020-01-01", "1", "2"]
    negative = lines("t", "d", [Series("a", [(0, -1.25)])])
    assert to_csv(negative).splitlines()[1] == "0,-1.25"
    assert "\r\n" in to_csv(chart)


@pytest.mark.parametrize("kind", one_of_each())
def test_nothing_to_show_is_no_picture_but_still_a_table(kind):
    empty = {
        "lines": lines("t", "d", []),
        "stacked_area": stacked_area("t", "d", []),
        "stacked_bars": stacked_bars("t", "d", [], []),
        "bars": bars("t", "d", []),
        "intervals": intervals("t", "d", []),
    }[kind]
    assert (empty.spec(), empty.spec(narrow=True)) == (None, None)
    assert empty.rows == []
    assert empty.header


def test_a_digest_follows_every_word_and_figure():
    charts = [
        make_bars(),
        make_bars(("North", "West")),
        make_bars(language="fr", kind="percent"),
        make_survival(),
    ]
    digests = [chart.digest(narrow=narrow) for chart in charts for narrow in (False, True)]
    assert len(set(digests)) == len(digests)
    assert make_bars().digest() == charts[0].digest()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: lines("t", "d", [Series("a", [(0, math.nan)])]), "not a finite number"),
        (lambda: lines("t", "d", [Series("a", [(0, None)])]), "not a finite number"),
        (lambda: lines("t", "d", [Series("a", [("x", 1)])]), "not a finite number"),
        (lambda: bars("t", "d", [Bar("a", -1)]), "a: a bar cannot be negative"),
        (lambda: bars("t", "d", [Bar("a", math.inf)]), "not a finite number"),
        (lambda: intervals("t", "d", [Interval("a", 1, 0.5, 0.6, 0.7)]), "does not hold"),
        (
            lambda: stacked_area("t", "d", [Series("a", [(0, 1)]), Series("b", [(1, 1)])]),
            "same positions",
        ),
        (lambda: stacked_area("t", "d", [Series("a", [(0, -1)])]), "cannot be negative"),
        (lambda: stacked_bars("t", "d", ["2020"], [Series("a", [])]), "same positions"),
    ],
)
def test_bad_data_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    ("value", "kind", "language", "text"),
    [
        (1234567, "number", "en", "1,234,567"),
        (1234567, "number", "fr", "1\u202f234\u202f567"),
        (12.345, "number", "fr", "12,3"),
        (0.8087, "percent", "en", "80.9%"),
        (0.8087, "percent", "fr", "80,9\u00a0%"),
        (-0.00001, "percent", "en", "0.0%"),
        (date(2026, 8, 1), "date", "fr", "1er août 2026"),
        (date(2026, 8, 1), "date", "en", "1 Aug 2026"),
        (None, "number", "en", "–"),
        (math.nan, "number", "en", "–"),
        ("n/a", "number", "en", "n/a"),
        (2.5, "number", "br", "2.5"),
    ],
)
def test_figures_are_written_as_people_do(value, kind, language, text):
    assert written(value, kind, language) == text


@tried
@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 10))
def test_ticks_are_round_and_few(low, length, about):
    marks = ticks(low, low + length, about)
    assert len(marks) <= about + 2
    assert all(low - length * 1e-6 <= mark <= low + length * (1 + 1e-6) for mark in marks)
    assert marks == sorted(set(marks))


@tried
@given(st.dates(date(1900, 1, 1), date(2099, 1, 1)), st.integers(0, 60_000))
def test_dates_are_marked_at_beginnings(first, days):
    last = date.fromordinal(min(first.toordinal() + days, date.max.toordinal()))
    marks = date_ticks(first, last, "fr")
    assert len(marks) <= 40
    assert all(first <= day <= last for day, _ in marks)
    assert len({label for _, label in marks}) == len(marks)


def test_labels_of_an_axis_tell_its_values_apart():
    assert tick_labels([0, 0.005, 0.01], "percent") == ["0.0%", "0.5%", "1.0%"]
    assert tick_labels([0, 0.5, 1], "percent") == ["0%", "50%", "100%"]
    assert tick_labels([0, 2.5, 5], "number", "fr") == ["0,0", "2,5", "5,0"]


def test_an_axis_begins_at_zero_and_a_share_ends_at_one():
    assert upright(Axis(), [3, 7.2], "en").high == 8
    shares = upright(Axis(kind="percent"), [0.2, 0.97], "en")
    assert (shares.low, shares.high) == (0, 1)
    assert upright(Axis(), [0, 0], "en").high == 1
    assert upright(Axis(), [-3, 2], "en").low <= -3
    alone = along(Axis(kind="date"), [date(2026, 1, 1).toordinal()], "en", 5)
    assert alone.high > alone.low
    assert along(Axis(ticks=(0, 12, 24)), [0, 20], "en", 5).high == 24


@tried
@given(st.text(max_size=60), st.floats(20, 300), st.integers(1, 3))
def test_wrapped_text_fits(text, room, lines_at_most):
    wrapped = wrap(text, room, 13, lines_at_most)
    assert len(wrapped) <= lines_at_most
    assert all(width(line, 13) <= room or len(line.rstrip("…")) <= 1 for line in wrapped)
    if wrapped and not wrapped[-1].endswith("…"):
        assert "".join(wrapped).replace(" ", "") == clean(text).replace(" ", "")


@tried
@given(st.lists(st.tuples(st.floats(0, 300), st.floats(10, 50)), max_size=6))
def test_labels_are_pushed_apart_and_stay_inside(wishes):
    targets, sizes = [wish for wish, _ in wishes], [size for _, size in wishes]
    middles = spread(targets, sizes, 0, 300)
    placed = sorted(zip(middles, sizes, strict=True))
    for (upper, a), (lower, b) in itertools.pairwise(placed):
        assert lower - upper >= (a + b) / 2 - 1e-6
    if sum(sizes) <= 300:
        assert all(m - s / 2 >= -1e-6 and m + s / 2 <= 300 + 1e-6 for m, s in placed)
