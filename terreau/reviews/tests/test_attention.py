from datetime import date, timedelta

import pytest
from django.utils import timezone

from terreau.betagouv.actions import harvest
from terreau.betagouv.tests.factories import snapshot, startup
from terreau.entries.tests.factories import make_user
from terreau.harvest.models import Run
from terreau.harvest.records import Finding
from terreau.organizations.models import Organization
from terreau.organizations.tests.factories import make_incubator
from terreau.projects.models import Project
from terreau.projects.tests.factories import make_project
from terreau.reviews import attention_panel, managing_page
from terreau.reviews.attention import identifier_of, inbox, silent
from terreau.reviews.managing import overview
from terreau.teams.tests.factories import make_mission

pytestmark = pytest.mark.django_db

DAY = date(2026, 7, 1)
START = date(2026, 1, 1)
BUILT = ("construction", "2024-01-01")


@pytest.fixture
def fabrique():
    """An incubator of three products, and what was found odd in one of them and in another's."""
    harvest(
        snapshot(
            startup("un", BUILT), startup("deux", BUILT), startup("trois", BUILT),
            startup("autre", BUILT, incubator="atelier"),
        ),
        START,
    )  # fmt: skip
    run = Run.objects.get()
    run.findings = [
        Finding.of("gap-between-phases", "content/_startups/un.md", 7, "info", before="x",
                   after="y", days=9),
        Finding.of("live-past-its-end", "startups.json#deux", 3, word="x", end="2024-01-01"),
        Finding.of("live-past-its-end", "content/_startups/autre.md", 3, word="x", end="2024"),
        Finding.of("bad-address", "content/_incubators/un.md", 3, field="x"),
        Finding.of("shared-budget-page", "content/_startups/autre.md", 1, "info",
                   url="https://example.org/budget", products=9),
    ]  # fmt: skip
    run.findings = [finding.as_dict() for finding in run.findings]
    run.save()
    Project.objects.filter(slug="trois").update(budget_url="https://example.org/budget/?x=1")
    return Organization.objects.get(slug="fabrique")


def test_the_inbox_holds_what_is_odd_in_the_projects_of_a_host(fabrique, django_assert_num_queries):
    with django_assert_num_queries(2):
        matters = inbox(fabrique, DAY)
    assert [(each.severity, each.code) for each in matters] == [
        ("warning", "live-past-its-end"),
        ("info", "gap-between-phases"),
        ("info", "shared-budget-page"),
    ]
    assert [[line.project.slug for line in each.lines] for each in matters] == [
        ["deux"], ["un"], ["trois"],
    ]  # fmt: skip
    assert all(each.title and each.lines[0].message and each.lines[0].remedy for each in matters)


def test_an_inbox_without_a_source_is_empty(django_assert_num_queries):
    host = make_incubator()
    make_project(phases=[("construction", START)], hosts=[host])
    with django_assert_num_queries(1):
        assert inbox(host, DAY) == []


@pytest.mark.parametrize(
    "path, identifier",
    [
        ("content/_startups/a.b.md", "a.b"),
        ("startups/a.b", "a.b"),
        ("startups.json#a.b", "a.b"),
        ("content/_organisations/a.md", ""),
    ],
)
def test_whom_a_finding_is_about(path, identifier):
    assert identifier_of(path) == identifier


def test_investigations_that_wait_and_for_how_long():
    host = make_incubator()
    for day in (date(2026, 5, 1), date(2025, 7, 1)):
        make_project(phases=[("investigation", day)], hosts=[host])
    make_project(phases=[("investigation", START), ("construction", START)], hosts=[host])
    make_project(phases=[("investigation", START)])
    found = overview(make_user(edits=[host]), host, DAY)
    rows = managing_page.page(host, found)["waiting"]
    assert [each[2]["text"] for each in rows] == ["12,0", "2,0"]


def test_nobody_is_missing_from_teams_of_which_nothing_is_known(client):
    """A network that tells no missions has no team that ends, and none without anybody."""
    host = make_incubator()
    project = make_project(phases=[("construction", START)], hosts=[host])
    client.force_login(make_user(edits=[host]))
    places = (f"/en/reviews/manage/{host.slug}/", f"/en{host.get_absolute_url()}")
    for place in places:
        assert "without an active member" not in client.get(place).content.decode()
    make_mission(project, end=START)
    for place in places:
        assert "without an active member" in client.get(place).content.decode()


def test_projects_of_which_nothing_was_heard_for_a_year(fabrique, django_assert_num_queries):
    harvest(
        snapshot(
            startup("un", BUILT), startup("deux", BUILT, ("acceleration", "2026-06-01")),
            startup("trois", BUILT), startup("autre", BUILT, incubator="atelier"),
        ),
        date(2026, 6, 1),
    )  # fmt: skip
    later = START + timedelta(days=366)
    with django_assert_num_queries(1):
        number, found = silent(fabrique, later, 20)
    assert (number, silent(fabrique, later, 1)) == (2, (2, found[:1]))
    assert [(each.project.slug, each.days) for each in found] == [("trois", 366), ("un", 366)]
    host = make_incubator()
    make_project(phases=[("construction", START)], hosts=[host])
    assert silent(host, timezone.localdate(), 20) == (0, [])
    assert silent(host, timezone.localdate() + timedelta(days=366), 20)[0] == 1


def test_those_who_manage_an_incubator_see_it(fabrique, client):
    client.force_login(make_user(edits=[fabrique]))
    page = client.get(f"/en/reviews/manage/{fabrique.slug}/").content.decode()
    assert 'id="odd"' in page
    assert "Deux" in page
    assert 'id="quiet"' not in page
    assert attention_panel.of_host(None, make_incubator()) is None
