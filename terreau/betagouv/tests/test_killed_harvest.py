"""A harvest that ends between two batches, as a killed process does."""

from datetime import date

import pytest

from terreau.betagouv.actions import harvest
from terreau.betagouv.tests.factories import snapshot, startup
from terreau.entries import tallies
from terreau.entries.models import Tally
from terreau.entries.tests.factories import make_administrator
from terreau.projects import actions, queries
from terreau.projects.models import Project

pytestmark = pytest.mark.django_db
DAY = date(2024, 1, 1)


class Killed(Exception):
    pass


def until_half_way(done, total):
    if 2 * done > total:
        raise Killed


def made(phase):
    names = [f"service-{number}" for number in range(40)]
    return snapshot(*(startup(name, (phase, "2023-01-02")) for name in names))


def test_the_first_reading_of_a_day_holds_again_after_a_killed_second_one():
    harvest(made("construction"), DAY)
    with pytest.raises(Killed):
        harvest(made("abandon"), DAY, progress=until_half_way)
    assert Project.objects.filter(state="stopped").exists()

    harvest(made("construction"), DAY)

    assert set(Project.objects.values_list("state", flat=True)) == {"construction"}
    assert tallies.drift() == {} == queries.drifted()


def test_what_people_do_between_two_batches_counts_nothing_below_zero():
    with pytest.raises(Killed):
        harvest(made("construction"), DAY, progress=until_half_way)
    project = Project.objects.order_by("pk").first()
    actions.enter_phase(make_administrator(), project, phase="acceleration", on=DAY)

    assert Tally.objects.filter(count__lt=0).count() == 0
    assert tallies.drift() == {}
