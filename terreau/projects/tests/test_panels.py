"""What projects show on the pages of others."""

from datetime import date

import pytest

from terreau.entries import tallies
from terreau.organizations.tests.factories import make_incubator
from terreau.projects.models import Project
from terreau.projects.panels import of_organization, of_territory
from terreau.projects.phases import UNLISTED, Phase
from terreau.projects.tests.factories import make_project
from terreau.search.actions import index_many
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db


def test_as_many_projects_are_announced_as_their_list_holds(client):
    host = make_incubator()
    phases = [(Phase.INVESTIGATION, date(2020, 1, 1))]
    there, lost = (make_project(phases=phases, hosts=[host]) for _ in range(2))
    Project.objects.filter(pk=lost.pk).update(state=UNLISTED)
    tallies.rebuild()
    index_many([there.pk, lost.pk])

    (part,) = of_organization(None, host)["parts"]

    assert part["total"] == client.get(part["more"]).context["found"].total == 2


def test_a_place_says_that_projects_may_work_there_unsaid(client):
    place = make_territory()

    (part,) = of_territory(None, place)["parts"]

    assert part["note"] in client.get(f"/territories/{place.code}/").content.decode()
