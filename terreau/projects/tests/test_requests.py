"""What comes with requests that no page sent, and what two pages send."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from terreau.entries.models import Entry, Link
from terreau.entries.sentences import sentence
from terreau.entries.tests.factories import make_administrator, make_user
from terreau.ledger.models import Statement
from terreau.organizations.tests.factories import make_incubator, make_organization
from terreau.projects import actions, queries
from terreau.projects.models import Project, Spell
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db
BEGUN = ("investigation", date(2021, 3, 1))


@pytest.fixture
def host():
    return make_incubator()


@pytest.fixture
def project(host):
    return make_project(phases=[BEGUN], hosts=[host])


@pytest.mark.parametrize("revision", ["²", "9" * 5000, "-1", "one", ""])
def test_a_revision_that_is_none_counts_as_another(client, host, project, revision):
    client.force_login(make_user(edits=[host]))
    given = {"on": "2022-01-01", "reason": "Congé.", "revision": revision}
    address = reverse("project:pause", args=[project.slug])

    assert client.post(address, given).status_code == 409
    assert queries.phase(project, date(2022, 6, 1)) == "investigation"


def test_a_second_person_confirms_the_step_that_the_page_showed(client, host, project):
    first, second = make_user(edits=[host]), make_user(edits=[host])
    on = date(2024, 6, 1)
    actions.propose_step(first, project, phase="acceleration", on=on, reason="Construit.")
    client.force_login(second)
    page = client.get(project.get_absolute_url()).content.decode()
    assert f'name="revision" value="{project.revision}"' in page
    shown = project.revision
    actions.decline_step(first, project, reason="Trop tôt.")
    actions.propose_step(first, project, phase="operated", on=on, reason="Repris.")

    confirm = reverse("project:confirm_step", args=[project.slug])
    assert client.post(confirm, {"revision": shown}).status_code == 409
    assert queries.phase(project, on) == "investigation"
    assert client.post(confirm, {"revision": project.revision}).status_code == 302
    assert queries.phase(project, on) == "operated"


def test_no_organization_speaks_for_an_administrator_by_the_alphabet(client, host):
    client.force_login(make_administrator())
    given = {"title": "Nouveau", "phase": "investigation", "on": "2024-01-01"}
    assert client.post(reverse("project:create"), given).status_code == 302
    assert Project.objects.get(title="Nouveau").author is None


def test_a_project_called_as_a_page_has_a_page_of_its_own(client):
    project = actions.create(make_administrator(), Project(), title="New")

    assert client.get(project.get_absolute_url()).context["project"] == project


def test_open_data_names_no_hidden_organization(project, host):
    shown = make_organization()
    Link.objects.create(source=project, target=shown, role="sponsored_by")
    Entry.objects.filter(pk=host.pk).update(hidden_at=timezone.now())
    (row,) = queries.export_rows(Project.objects.public())

    assert (row["incubators"], row["sponsors"]) == ([], [shown.slug])


def test_the_record_tells_nothing_of_what_is_hidden(client, host, project):
    actions.stop(make_user(edits=[host]), project, on=date(2024, 1, 1), reason="Insultes.")
    said = Statement.objects.get()
    assert "Insultes" in sentence(said, project)

    Entry.objects.filter(pk=project.pk).update(hidden_at=timezone.now())
    page = client.get(said.get_absolute_url()).content.decode()
    assert "Insultes" not in page and project.title not in page


def test_days_of_knowledge_are_those_that_addresses_ask_for(client, project):
    """Recorded at half past midnight in Paris, it was known at the end of the day before in UTC."""
    moment = datetime(2024, 5, 9, 22, 30, tzinfo=UTC)
    Spell.objects.update(recorded_at=moment)
    project.listings.update(recorded_at=moment)

    page = client.get(project.get_absolute_url()).context
    assert page["known_dates"] == [date(2024, 5, 9)]
    then = client.get(project.get_absolute_url(), {"known_at": "2024-05-09"}).context
    assert then["phase"] == "investigation"


@pytest.mark.parametrize("key", ["9" * 20, "-" + "9" * 30, str(2**63), "1" * 4000])
def test_a_choice_that_no_database_holds_is_a_wrong_choice(client, project, key):
    client.force_login(make_administrator())
    for door, field in (("edit", "topics"), ("affiliate", "organization")):
        page = client.post(reverse(f"project:{door}", args=[project.slug]), {field: key})
        assert page.status_code == 200
        assert field in page.context["form"].errors
    for door in ("correct_spell", "end_affiliation"):
        address = reverse(f"project:{door}", args=[project.slug, 1])
        page = client.get(address.replace("/1/", f"/{key.strip('-')}/"))
        assert page.status_code == 404
