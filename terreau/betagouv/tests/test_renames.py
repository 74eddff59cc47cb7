"""Products that change their name in the source, whatever the order of harvests."""

from datetime import date
from itertools import permutations

import pytest

from terreau.betagouv.actions import harvest
from terreau.betagouv.tests.factories import snapshot, startup
from terreau.harvest.models import Record
from terreau.projects import queries
from terreau.projects.models import Listing, Project

pytestmark = pytest.mark.django_db
PHASE = ("construction", "2019-06-01")
STATES = [
    (date(2020, 1, 1), snapshot(startup("gue", PHASE, title="Passage"))),
    (date(2021, 1, 1), snapshot(startup("passage", PHASE, former=["gue"]))),
    (date(2022, 1, 1), snapshot(startup("passage", PHASE, former=["gue"]))),
]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_what_was_known_under_a_former_name_stays_known(order):
    for place in order:
        day, state = STATES[place]
        harvest(state, day)

    (project,) = Project.objects.all()
    assert Record.objects.get(collection="startups").identifier == "passage"
    assert queries.phase(project, date(2020, 1, 1), date(2020, 1, 1)) == "construction"
    assert Listing.objects.get().superseded_at is None


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_product_renamed_twice_is_one(order):
    states = [
        STATES[0],
        (date(2021, 1, 1), snapshot(startup("passage", PHASE, former=["gue"]))),
        (date(2022, 1, 1), snapshot(startup("pont", PHASE, former=["gue", "passage"]))),
    ]
    for place in order:
        day, state = states[place]
        harvest(state, day)

    assert Record.objects.get(collection="startups").identifier == "pont"
    assert Listing.objects.get().superseded_at is None
