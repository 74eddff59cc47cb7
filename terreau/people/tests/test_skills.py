"""A skill is found as far as its person opened it, at every door, and no further."""

import csv
import io
import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.urls import reverse

from terreau.entries import tallies
from terreau.entries.actions import end_role, give_role
from terreau.entries.models import Role
from terreau.entries.tests.factories import make_administrator, make_user
from terreau.organizations.tests.factories import make_account, make_claimed
from terreau.people import actions, consistency, skills
from terreau.people.expertise import Asked, bearers, find, open_to, usual
from terreau.people.expertise_sheet import sheet
from terreau.people.models import Person, Reach, Skill, SkillCount
from terreau.people.queries import profile_of
from terreau.people.tests.factories import make_person
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db
PAGE, API = "/en/people/skills/", "/api/v1/people/skills/"


def publish(user=None, **given):
    user = user or make_account()
    fields = {"title": "Ana Inventée", "state": "agent", "skills": "Cadastre, animer un atelier"}
    actions.create(user, Person(), **fields | given)
    return profile_of(user)


def names_at_every_door(client, **asked):
    """What a reader finds: on the page, in both files and through the API, which must agree."""
    page = client.get(PAGE, asked).content.decode()
    table = b"".join(client.get(PAGE, asked | {"format": "csv"}).streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(table.lstrip("\ufeff"))))
    data = client.get(PAGE, asked | {"format": "json"}).json()["people"]
    items = client.get(API, asked).json()["items"]
    doors = [sorted(row["name"] for row in each) for each in (rows, data, items)]
    assert doors[0] == doors[1] == doors[2]
    assert [name for name in doors[0] if name not in page] == []
    return doors[0], page + table + json.dumps([data, items])


@pytest.mark.parametrize("reach", Reach.values)
@pytest.mark.parametrize("field", ["skills", "offers"])
def test_a_skill_is_found_by_those_alone_who_may_see_it(client, field, reach):
    text = {"skills": "", "offers": "", field: "Quadrature"}
    person = publish(**text, reaches={field: reach})
    organization, colleague = make_claimed()
    give_role(person.user, organization, Role.Name.MEMBER)
    readers = {
        None: {"everyone"},
        make_user(): {"everyone", "signed_in"},
        make_administrator(): {"everyone", "signed_in"},
        colleague: {"everyone", "signed_in", "colleagues"},
    }
    for reader, may in readers.items():
        client.logout()
        if reader:
            client.force_login(reader)
        for asked in ({"q": "quadratures"}, {"skill": "Quadrature"}, {}):
            if field == "offers" and "skill" in asked:
                continue
            found, said = names_at_every_door(client, **asked)
            assert found == (["Ana Inventée"] if reach in may else []), (reader, asked)
            if not asked:
                assert ("Quadrature" in said) == (reach in may)
        feeds = client.get("/en/directory/feed/", {"q": "quadrature"}).content.decode()
        assert ("Ana Inventée" in feeds) == (reach == "everyone")


def test_a_skill_is_a_filter_of_those_who_see_it(client):
    publish(reaches={"skills": "everyone"})
    publish(title="Bo Inventé", skills="CADASTRE\nRelier", reaches={"skills": "signed_in"})
    publish(title="Cy Inventé", skills="Cadastre. Souder", reaches={"skills": "colleagues"})
    assert usual(AnonymousUser()) == [("animer un atelier", 1), ("Cadastre", 1)]
    seen = [(label.lower(), people) for label, people in usual(make_user())]
    assert seen == [("cadastre", 2), ("animer un atelier", 1), ("relier", 1)]
    page = client.get(PAGE).content.decode()
    assert "skill=Cadastre" in page and "Souder" not in page and "Relier" not in page


def test_what_is_closed_again_is_found_no_more(client):
    person = publish(reaches={"skills": "everyone"})
    assert names_at_every_door(client, q="cadastre")[0]
    actions.edit(person.user, person, reaches={"skills": "nobody"})
    assert not names_at_every_door(client, q="cadastre")[0]
    assert not Skill.objects.exists() and not SkillCount.objects.exists()
    actions.edit(person.user, profile_of(person.user), reaches={"skills": "everyone"})
    actions.withdraw(person.user, profile_of(person.user))
    assert not Skill.objects.exists() and not SkillCount.objects.exists()


