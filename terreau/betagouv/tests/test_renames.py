"""Products that change their name in the source, whatever the order of harvests."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from django.db import transaction

from terreau.betagouv.actions import harvest
from terreau.betagouv.records import OrganisationRecord, SponsorRecord
from terreau.betagouv.tests.factories import snapshot, startup
from terreau.entries.models import Entry, OldSlug
from terreau.harvest.models import Alias, Record
from terreau.organizations.models import Organization
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


def addresses():
    """All that leads to an entry, and the names that mean a record, by what they lead to."""
    old = OldSlug.objects.values_list("kind", "slug", "entry__slug")
    names = Alias.objects.values_list("collection", "identifier", "record__identifier")
    return sorted(Entry.objects.values_list("kind", "slug")), sorted(old), sorted(names)


NAMED = SponsorRecord("owner", name="Direction des essais")
CASES = {
    "renamed": [each for _, each in STATES],
    "renamed twice": [
        snapshot(startup("gue", PHASE)),
        snapshot(startup("pont", PHASE, former=["gue"])),
        snapshot(startup("passage", PHASE, former=["gue", "pont"])),
    ],
    "told of former names later": [
        snapshot(startup("pont", PHASE)),
        snapshot(startup("pont", PHASE, former=["gue"])),
        snapshot(startup("pont", PHASE, former=["quai"])),
    ],
    "a body without a file": [
        snapshot(replace(startup("gue", PHASE), sponsors=(NAMED,)), bodies=()),
        snapshot(startup("gue", PHASE), bodies=()),
        replace(
            snapshot(startup("gue", PHASE, sponsors=["de"]), bodies=()),
            organisations=(OrganisationRecord("de", "Direction des essais", "DGE"),),
        ),
    ],
}


@pytest.mark.parametrize("case", CASES)
def test_addresses_and_names_do_not_depend_on_the_order(case):
    found = []
    for order in permutations(range(3)):
        with transaction.atomic():
            for place in order:
                harvest(CASES[case][place], STATES[place][0])
            found.append(addresses())
            transaction.set_rollback(True)
    assert all(each == found[0] for each in found)


def test_a_body_that_is_only_named_has_its_name_as_address():
    harvest(CASES["a body without a file"][0], STATES[0][0])
    assert Organization.objects.filter(slug="direction-des-essais").exists()


def test_what_was_read_as_two_is_reported_and_stays_two():
    states = CASES["renamed twice"]
    harvest(states[0], STATES[0][0])
    harvest(snapshot(startup("pont", PHASE)), STATES[2][0])
    run = harvest(states[1], STATES[1][0])
    assert [each["code"] for each in run.findings] == ["told-as-two"]
    assert dict(Project.objects.values_list("slug", "state")) == {
        "gue": "unlisted",
        "pont": "construction",
    }
    assert [queries.listed(day).count() for day, _ in STATES] == [1, 1, 1]
