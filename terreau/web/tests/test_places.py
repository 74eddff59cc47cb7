import pytest

from terreau.entries import tallies
from terreau.entries.models import Entry
from terreau.organizations.tests.factories import make_organization
from terreau.projects.tests.factories import make_project
from terreau.search.actions import index_many
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db


def settle():
    tallies.rebuild()
    index_many(Entry.objects.values_list("pk", flat=True))


@pytest.fixture
def country():
    """A country, its region, a department and a commune, by level."""
    state = make_territory(level="country", code="FR", country="FR", name="France")
    region = make_territory(state, level="region", code="FR-REG-53", name="Bretagne")
    department = make_territory(region, code="FR-DEP-35", name="Ille-et-Vilaine", population=9)
    group = make_territory(department, level="intercommunality", name="CC du Pays")
    commune = make_territory(department, within=[group], level="commune", name="Val-d'Ouvre")
    return {each.level: each for each in (state, region, department, group, commune)}


@pytest.mark.parametrize("count", [1, 3])
def test_index_costs_three_queries(client, django_assert_num_queries, country, count):
    for number in range(count):
        make_territory(country["region"], name=f"Lieu {number}", country="FR")

    with django_assert_num_queries(3):
        page = client.get("/territories/")

    assert len(page.context["regions"][0]["departments"]) == count + 1


def test_index_finds_places_by_name(client, country):
    found = client.get("/en/territories/", {"q": "val d ouvre"}).context["found"]
    nothing = client.get("/en/territories/", {"q": "zz"})

    assert [place["title"] for place in found] == ["Val-d'Ouvre"]
    assert "No place has this name" in nothing.content.decode()


@pytest.mark.parametrize(
    ("level", "queries"),
    # Its own (place, what contains it, parts by level, map), then the panels' two tallies.
    [("country", 5), ("region", 6), ("department", 6), ("intercommunality", 5), ("commune", 4)],
)
def test_page_of_an_empty_place(client, django_assert_num_queries, country, level, queries):
    with django_assert_num_queries(queries):
        page = client.get(f"/en{country[level].get_absolute_url()}")

    assert "No project is known here yet." in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_any_number(client, django_assert_num_queries, country, count):
    for _ in range(count):
        make_project(territory=country["commune"])
        make_organization(territory=country["commune"])
    settle()

    with django_assert_num_queries(10):
        page = client.get(country["department"].get_absolute_url())

    text = page.content.decode()
    assert text.count('<article class="card">') == 2 * count
    assert f'href="/projects/?territory={country["department"].code}"' in text


def test_page_shows_the_way_up_and_the_parts(client, country):
    page = client.get(country["department"].get_absolute_url())

    assert [each["label"] for each in page.context["breadcrumbs"]] == [
        "France",
        "Bretagne",
        "Ille-et-Vilaine",
    ]
    assert [[tag["label"] for tag in part["tags"]] for part in page.context["parts"]] == [
        ["CC du Pays"],
        ["Val-d'Ouvre"],
    ]


def test_a_region_has_a_map_of_its_departments_alone(client, country):
    make_project(territory=country["department"])
    settle()

    text = client.get(f"/en{country['region'].get_absolute_url()}").content.decode()

    assert "Ille-et-Vilaine: 1" in text and "Finistère: 0" in text and "Nord: 0" not in text


def test_no_place_of_that_code(client):
    assert client.get("/territories/FR-DEP-0/").status_code == 404
