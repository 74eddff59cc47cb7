"""Two people, or a person and the calendar, at once."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from terreau.entries import tallies
from terreau.entries.tests.at_once import Other, only_postgres, wait_until_blocked
from terreau.entries.tests.factories import make_administrator
from terreau.projects import actions, queries
from terreau.projects.models import Project
from terreau.projects.tests.factories import make_project

pytestmark = [pytest.mark.django_db(transaction=True), only_postgres]

TODAY = date.today()
BEGUN = ("investigation", TODAY - timedelta(days=400))


def test_two_projects_of_one_title_at_once_have_an_address_each():
    user = make_administrator()
    other = Other(lambda: actions.create(user, Project(), title="Gué"))
    with transaction.atomic():
        actions.create(user, Project(), title="Gué")
        other.start()
        wait_until_blocked(other)
    other.end()

    assert sorted(Project.objects.values_list("slug", flat=True)) == ["gue", "gue-2"]
    assert tallies.drift() == {}


def test_the_daily_job_keeps_what_somebody_does_meanwhile():
    user, project = make_administrator(), make_project(phases=[BEGUN])
    Project.objects.update(state="construction")
    with transaction.atomic():
        tallies.rebuild()
    job = Other(actions.refresh_states)
    with transaction.atomic():
        actions.enter_phase(user, project, phase="construction", on=TODAY)
        job.start()
        wait_until_blocked(job)
    job.end()

    project.refresh_from_db()
    assert (project.state, queries.drifted(), tallies.drift()) == ("construction", {}, {})
