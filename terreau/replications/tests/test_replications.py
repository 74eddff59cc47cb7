from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from terreau.entries import tallies
from terreau.entries.models import Link
from terreau.entries.tests.factories import make_user
from terreau.ledger.models import Statement
from terreau.notifications.models import Notice
from terreau.organizations.tests.factories import make_organization
from terreau.projects.tests.factories import make_project
from terreau.replications import actions, queries, sheet
from terreau.replications.models import REPLICATES, Replication
from terreau.replications.tests.factories import make_replication
from terreau.search.actions import index_many
from terreau.search.marks import linked
from terreau.search.models import Document
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 1)


def to(name, project, *more):
    return reverse(f"replications:{name}", args=[project.slug, *more])


def test_whoever_took_it_over_says_so_and_it_is_public():
    project, body = make_project(), make_organization()
    user = make_user(edits=[body])
    actions.declare(user, project, taker=body, on=DAY, cost="1200.50", result="Trois mairies.")
    link = Link.objects.get(role=REPLICATES)
    assert (link.source_id, link.target_id, link.valid_from) == (body.pk, project.pk, DAY)
    said = Statement.objects.get(verb="replications.declare").payload
    assert said == {"taker_uid": str(body.uid), "on": "2025-03-01"}
    assert queries.public_count(project) == 1


def test_counts_and_search_know_who_took_it_over():
    project, body = make_project(), make_organization()
    index_many([project.pk, body.pk])
    tallies.rebuild()
    user = make_user(edits=[body])
    actions.declare(user, project, taker=body, on=DAY)
    assert tallies.drift() == {}
    mark = linked(REPLICATES, project.pk)
    assert mark in Document.objects.get(pk=body.pk).marks.split()
    made = Replication.objects.get()
    actions.retract(user, project, replication=made, reason="C’était une autre commune.")
    assert tallies.drift() == {}
    assert mark not in Document.objects.get(pk=body.pk).marks.split()


def test_nobody_says_so_for_others():
    project, body = make_project(), make_organization()
    with pytest.raises(PermissionDenied):
        actions.declare(make_user(edits=[make_organization()]), project, taker=body, on=DAY)


def test_what_the_project_says_waits_for_whoever_took_it_over():
    project, body = make_project(), make_organization()
    owner, taker = make_user(edits=[project]), make_user(edits=[body])
    proposed = actions.propose(owner, project, taker=body, on=DAY)
    assert Notice.objects.get().user == taker
    assert (queries.public_count(project), Link.objects.filter(role=REPLICATES).count()) == (0, 0)
    for reader, knows in ((owner, 1), (taker, 1), (make_user(edits=[make_organization()]), 0)):
        assert len(queries.of_project(reader, project)) == knows
    with pytest.raises(PermissionDenied):
        actions.confirm(owner, project, replication=proposed)
    actions.confirm(taker, project, replication=proposed)
    assert queries.public_count(project) == 1
    with pytest.raises((ValidationError, PermissionDenied)):
        actions.confirm(taker, project, replication=proposed)


def test_declining_is_silent():
    project, body = make_project(), make_organization()
    owner, taker = make_user(edits=[project]), make_user(edits=[body])
    proposed = actions.propose(owner, project, taker=body, on=DAY)
    before = Statement.objects.count(), Notice.objects.count()
    actions.decline(taker, project, replication=proposed)
    assert (Statement.objects.count(), Notice.objects.count()) == before
    assert queries.public_count(project) == 0


def test_declaring_what_waits_confirms_it():
    project, body = make_project(), make_organization()
    actions.propose(make_user(edits=[project]), project, taker=body, on=DAY)
    actions.declare(make_user(edits=[body]), project, taker=body, on=DAY)
    assert Replication.objects.get().state == Replication.State.CONFIRMED


@pytest.mark.parametrize(
    "wrong", [{"on": timezone.localdate() + timedelta(days=1)}, {"on": date(1500, 1, 1)},
              {"on": None}, {"on": DAY, "cost": -1}],
)  # fmt: skip
def test_what_cannot_be(wrong):
    project, body = make_project(), make_organization()
    with pytest.raises(ValidationError):
        actions.declare(make_user(edits=[body]), project, taker=body, **wrong)


def test_neither_itself_nor_twice():
    project = make_project()
    user = make_user(edits=[project])
    with pytest.raises(ValidationError):
        actions.declare(user, project, taker=project, on=DAY)
    body = make_organization()
    user = make_user(edits=[body])
    actions.declare(user, project, taker=body, on=DAY)
    with pytest.raises(ValidationError):
        actions.declare(user, project, taker=body, on=DAY)


def test_taken_back_with_a_reason_by_either_side():
    project, body = make_project(), make_organization()
    made = make_replication(project, body)
    with pytest.raises(PermissionDenied):
        stranger = make_user(edits=[make_organization()])
        actions.retract(stranger, project, replication=made, reason="Non.")
    user = make_user(edits=[project])
    with pytest.raises((PermissionDenied, ValidationError)):
        actions.retract(user, project, replication=made, reason=" ")
    actions.retract(user, project, replication=made, reason="Erreur.")
    assert queries.public_count(project) == 0
    assert Link.objects.get(role=REPLICATES).superseded_at


def test_the_time_to_the_nth_adoption_counts_from_the_start():
    project = make_project(born_on=date(2025, 1, 1))
    for day in (31, 11, 51):
        make_replication(project, on=date(2025, 1, 1) + timedelta(days=day))
    found = queries.of_project(make_user(), project)
    shown = [each["value"] for each in sheet.figures(project, found)]
    assert shown == [3, 0, 11, 51]  # replications, territories, days to the first, to the third
    assert all(each["definition"] for each in sheet.figures(project, found))
    project.born_on = None
    assert len(sheet.figures(project, found)) == 2


def test_the_map_counts_by_department():
    department = make_territory(code="FR-DEP-35")
    commune = make_territory(department, level="commune")
    counted = queries.by_department([commune.pk, commune.pk, make_territory(level="region").pk])
    assert counted == {"FR-DEP-35": 2}


@pytest.mark.parametrize("hidden", ["taker", "project"])
def test_what_is_hidden_is_in_no_table(hidden):
    project, body = make_project(), make_organization()
    make_replication(project, body)
    assert len(list(queries.rows())) == 1
    entry = body if hidden == "taker" else project
    entry.hidden_at = timezone.now()
    entry.save()
    assert list(queries.rows()) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_number_of_queries(client, django_assert_num_queries, count):
    project, department = make_project(), make_territory(code="FR-DEP-35")
    for _ in range(count):
        make_replication(project, territory=department, adaptation="En breton <b>.")
    client.get(to("index", project))
    with django_assert_num_queries(3):
        page = client.get(to("index", project) + "?again").content.decode()
    assert "En breton &lt;b&gt;." in page


def test_the_pages_declare_propose_and_retract(client):
    project, body = make_project(), make_organization()
    client.force_login(make_user(edits=[project]))
    given = {"taker": body.pk, "on": "2025-03-01"}
    assert client.post(to("propose", project), given).status_code == 302
    client.force_login(make_user(edits=[body]))
    made = Replication.objects.get()
    assert body.title in client.get(to("index", project)).content.decode()
    client.post(to("confirm", project, made.uid))
    project.refresh_from_db()
    assert queries.public_count(project) == 1
    client.post(
        to("retract", project, made.uid), {"reason": "Doublon.", "revision": project.revision}
    )
    assert queries.public_count(project) == 0
    project.refresh_from_db()
    answer = client.post(to("declare", project), given | {"revision": project.revision})
    assert answer.status_code == 302
    assert queries.public_count(project) == 1