def test_who_leaves_the_organization_is_no_colleague(client):
    person = publish(reaches={"skills": "colleagues"})
    organization, colleague = make_claimed()
    give_role(person.user, organization, Role.Name.MEMBER)
    client.force_login(colleague)
    assert names_at_every_door(client, q="cadastre")[0]
    end_role(person.user, organization)
    assert not names_at_every_door(client, q="cadastre")[0]


def test_an_erased_person_leaves_no_skill():
    person = publish(reaches={"skills": "everyone"})
    actions.erase(person.user)
    assert not Skill.objects.exists() and not SkillCount.objects.exists()


def test_filters_narrow_down(client):
    brittany = make_territory(level="region", code="FR-REG-53", name="Bretagne")
    publish(reaches={"skills": "everyone"}, territory=brittany)
    publish(title="Bo Inventé", state="citizen", reaches={"skills": "everyone"})
    assert names_at_every_door(client)[0] == ["Ana Inventée", "Bo Inventé"]
    assert names_at_every_door(client, territory="FR-REG-53")[0] == ["Ana Inventée"]
    assert names_at_every_door(client, standing="citizen")[0] == ["Bo Inventé"]
    assert names_at_every_door(client, q="cadastre atelier", skill="cadastre")[0] != []
    assert names_at_every_door(client, q="cadastre menuiserie")[0] == []
    for asked in ({"territory": "FR-NOT"}, {"q": "le la"}, {"q": "\0"}, {"before": "x" * 40}):
        assert client.get(PAGE, asked).status_code == 200


def test_pages_follow_one_another():
    user = make_user()
    for number in range(5):
        make_person(title=f"Inventé {number}", skills="Cadastre", reaches={"skills": "signed_in"})
    skills.rebuild()
    first = find(user, Asked(text="cadastre"), 3)
    second = find(user, Asked(text="cadastre", before=first.more), 3)
    shown = [each.person.title for each in (*first.people, *second.people)]
    assert shown == [f"Inventé {number}" for number in (4, 3, 2, 1, 0)]
    assert second.more is None


def test_the_page_costs_the_same_for_one_and_three(django_assert_num_queries):
    _organization, user = make_claimed()
    for number in range(3):
        publish(reaches={"skills": "everyone", "offers": "signed_in"}, offers="Une salle")
        if number == 1:
            continue
        for reader, queries in ((AnonymousUser(), 4), (user, 8)):
            with django_assert_num_queries(queries):
                sheet(reader, find(reader, Asked(text="cadastre")))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan of SQLite is looked at")
@pytest.mark.parametrize("wanted", [[("*",)], [("=cadastre",), ("animer", "anim")]])
def test_only_profiles_with_the_first_token_are_looked_at(wanted):
    _organization, user = make_claimed()
    for reader in (AnonymousUser(), user):
        keys = bearers(open_to(reader), wanted, Asked(standing="agent"), None)
        plan = keys[:20].explain()
        assert "people_skill_1 (token=?)" in plan.splitlines()[0], plan
        assert "entry_kind" not in plan and "B-TREE" not in plan and "SCAN" not in plan


def test_what_is_kept_is_what_profiles_say():
    make_person(skills="Cadastre", reaches={"skills": "everyone"})
    checks = (consistency.found_otherwise, consistency.counted_otherwise)
    assert [len(list(check())) for check in checks] == [1, 1]
    skills.rebuild()
    tallies.rebuild()
    assert [len(list(check())) for check in checks] == [0, 0]


def test_a_page_of_a_person_cannot_take_the_address_of_the_skills():
    assert publish(title="Skills").slug == "skills-2"


def test_the_way_leads_from_the_list_of_people(client):
    assert f'href="{reverse("person:skills")}"' in client.get("/people/").content.decode()
