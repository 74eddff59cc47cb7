"""Two people, or a person and the calendar, at once: the counts made ahead stay right."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from terreau.entries import tallies
from terreau.entries.tests.at_once import Other, only_postgres, wait_until_blocked
from terreau.entries.tests.factories import make_administrator
from terreau.portfolio import ahead
from terreau.projects import actions
from terreau.projects.tests.factories import make_project

pytestmark = [pytest.mark.django_db(transaction=True), only_postgres]

TODAY = date.today()
BEGUN = ("investigation", TODAY - timedelta(days=400))


@pytest.fixture
def projects():
    made = [make_project(phases=[BEGUN]), make_project(phases=[BEGUN])]
    with transaction.atomic():
        ahead.rebuild()
    return made


@pytest.mark.parametrize("meanwhile", ["another", "job"])
def test_what_somebody_does_meanwhile_is_counted(projects, meanwhile):
    user, (one, two) = make_administrator(), projects
    enter = {"phase": "construction", "on": TODAY}
    other = Other(
        tallies_again if meanwhile == "job" else lambda: actions.enter_phase(user, two, **enter)
    )
    with transaction.atomic():
        actions.enter_phase(user, one, **enter)
        other.start()
        wait_until_blocked(other)
    other.end()

    assert ahead.kept_day() == TODAY.isoformat()
    assert ahead.drift() == []
    assert ahead.reading_ahead(TODAY).phases["construction"] == (1 if meanwhile == "job" else 2)


def tallies_again():
    with transaction.atomic():
        tallies.rebuild()
