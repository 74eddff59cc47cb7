import pytest
from django.urls import reverse

from terreau.entries.models import Role
from terreau.entries.tests.factories import make_topic, make_user
from terreau.groups import belonging
from terreau.groups.models import Group, Membership
from terreau.groups.queries import part_of
from terreau.groups.sheet import deeds
from terreau.groups.tests.factories import make_closed, make_facilitator, make_group, make_member
from terreau.organizations.tests.factories import make_claimed
from terreau.people.tests.factories import make_person

pytestmark = pytest.mark.django_db


def to(name, group, *more):
    return reverse(f"group:{name}", args=[group.slug, *more])


def read(client, path):
    page = client.get(path)
    assert page.status_code == 200, path
    return page.content.decode()


def test_a_group_goes_its_whole_way_on_pages(client):
    body, admin = make_claimed()
    client.force_login(admin)
    given = {
        "acting_as": body.pk, "title": "Relire ensemble", "summary": "Nos formulaires.",
        "charter": "On se **relit**.", "admission": "on_request", "is_listed": "on",
    }  # fmt: skip
    client.post(reverse("group:create"), given)
    group = Group.objects.get()
    assert "<strong>relit</strong>" in read(client, group.get_absolute_url())

    person = make_person(title="Zoé Inventée")
    client.force_login(person.user)
    assert to("ask", group) in read(client, group.get_absolute_url())
    client.post(to("ask", group), {"message": "Je relis aussi."})
    client.force_login(admin)
    members = read(client, to("members", group))
    assert "Je relis aussi." in members and "Zoé Inventée" in members
    number = Membership.objects.get(user=person.user).pk
    client.post(to("accept", group, number))
    client.post(to("appoint", group, number))
    client.post(to("leave", group))
    assert Role.objects.get(entry=group).user == person.user
    client.logout()
    page = read(client, group.get_absolute_url())
    assert person.get_absolute_url() in page and "Je relis" not in page

    client.force_login(person.user)
    client.post(to("archive", group), {"reason": "Fini.", "revision": 1})
    group.refresh_from_db()
    assert group.is_archived
    assert to("revive", group) in read(client, group.get_absolute_url())


def test_an_invitation_is_found_by_who_is_invited_alone(client):
    group, person = make_closed(is_listed=False, title="Canari"), make_person()
    belonging.invite(make_facilitator(group), group, profile=person.slug)
    assert client.get(group.get_absolute_url()).status_code == 404
    client.force_login(make_user())
    assert client.get(group.get_absolute_url()).status_code == 404
    client.force_login(person.user)
    assert "Canari" in read(client, reverse("group:mine"))
    assert to("accept_invitation", group) in read(client, group.get_absolute_url())
    client.post(to("accept_invitation", group))
    assert Role.objects.filter(entry=group, user=person.user).exists()


def test_who_is_removed_reads_why_and_the_others_do_not(client):
    group = make_group()
    head, member = make_facilitator(group), make_member(group)
    number = Membership.objects.get(user=member).pk
    client.force_login(member)
    assert client.post(to("remove_member", group, number), {"reason": "x"}).status_code == 403
    client.force_login(head)
    assert client.post(to("remove_member", group, number), {"reason": ""}).status_code == 200
    client.post(to("remove_member", group, number), {"reason": "Publicité répétée."})
    assert "Publicité répétée." not in read(client, to("members", group))
    client.force_login(member)
    assert "Publicité répétée." in read(client, reverse("notifications:index"))


def test_one_chooses_who_sees_ones_membership(client):
    group, person = make_group(), make_person(title="Zoé Inventée")
    client.force_login(person.user)
    client.post(to("join", group))
    client.post(to("choose", group), {"reach": "everyone", "is_told": ""})
    client.logout()
    assert "Zoé Inventée" in read(client, to("members", group))


def test_buttons_are_those_of_the_rules():
    """What the page offers is what the rules allow, for everybody in every state."""
    groups = [make_group(state=state, admission=state) for state in ("open", "on_request")]
    groups += [make_closed(), make_group(state="archived")]
    for group in groups:
        asking, invited = make_user(), make_user()
        Membership.objects.create(group=group, user=asking, state="asked")
        Membership.objects.create(group=group, user=invited, state="invited")
        for user in (make_user(), make_member(group), make_facilitator(group), asking, invited):
            shown = {
                each["url"].rstrip("/").removeprefix(to("detail", group)).replace("-", "_")
                for each in deeds(user, group, part_of(user, group))
            }
            names = {
                "join": "join", "ask": "ask", "take_back": "withdraw_request",
                "invitation/accept": "accept_invitation", "membership": "choose",
                "invitation/decline": "decline_invitation", "leave": "leave",
                "members/invite": "invite", "edit": "edit", "archive": "archive",
                "revive": "revive",
            }  # fmt: skip
            allowed = {path for path, act in names.items() if user.has_perm(f"groups.{act}", group)}
            if user in (asking, invited):  # they do the one or take back the other first
                allowed -= {"join", "ask"}
            assert shown == allowed, (group.state, user)


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_number_of_queries(client, django_assert_num_queries, count):
    group = make_group()
    group.topics.set([make_topic() for _ in range(count)])
    for _ in range(count):
        make_facilitator(group, make_person().user)
        member = make_member(group, make_person().user)
        belonging.choose(member, group, reach="everyone")
        belonging.ask.__wrapped__(make_user(), group)
    for path, n in ((group.get_absolute_url(), 6), (to("members", group), 4)):
        client.get(path)
        with django_assert_num_queries(n):
            client.get(path + "?again")
    client.force_login(make_facilitator(group))
    with django_assert_num_queries(14):
        client.get(group.get_absolute_url())
    with django_assert_num_queries(10):
        client.get(to("members", group))
