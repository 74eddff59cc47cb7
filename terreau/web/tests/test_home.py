from datetime import date

import pytest
from django.utils import timezone

from terreau.betagouv.actions import harvest
from terreau.betagouv.tests.factories import snapshot, startup
from terreau.entries import tallies
from terreau.entries.models import Entry
from terreau.entries.tests.factories import make_administrator, make_user
from terreau.organizations.tests.factories import make_organization
from terreau.projects import actions
from terreau.projects.models import Project
from terreau.projects.tests.factories import make_project
from terreau.search.actions import index_many
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db


def settle():
    tallies.rebuild()
    index_many(Entry.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("count", [1, 3])
def test_home_costs_five_queries(client, django_assert_num_queries, count):
    user = make_administrator()
    for number in range(count):
        actions.create(user, Project(), title=f"Service {number}", phase="investigation")
    settle()

    with django_assert_num_queries(5):
        page = client.get("/")

    text = page.content.decode()
    assert text.count('class="statement-sentence"') == count
    assert all(f"Service {number}" in text for number in range(count))


def test_an_empty_house_has_a_front_page(client, django_assert_num_queries):
    with django_assert_num_queries(4):
        page = client.get("/en/")

    assert "Nothing has been recorded yet." in page.content.decode()


def test_figures_carry_their_definitions(client):
    for phase, count in [("investigation", 2), ("acceleration", 3), ("operated", 4)]:
        for _ in range(count):
            make_project(phases=[(phase, date(2024, 1, 1))])
    Project.objects.filter(pk=make_project().pk).update(state="unlisted")
    settle()

    text = client.get("/en/").content.decode()

    shown = text.split('class="figure-value">')[1:]
    values = [int(part.partition("<")[0]) for part in shown[:4]]
    assert values == [5, 3, 4, 9]
    for words in ("construction, acceleration or consolidation", "operated in the network"):
        assert words in text.lower()


def test_what_is_hidden_is_in_no_line(client):
    user = make_administrator()
    project = actions.create(user, Project(), title="Service secret")
    Project.objects.filter(pk=project.pk).update(published_at=None)
    settle()

    assert "Service secret" not in client.get("/").content.decode()


def test_the_map_counts_every_kind_and_says_how_much_it_leaves_out(client):
    place = make_territory(code="FR-DEP-35", country="FR", name="Ille-et-Vilaine")
    make_project(territory=place)
    make_organization(territory=place)
    make_organization()
    settle()

    page = client.get("/en/")

    assert page.context["atlas"]["placed"] == 2
    text = page.content.decode()
    assert "Ille-et-Vilaine: 2" in text and "Not on the map: 1" in text
    assert 'href="/en/territories/FR-DEP-35/"' in text


def test_what_one_reading_brought_is_one_line(client, django_assert_num_queries):
    names = [f"service-{number}" for number in range(40)]
    for day, phase in ((date(2024, 1, 1), "construction"), (date(2025, 1, 1), "acceleration")):
        harvest(snapshot(*(startup(name, (phase, "2023-01-02")) for name in names)), day)
    actions.edit(make_administrator(), Project.objects.first(), title="Le gué")
    settle()

    with django_assert_num_queries(6):
        text = client.get("/en/").content.decode()
    lines = text.split('class="statement-sentence"')[1:]
    assert len(lines) == 3
    assert "Le gué" in lines[0]
    assert "was read, as it was on 1 January 2025: 0 new entries, 40 changed." in lines[1]
    assert 'href="/en/sources/betagouv/2025-01-01/">beta.gouv.fr</a>' in lines[1]


def test_who_took_a_step_last_stands_first(client):
    for title, on in (("Bac", 2024), ("Aval", 2026), ("Cale", 2025)):
        make_project(title=title, phases=[("construction", date(on, 2, 1))])
    Project.objects.filter(pk=make_project(phases=[("construction", date(2026, 3, 1))]).pk).update(
        hidden_at=timezone.now(), title="Caché"
    )
    text = client.get("/en/").content.decode()
    steps = text.partition('id="steps"')[2].partition("</section>")[0]
    assert steps.index("Aval") < steps.index("Cale") < steps.index("Bac")
    assert "since 1 February 2026" in steps and "Caché" not in steps


def test_adding_a_project_is_offered_to_who_may(client):
    assert "Add a project" not in client.get("/en/").content.decode()
    editor = make_user(edits=[make_organization()])
    for user, offered in ((make_user(), False), (editor, True), (make_administrator(), True)):
        client.force_login(user)
        assert ("Add a project" in client.get("/en/").content.decode()) is offered
