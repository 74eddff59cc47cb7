from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from terreau.entries import tallies
from terreau.entries.models import Entry
from terreau.organizations.mix import Actor, actors, mix
from terreau.organizations.models import OrganizationType
from terreau.organizations.tests.factories import make_organization
from terreau.search.actions import index_many
from terreau.territories.tests.factories import make_territory

DAY = date(2026, 12, 1)


def values(said):
    return [row["value"] for row in said["rows"]]


def test_every_type_is_one_of_the_six_or_said_to_be_beside_them():
    counts, beside = actors(dict.fromkeys(OrganizationType.values, 1))
    assert [counts[each] for each in Actor] == [2, 1, 1, 1, 1, 1]
    assert beside == len(OrganizationType.values) - 7


@override("en")
def test_organizations_are_told_to_the_last_one():
    counts, beside = actors({"ministry": 1, "company": 4, "network": 2})
    said = mix(counts, "Who sponsors.", beside=beside, as_of=DAY)
    assert values(said) == [1, 0, 0, 0, 4, 0]
    assert said["headline"] == "2 of the six kinds of actors take part."
    assert said["note"] == (
        "n = 5, as of 1 December 2026. "
        "2 more are of none of the six: incubators, labs, networks, others."
    )
    assert [row["width"] for row in said["rows"]][:5] == ["25.0", "0.0", "0.0", "0.0", "100.0"]


@override("en")
@pytest.mark.parametrize("few", [0, 1, 4])
def test_few_people_are_said_the_same_however_few(few):
    """Neither a figure, nor a bar, nor the sum tells whether there is anybody."""
    counts = dict.fromkeys(Actor, 5) | {Actor.CIVIL: few}
    said = mix(counts, "", people=True, as_of=DAY)
    assert said == mix(counts | {Actor.CIVIL: 2}, "", people=True, as_of=DAY)
    assert values(said) == [5, 5, 5, "fewer than 5", 5, 5]
    assert said["headline"].startswith("At least 5 of the six")
    assert "n ≥ 25" in said["note"]


def test_nobody_at_all_has_a_picture_too():
    page = render_to_string("components/mix.html", mix(dict.fromkeys(Actor, 0), ""))
    assert page.count('class="tone-1" width="0.0%"') == 6


@pytest.mark.django_db
def test_a_territory_shows_its_mix(client):
    place = make_territory(level="region", code="FR-REG-53", name="Bretagne")
    for each in ("association", "association", "research"):
        make_organization(state=each, territory=place)
    tallies.rebuild()
    index_many(Entry.objects.values_list("pk", flat=True))
    page = client.get("/en/territories/FR-REG-53/").content.decode()
    assert "2 of the six kinds of actors take part." in page
    assert "n = 3" in page
