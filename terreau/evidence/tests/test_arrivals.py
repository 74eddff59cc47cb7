"""Files of measurements: whatever a spreadsheet saved, previewed line by line, taken once."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terreau.entries.tests.factories import make_administrator, make_user
from terreau.evidence import actions
from terreau.evidence.arrivals import CHANGED, NEW, REFUSED, UNCHANGED, preview
from terreau.evidence.decimals import number_named, plain
from terreau.evidence.models import Measurement
from terreau.evidence.periods import named
from terreau.evidence.queries import indicators_of
from terreau.evidence.tables import COLUMNS, csv_lines, lines_of, template_lines
from terreau.evidence.tests.factories import make_indicator, make_measurement
from terreau.harvest.spreadsheets import text_of
from terreau.ledger.models import Statement

HEADER = "indicator;period;value;source;note\n"
soft = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=150)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234", "1234"), ("1 234,5", "1234.5"), ("1\u202f234\u00a0567", "1234567"),
        ("1234.5", "1234.5"), ("0,125", "0.125"), ("12,5", "12.5"), ("-3", "-3"),
        ("\u22123,5", "-3.5"), ("12,3456", "12.3456"), ("45 %", "45"), ("+7", "7"), ("007", "7"),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text, number):
    assert number_named(text, "%") == (Decimal(number), "")


@pytest.mark.parametrize(
    "text",
    ["", "  ", "1,234", "12,345", "1.234.567", "1,2,3", "douze", "NaN", "inf", "1e5", "0x10",
     "12 34", "1" * 16, "0.00001", "١٢٣", "=1+1", "1_000", "--1", "1.", ".5"],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_a_reason(text):
    number, why = number_named(text, "%")
    assert number is None and why


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2026-03", (2026, 3, 1), (2026, 4, 1)), ("03/2026", (2026, 3, 1), (2026, 4, 1)),
        ("2026-12", (2026, 12, 1), (2027, 1, 1)), ("2026-Q4", (2026, 10, 1), (2027, 1, 1)),
        ("T2 2026", (2026, 4, 1), (2026, 7, 1)), ("2026-S2", (2026, 7, 1), (2027, 1, 1)),
        ("2026H1", (2026, 1, 1), (2026, 7, 1)), ("2026", (2026, 1, 1), (2027, 1, 1)),
        ("31/03/2026", (2026, 3, 31), (2026, 4, 1)), ("2026-03-31", (2026, 3, 31), (2026, 4, 1)),
    ],
)  # fmt: skip
def test_periods_as_people_write_them(text, first, after):
    assert named(text) == (date(*first), date(*after))


@pytest.mark.parametrize(
    "text", ["", "2026-13", "13/2026", "2026-S3", "2026-Q5", "0000", "31/02/2026", "mars 2026",
             "2300", "1899-12"]
)  # fmt: skip
def test_what_is_no_period(text):
    assert named(text) is None


@soft
@given(
    st.binary(max_size=400)
    | st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_bytes_have_lines_or_a_problem(data):
    for start in (b"", HEADER.encode(), b"\xef\xbb\xbf" + HEADER.encode(), b"\xff\xfe"):
        found = lines_of(text_of(start + data))
        assert found.problem or found.lines


@soft
@given(st.lists(st.text(max_size=30), max_size=6))
@pytest.mark.django_db
def test_any_line_has_an_outcome(shared, cells):
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerow(cells)
    shown = preview(shared.project, HEADER + "Usagers;2026-03;12;;\n" + stream.getvalue())

    assert shown.rows[0].outcome == NEW
    assert all(row.outcome == REFUSED and row.why for row in shown.rows[1:])


@pytest.fixture
def shared(db):
    return make_indicator(name="Usagers")


@pytest.fixture
def indicator(shared):
    make_measurement(shared, "2026-01", "10")
    make_measurement(shared, "2026-02", "20")
    return shared


def lines(*rows):
    return HEADER + "".join(f"{row}\n" for row in rows)


FILE = lines("Usagers;2026-01;10;;", "usagers ;02/2026;21;;", "Usagers;2026-03;1 030,5;;Pic")


def test_a_preview_says_what_every_line_would_change(indicator, django_assert_num_queries):
    with django_assert_num_queries(4):
        shown = preview(indicator.project, FILE)

    assert [row.outcome for row in shown.rows] == [UNCHANGED, CHANGED, NEW]
    assert shown.rows[1].before.value == 20
    assert shown.rows[2].value == Decimal("1030.5")
    assert not shown.problem


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Autre;2026-03;1;;", "no indicator"),
        ("Usagers;2026-Q1;1;;", "by month"),
        ("Usagers;hier;1;;", "no period"),
        ("Usagers;2026-03;beaucoup;;", "no number"),
        ("Usagers;2026-03;1,234;;", "two ways"),
        ("Usagers;2190-03;1;;", "when it is over"),
        ("Usagers;2026-03;1;;;;;x", "more columns"),
        ("Usagers;2026-03;1;\x00;", "no text"),
        (f"Usagers;2026-03;1;{'x' * 501};", "too long"),
    ],
)
def test_refused_lines_say_why(indicator, row, why):
    shown = preview(indicator.project, lines("Usagers;2026-03;1;;", row))

    assert (shown.rows[1].outcome, shown.rows[1].line) == (REFUSED, 3)
    assert why in shown.rows[1].why
    assert shown.rows[0].outcome == NEW


def test_two_lines_of_one_period_are_not_both_taken(indicator):
    shown = preview(indicator.project, lines("Usagers;2026-03;1;;", "Usagers;03/2026;2;;"))

    assert [row.outcome for row in shown.rows] == [NEW, REFUSED]
    assert "Line 2" in shown.rows[1].why


@pytest.mark.parametrize(
    "text",
    [
        "Indicateur;Période;Valeur\r\nUsagers;03/2026;12,5\r\n",
        '\ufeffindicateur,premier jour,dernier jour,valeur\nUsagers,01/03/2026,2026-03-31,"12,5"\n',
        "indicator\tperiod\tvalue\rUsagers\t2026-03\t12.5\r",
        "\n\nvalue;inconnu;period;indicator\n\n12,5;;2026-03;USAGERS\n;;;\n",
    ],
)
def test_files_of_any_spreadsheet(indicator, text):
    for data in (text.encode(), text.encode("utf-16"), text.replace("\ufeff", "").encode("cp1252")):
        (row,) = preview(indicator.project, text_of(data)).rows
        assert (row.outcome, row.value) == (NEW, Decimal("12.5")), row.why


@pytest.mark.parametrize(
    "text", ["", "   \n", "Usagers;2026-03;12\n", HEADER, "x" * 500_001, lines(*["a;b;c"] * 2001)]
)
def test_files_of_which_nothing_can_be_read(indicator, text):
    shown = preview(indicator.project, text)
    assert shown.problem and not shown.rows


def test_what_was_confirmed_is_taken_in_one_go(indicator):
    user = make_administrator()
    seen = preview(indicator.project, FILE).digest

    actions.import_file(user, indicator.project, text=FILE, seen=seen, reason="Double compte.")

    known = Measurement.objects.known().order_by("period_from")
    assert [plain(row.value) for row in known] == ["10", "21", "1030.5"]
    old = Measurement.objects.get(superseded_at__isnull=False)
    assert (old.value, old.because) == (20, "Double compte.")
    said = Statement.objects.get(verb="evidence.import_file")
    assert (said.payload["recorded"], said.payload["corrected"]) == (1, 1)
    assert "Pic" not in str(said.payload)


def test_a_form_may_end_lines_in_its_own_way(indicator):
    seen = preview(indicator.project, FILE).digest
    text = FILE.replace("\n", "\r\n")
    user = make_administrator()
    actions.import_file(user, indicator.project, text=text, seen=seen, reason="Double compte.")
    assert Measurement.objects.known().count() == 3


def test_the_same_confirmation_twice_takes_effect_once(indicator):
    user = make_administrator()
    seen = preview(indicator.project, FILE).digest
    actions.import_file(user, indicator.project, text=FILE, seen=seen, reason="Erreur.")

    with pytest.raises(actions.Outdated):
        actions.import_file(user, indicator.project, text=FILE, seen=seen, reason="Erreur.")
    again = preview(indicator.project, FILE)
    assert {row.outcome for row in again.rows} == {UNCHANGED}
    actions.import_file(user, indicator.project, text=FILE, seen=again.digest)
    assert Statement.objects.count() == 1


def test_what_changed_since_the_preview_is_shown_anew(indicator):
    user = make_administrator()
    seen = preview(indicator.project, FILE).digest
    (row,) = Measurement.objects.filter(period_from=date(2026, 2, 1))
    actions.correct(user, indicator.project, measurement=row, value=Decimal(22), reason="Relu.")

    with pytest.raises(actions.Outdated):
        actions.import_file(user, indicator.project, text=FILE, seen=seen, reason="Erreur.")
    assert Measurement.objects.known().count() == 2


def test_corrections_in_a_file_need_a_reason(indicator):
    seen = preview(indicator.project, FILE).digest
    with pytest.raises(ValidationError):
        actions.import_file(make_administrator(), indicator.project, text=FILE, seen=seen)
    assert Measurement.objects.count() == 2


def test_strangers_import_nothing(indicator):
    seen = preview(indicator.project, FILE).digest
    with pytest.raises(PermissionDenied):
        actions.import_file(make_user(), indicator.project, text=FILE, seen=seen, reason="x")


def test_an_import_costs_as_much_for_three_new_lines_as_for_one(indicator):
    user, costs = make_administrator(), []
    for rows in (["2024-01"], ["2025-01"], ["2025-02", "2025-03", "2025-04"]):
        text = lines(*(f"Usagers;{period};1;;" for period in rows))
        seen = preview(indicator.project, text).digest
        with CaptureQueriesContext(connection) as captured:
            actions.import_file(user, indicator.project, text=text, seen=seen)
        costs.append(len(captured))

    assert costs[1] == costs[2] <= 30  # the first one also makes the entry known to search


def test_what_is_exported_is_read_back_unchanged(indicator):
    make_measurement(indicator, "2026-03", "-5.25", source="=cmd()", note="- un\nde deux")
    text = "".join(csv_lines(indicators_of(indicator.project)))

    assert "'=cmd()" in text and "'- un" in text and ",-5.25," in text
    shown = preview(indicator.project, text_of(text.encode()))
    assert [row.outcome for row in shown.rows] == [UNCHANGED] * 3


def test_the_template_has_columns_that_are_read(indicator):
    text = "".join(template_lines([("Usagers", "2026-03")]))
    found = lines_of(text_of(text.encode()))
    assert found.lines[0].cells["indicator"] == "Usagers"
    assert set(found.lines[0].cells) <= set(COLUMNS)
