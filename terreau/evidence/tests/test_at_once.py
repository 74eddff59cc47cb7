"""Two people, or a person and a reading, at once."""

from decimal import Decimal

import pytest
from django.db import transaction

from terreau.entries.tests.at_once import Other, only_postgres, wait_until_blocked
from terreau.entries.tests.factories import make_administrator
from terreau.evidence import actions, consistency, pulls
from terreau.evidence.arrivals import preview
from terreau.evidence.models import Feed, Measurement
from terreau.evidence.pulls import Reading
from terreau.evidence.tests.factories import make_feed, make_indicator, make_measurement
from terreau.ledger.models import Statement

pytestmark = [pytest.mark.django_db(transaction=True), only_postgres]
FILE = "indicator;period;value\nUsagers;2025-01;11\nUsagers;2025-02;12\n"


def test_a_file_confirmed_by_two_people_at_once_is_taken_once():
    one, two, indicator = make_administrator(), make_administrator(), make_indicator(name="Usagers")
    make_measurement(indicator, "2025-01", "10")
    seen = preview(indicator.project, FILE).digest
    given = {"text": FILE, "seen": seen, "reason": "Doublons."}
    other = Other(lambda: actions.import_file(two, indicator.project, **given))
    with transaction.atomic():
        actions.import_file(one, indicator.project, **given)
        other.start()
        wait_until_blocked(other)
    with pytest.raises(actions.Outdated):
        other.end()

    assert Measurement.objects.known().count() == 2
    assert Statement.objects.count() == 1
    assert list(consistency.values_known_twice()) == []


def test_a_correction_meanwhile_is_not_undone_by_a_file():
    user, indicator = make_administrator(), make_indicator(name="Usagers")
    row = make_measurement(indicator, "2025-01", "10")
    seen = preview(indicator.project, FILE).digest
    given = {"text": FILE, "seen": seen, "reason": "Doublons."}
    other = Other(lambda: actions.import_file(user, indicator.project, **given))
    with transaction.atomic():
        actions.correct(user, indicator.project, measurement=row, value=Decimal(99), reason="Relu.")
        other.start()
        wait_until_blocked(other)
    with pytest.raises(actions.Outdated):
        other.end()

    assert Measurement.objects.known().get().value == 99


def test_a_reading_and_a_person_record_one_value():
    user, indicator = make_administrator(), make_indicator()
    feed = Feed.objects.select_related("indicator__project").get(pk=make_feed(indicator).pk)
    begin, end = row_of(indicator)

    def read():
        with transaction.atomic():
            pulls.take(feed, [Reading(Decimal(5), (begin, end))])

    other = Other(read)
    with transaction.atomic():
        actions.record(user, indicator.project, indicator=indicator, value=Decimal(7),
                       period_from=begin, period_to=end)  # fmt: skip
        other.start()
        wait_until_blocked(other)
    other.end()

    assert Measurement.objects.get().value == 7


def row_of(indicator):
    row = make_measurement(indicator, "2025-03")
    row.delete()
    return row.period_from, row.period_to
