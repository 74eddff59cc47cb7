"""What is known of a project's evidence on a day, and what it says of targets."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import rfc8785
from django.core.exceptions import ValidationError
from django.utils import timezone

from terreau.evidence.models import Measurement, MethodVersion, Target
from terreau.evidence.queries import costs_of, indicators_of
from terreau.evidence.summary import summary
from terreau.evidence.targets import freeze
from terreau.evidence.tests.factories import (
    make_attestation,
    make_cost,
    make_feed,
    make_indicator,
    make_measurement,
    make_target,
)
from terreau.organizations.tests.factories import make_organization
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 15)


def at(*given):
    return datetime(*given, tzinfo=UTC)


def the(indicator, as_of=JULY, known_at=None, **given):
    return indicators_of(indicator.project, as_of, known_at, **given)[0]


@pytest.mark.parametrize("count", [1, 3])
def test_indicators_cost_four_queries(django_assert_num_queries, count):
    project = make_project()
    for _ in range(count):
        indicator = make_indicator(project)
        make_feed(indicator)
        for month in range(1, count + 1):
            make_measurement(indicator, f"2026-0{month}")
        make_target(indicator)

    with django_assert_num_queries(4):
        found = indicators_of(project, JULY)

    assert [each.latest.value for each in found] == [Decimal(100)] * count


def test_no_indicator_costs_one_query(django_assert_num_queries):
    project = make_project()
    with django_assert_num_queries(1):
        assert indicators_of(project) == []


def test_only_periods_that_have_ended_count():
    indicator = make_indicator()
    make_measurement(indicator, "2026-06", "10")
    make_measurement(indicator, "2026-07", "20")

    assert the(indicator, date(2026, 7, 30)).latest.value == 10
    assert the(indicator, date(2026, 7, 31)).latest.value == 20
    assert the(indicator, date(2026, 6, 29)).latest is None


def test_what_was_known_then_is_known_still():
    indicator = make_indicator()
    make_measurement(
        indicator, value="10", recorded_at=at(2026, 4, 2), superseded_at=at(2026, 5, 3)
    )
    make_measurement(indicator, value="12", recorded_at=at(2026, 5, 3))

    assert the(indicator, known_at=date(2026, 4, 1)).latest is None
    assert the(indicator, known_at=date(2026, 5, 2)).latest.value == 10
    assert the(indicator, known_at=date(2026, 5, 3)).latest.value == 12
    then = the(indicator, known_at=date(2026, 5, 2), corrections=True)
    assert then.corrections == ()
    assert [each.value for each in the(indicator, corrections=True).corrections] == [10]


@pytest.mark.parametrize(
    ("values", "as_of", "verdict", "so_far"),
    [
        ({}, date(2026, 6, 1), "not_due", "no_measurement"),
        ({}, JULY, "no_measurement", "no_measurement"),
        ({"2025-12": 900}, JULY, "no_measurement", "no_measurement"),
        ({"2026-05": 150}, date(2026, 6, 1), "not_due", "met"),
        ({"2026-06": 150}, JULY, "met", "met"),
        ({"2026-06": "149.9999"}, JULY, "not_met", "not_met"),
        ({"2026-06": 100, "2026-07": 900}, date(2026, 9, 1), "not_met", "met"),
        ({"2026-03": 900, "2026-06": 100}, JULY, "not_met", "not_met"),
    ],
)
def test_verdicts(values, as_of, verdict, so_far):
    indicator = make_indicator()
    make_target(indicator)
    for period, value in values.items():
        make_measurement(indicator, period, value)

    state = the(indicator, as_of)

    assert (state.verdict, state.target.so_far) == (verdict, so_far)


def test_the_less_the_better():
    indicator = make_indicator(method={"direction": "down"})
    make_target(indicator, "12")
    make_measurement(indicator, "2026-06", "12")

    assert the(indicator).verdict == "met"


def test_a_changed_definition_settles_nothing():
    indicator = make_indicator()
    make_target(indicator)
    MethodVersion.objects.create(
        indicator=indicator, number=2, valid_from=date(2026, 5, 1), definition="Autre.", unit="p"
    )
    make_measurement(indicator, "2026-04", "900")

    assert the(indicator).verdict == "met"
    make_measurement(indicator, "2026-05", "900")
    state = the(indicator)
    assert state.verdict == "definition_changed"
    assert [state.method_of(each).number for each in state.values] == [1, 2]


def test_the_last_target_due_counts_and_before_it_the_next_one():
    indicator = make_indicator()
    for month in (3, 6, 9):
        make_target(indicator, str(month), date(2026, month, 1))

    assert the(indicator, date(2026, 1, 5)).target.target.value == 3
    assert the(indicator).target.target.value == 6
    assert the(indicator, date(2027, 1, 1)).target.target.value == 9


def test_freezing_supersedes_what_stood_for_the_same_day():
    indicator = make_indicator()
    day = date(2199, 6, 30)
    before = make_target(indicator, due_on=day)
    review, by, moment = before.uid, before.uid, timezone.now()

    freeze(indicator.project, review, [(indicator, Decimal("200"), day)], by, moment)

    before.refresh_from_db()
    assert before.superseded_at == moment
    frozen = Target.objects.known().get()
    assert (frozen.value, frozen.review, frozen.frozen_at) == (200, review, moment)
    assert (frozen.method, frozen.set_on) == (1, timezone.localdate(moment))


def test_freezing_costs_four_queries(django_assert_num_queries):
    indicator = make_indicator()
    targets = [(indicator, Decimal(1), date(2199, 1, 1))]
    with django_assert_num_queries(4):
        freeze(indicator.project, indicator.uid, targets, None, timezone.now())


def test_freezing_refuses_what_makes_no_target():
    indicator, other = make_indicator(), make_indicator()
    day = date(2199, 1, 1)
    for wrong in (
        [(other, Decimal(1), day)],
        [(indicator, Decimal(1), timezone.localdate())],
        [(indicator, Decimal(1), day), (indicator, Decimal(2), day)],
        [(indicator, Decimal("NaN"), day)],
        [(indicator, Decimal("1e20"), day)],
    ):
        with pytest.raises(ValidationError):
            freeze(indicator.project, indicator.uid, wrong, None, timezone.now())
    assert not Target.objects.exists()


def test_the_summary_is_plain_json_with_a_canonical_form(django_assert_num_queries):
    indicator = make_indicator(stands_for="active_users")
    project = indicator.project
    make_measurement(indicator, "2025-03", "1234.5000")
    make_target(indicator, "0.5000")
    make_cost(project)
    make_attestation(project, make_organization())

    with django_assert_num_queries(6):
        found = summary(project, JULY)

    assert json.loads(rfc8785.dumps(found)) == found
    assert found["indicators"][0]["latest"]["value"] == "1234.5"
    assert found["indicators"][0]["targets"][0]["value"] == "0.5"
    assert found["per_unit"][0]["value"] == "97.21"
    assert found["dimensions"]["used"] and not found["dimensions"]["usable"]


def test_every_digit_kept_is_kept_exactly():
    indicator = make_indicator()
    for value in ("99999999999.9999", "-99999999999.9999", "0.0001", "12345678901.2345"):
        row = make_measurement(indicator, value=value)
        assert Measurement.objects.get(pk=row.pk).value == Decimal(value)
        row.delete()


def test_costs_as_known_then():
    project = make_project()
    make_cost(project, recorded_at=at(2026, 1, 2), superseded_at=at(2026, 2, 2))
    make_cost(project, amount="90000.50", recorded_at=at(2026, 2, 2))
    make_cost(project, period="2027")

    assert [each.amount for each in costs_of(project, JULY)] == [Decimal("90000.50")]
    assert [each.amount for each in costs_of(project, JULY, date(2026, 1, 3))] == [120000]
