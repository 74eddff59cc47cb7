"""A harvest and a person at once on the same project."""

from datetime import date

import pytest
from django.db import connection, transaction

from terreau.betagouv.actions import harvest
from terreau.betagouv.tests.factories import snapshot, startup
from terreau.entries import tallies
from terreau.entries.tests.at_once import Other, only_postgres, wait_until_blocked
from terreau.entries.tests.factories import make_administrator
from terreau.harvest.models import Record
from terreau.projects import actions
from terreau.projects.models import Project

pytestmark = [pytest.mark.django_db(transaction=True), only_postgres]

DAY1, DAY2 = date(2024, 1, 1), date(2025, 1, 1)
BEFORE = startup("gue", ("investigation", "2023-01-02"), title="Gué")
AFTER = startup(
    "gue", ("investigation", "2023-01-02"), ("construction", "2023-09-01"), title="Passage"
)


def test_a_harvest_does_not_undo_what_somebody_writes_meanwhile():
    harvest(snapshot(BEFORE), DAY1)
    user, project = make_administrator(), Project.objects.get()
    source = Other(lambda: harvest(snapshot(AFTER), DAY2))
    with transaction.atomic():
        actions.edit(user, project, title="Le gué")
        source.start()
        wait_until_blocked(source)
    source.end()

    project.refresh_from_db()
    assert (project.title, project.state) == ("Le gué", "investigation")
    assert Record.objects.get(entry=project).adopted_at is not None
    assert tallies.drift() == {}


def test_a_harvest_locks_in_the_order_of_actions():
    """An action locks the child's row, then the parent's: stopped between them, it goes on."""
    harvest(snapshot(BEFORE), DAY1)
    key = Project.objects.get().pk
    source = Other(lambda: harvest(snapshot(AFTER), DAY2))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM projects_project WHERE entry_ptr_id = %s FOR UPDATE", [key])
        source.start()
        wait_until_blocked(source)
        cursor.execute("SELECT 1 FROM entries_entry WHERE id = %s FOR UPDATE", [key])
    source.end()

    assert Project.objects.get().state == "construction"


def test_two_harvests_at_once_make_one():
    harvest(snapshot(BEFORE), DAY1)
    both = [Other(lambda: harvest(snapshot(AFTER), DAY2)) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.end()

    assert [project.state for project in Project.objects.all()] == ["construction"]
    assert tallies.drift() == {}
