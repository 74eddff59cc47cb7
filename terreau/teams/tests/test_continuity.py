from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from terreau.entries.models import Role
from terreau.entries.tests.factories import make_administrator, make_user
from terreau.organizations.tests.factories import make_incubator
from terreau.projects.tests.factories import make_project
from terreau.teams import panels
from terreau.teams.queries import Team, active_members, continuity, domains, figures, team, team_of
from terreau.teams.tests.factories import make_member, make_mission

pytestmark = pytest.mark.django_db

DAY = date(2026, 8, 20)
BUILT = (("construction", date(2024, 1, 1)),)


def on(days):
    return DAY + timedelta(days=days)


def ends(*missions):
    """The end of a team of missions (days from DAY until days from DAY), as days from DAY."""
    rows = [(1, n, on(a), None if b is None else on(b)) for n, (a, b) in enumerate(missions)]
    found = team(1, "construction", sorted(rows, key=lambda row: row[2]), DAY)
    return found.active, found.days_left(DAY) if found.active else found.ends_on


@pytest.mark.parametrize(
    "missions, expected",
    [
        ([(-10, 30)], (1, 30)),
        ([(-10, 30), (-5, 20)], (2, 30)),
        ([(-10, 30), (30, 60)], (1, 60)),
        ([(-10, 30), (20, 60), (61, 90)], (1, 60)),
        ([(-10, 30), (-10, None)], (2, None)),
        ([(-10, 30), (29, None)], (1, None)),
        ([(0, 1)], (1, 1)),
        ([(-9, 0)], (0, DAY)),
        ([(1, 30)], (0, None)),
        ([], (0, None)),
    ],
)
def test_the_day_on_which_nobody_is_left(missions, expected):
    assert ends(*missions) == expected


def test_teams_are_those_of_accompanied_projects_in_order_of_their_end():
    member = make_member()
    soon, later, never, without = (make_project(phases=BUILT) for _ in range(4))
    for project in (
        make_project(phases=[("investigation", date(2024, 1, 1))]),
        make_project(phases=[*BUILT, ("stopped", date(2026, 1, 1))]),
        make_project(phases=BUILT, published_at=None),
    ):
        make_mission(project)
    make_mission(soon, end=on(90), member=member)
    make_mission(soon, start=on(-5), end=on(80), member=member)
    make_mission(later, end=on(91))
    make_mission(never)
    found = continuity(DAY)
    assert found == [
        Team(without.pk, "construction", 0, None),
        Team(soon.pk, "construction", 1, on(90)),
        Team(later.pk, "construction", 1, on(91)),
        Team(never.pk, "construction", 1, None),
    ]
    assert figures(found, DAY) == {"projects": 4, "without": 1, "ending": 1}
    assert active_members(soon, DAY) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_continuity_costs_two_queries(django_assert_num_queries, count):
    host = make_incubator()
    for _ in range(count):
        make_mission(make_project(phases=BUILT, hosts=[host]))
    make_mission(make_project(phases=BUILT))
    with django_assert_num_queries(2):
        assert len(continuity(DAY, host=host)) == count


def test_as_it_was_known():
    project = make_project(phases=BUILT)
    make_mission(project)
    assert team_of(project, DAY, date(2020, 1, 1)) is None
    assert continuity(DAY, date(2020, 1, 1)) == []


def test_domains_are_told_of_large_teams_and_never_of_one_person():
    four = dict.fromkeys(range(4), "Data")
    assert domains(four) == {}
    assert domains(four | {5: "Design"}) == {"Data": 4, "": 1}
    assert domains(four | {5: "Design", 6: "Produit"}) == {"Data": 4, "": 2}


def test_everybody_sees_how_many_and_those_concerned_when_it_ends(client):
    host = make_incubator()
    project = make_project(phases=BUILT, hosts=[host])
    make_mission(project, end=date(2999, 1, 1))
    strangers = [AnonymousUser(), make_user()]
    member = make_user()
    Role.objects.create(user=member, entry=project, name=Role.Name.MEMBER)
    concerned = [member, make_user(edits=[project]), make_user(edits=[host]), make_administrator()]
    with translation.override("en"):
        for user in strangers:
            assert panels.of_project(user, project)["ending"] == ""
        for user in concerned:
            assert "1 January 2999" in panels.of_project(user, project)["ending"]
    page = client.get(f"/en{project.get_absolute_url()}").content.decode()
    assert "active member" in page
    assert "2999" not in page
    assert panels.of_project(AnonymousUser(), make_project()) is None


def test_the_teams_of_an_incubator_are_for_those_who_manage_it():
    host = make_incubator()
    make_project(phases=BUILT, hosts=[host])
    manager = make_user(edits=[host])
    assert panels.of_organization(manager, host) is None  # nothing is known of any team
    make_mission(make_project(phases=BUILT, hosts=[host]))
    assert panels.of_organization(AnonymousUser(), host) is None
    assert panels.of_organization(make_user(), host) is None
    shown = panels.of_organization(manager, host)
    assert [each["value"] for each in shown["figures"]] == [2, 1, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_of_a_project_costs_one_query(django_assert_num_queries, count):
    project = make_project(phases=BUILT)
    for _ in range(count):
        make_mission(project)
    with django_assert_num_queries(1):
        panels.of_project(AnonymousUser(), project)
