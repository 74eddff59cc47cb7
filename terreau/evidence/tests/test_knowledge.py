"""Corrections on both axes of time: whatever is done in whatever order, what was known stays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terreau.entries.tests.factories import make_administrator
from terreau.evidence import actions, consistency
from terreau.evidence.models import Measurement, MethodVersion
from terreau.evidence.queries import indicators_of
from terreau.evidence.tests.factories import make_cost, make_indicator, make_measurement
from terreau.ledger.leaves import holds
from terreau.ledger.models import Statement

pytestmark = pytest.mark.django_db
MONTHS = [(date(2025, month, 1), date(2025, month + 1, 1)) for month in (1, 2, 3)]
deeds = st.lists(
    st.tuples(
        st.sampled_from(["record", "correct", "withdraw", "publish"]),
        st.sampled_from(MONTHS),
        st.decimals(-1000, 1000, places=2),
    ),
    min_size=1,
    max_size=12,
)


def do(user, indicator, known, deed, month, value):
    """One deed as an action, where it makes sense; what is known afterwards by month."""
    row = Measurement.objects.known().filter(indicator=indicator, period_from=month[0]).first()
    project = indicator.project
    if deed == "record" and row is None:
        actions.record(user, project, indicator=indicator, value=value, period_from=month[0],
                       period_to=month[1])  # fmt: skip
        return known | {month: value}
    if row is None:
        return known
    if deed == "correct":
        actions.correct(user, project, measurement=row, value=value, reason="Relu.")
        return known | {month: value}
    if deed == "withdraw":
        actions.withdraw(user, project, measurement=row, reason="Retiré.")
        return {each: number for each, number in known.items() if each != month}
    if deed == "publish":
        actions.publish(user, project, measurement=row, source="https://stats.example.org/")
    return known


@settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))
@given(deeds)
def test_what_was_known_at_every_moment_is_known_for_ever(done):
    user, indicator = make_administrator(), make_indicator()
    known, seen = {}, []
    for deed in done:
        known = do(user, indicator, known, *deed)
        seen.append((datetime.now(UTC), known))

    for moment, then in seen:
        (state,) = indicators_of(indicator.project, date(2026, 1, 1), moment)
        assert {(row.period_from, row.period_to): row.value for row in state.values} == then
    assert list(consistency.values_known_twice()) == []
    assert all(holds(statement) for statement in Statement.objects.all())


def test_truths_can_be_broken():
    indicator = make_indicator()
    now = datetime.now(UTC)
    make_measurement(indicator, recorded_at=now - timedelta(2), superseded_at=now)
    make_measurement(indicator, recorded_at=now - timedelta(1), superseded_at=now)
    make_cost(indicator.project, "2025")
    make_cost(indicator.project, "2025-06")
    assert len(list(consistency.values_known_twice())) == 1
    assert len(list(consistency.costs_counted_twice())) == 1
    assert not list(consistency.indicators_without_definition())
    MethodVersion.objects.create(
        indicator=indicator, number=1, definition="x", unit="x", superseded_at=now,
        recorded_at=now - timedelta(1),
    )  # fmt: skip
    assert len(list(consistency.definitions_known_twice())) == 1
    MethodVersion.objects.all().delete()
    assert len(list(consistency.indicators_without_definition())) == 1
