"""Roles: who changes them, who keeps one, and what the private history says of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from terreau.entries.actions import give_role
from terreau.entries.models import Role, Tenure
from terreau.entries.tests.factories import make_administrator
from terreau.ledger.models import Statement
from terreau.notifications.models import Notice
from terreau.organizations import members, membership
from terreau.organizations.models import Invitation, Request
from terreau.organizations.tests.factories import (
    make_account,
    make_claimed,
    make_invitation,
    make_member,
    make_organization,
    make_request,
)

pytestmark = pytest.mark.django_db
ADMIN, EDITOR, MEMBER = Role.Name.ADMIN, Role.Name.EDITOR, Role.Name.MEMBER


def roles(organization):
    held = Role.objects.filter(entry=organization.pk).order_by("pk")
    return dict(held.values_list("user__email", "name"))


def address(name, organization, *keys):
    return reverse(f"organization:{name}", args=[organization.slug, *keys])


def test_administrators_change_roles_and_the_history_says_who_was_what_when():
    organization, admin = make_claimed()
    person = make_member(organization)
    before = timezone.now()

    members.change_role(admin, organization, person=person, name=EDITOR, was=MEMBER)
    between = timezone.now()
    members.remove_member(admin, organization, person=person, was=EDITOR)

    def held(moment):
        found = membership.members_at(organization, moment)
        return [each.name for each in found if each.user == person]

    assert (held(before), held(between), held(timezone.now())) == ([MEMBER], [EDITOR], [])
    first, second = Tenure.objects.filter(user=person).order_by("pk")
    assert (first.until, second.given_by, second.ended_by) == (second.since, admin, admin)
    assert [each.text for each in Notice.objects.filter(user=person).order_by("pk")] == [
        "organizations.role", "organizations.removed",
    ]  # fmt: skip
    assert Statement.objects.count() == 0


@pytest.mark.parametrize("role", [MEMBER, EDITOR])
def test_other_members_change_nothing(role):
    organization, admin = make_claimed()
    person = make_member(organization, role)
    given = {"person": admin}
    for act in (members.change_role, members.remove_member, members.transfer):
        more = {"name": MEMBER} if act is members.change_role else {}
        with pytest.raises(PermissionDenied):
            act(person, organization, **given, **more)
    assert roles(organization)[admin.email] == ADMIN


def test_an_administrator_of_another_organization_changes_nothing(client):
    organization, _admin = make_claimed()
    _another, stranger = make_claimed()
    person = make_member(organization)
    with pytest.raises(PermissionDenied):
        members.change_role(stranger, organization, person=person, name=ADMIN)
    client.force_login(stranger)
    page = address("member", organization, person.uid)
    assert client.get(page).status_code == 403
    assert client.post(page, {"decision": "remove", "was": "member"}).status_code == 403
    assert roles(organization)[person.email] == MEMBER


def test_a_person_of_another_organization_is_not_touched():
    _organization, admin = make_claimed()
    mine, _ = make_claimed(admin=admin)
    another, _ = make_claimed()
    person = make_member(another)
    with pytest.raises(ValidationError):
        members.remove_member(admin, mine, person=person)
    assert roles(another)[person.email] == MEMBER


def test_a_removed_member_with_an_old_form_open_is_refused(client):
    organization, admin = make_claimed()
    other = make_member(organization, ADMIN)
    person = make_member(organization)
    client.force_login(other)
    pages = [
        (address("member", organization, person.uid), {"decision": "role", "name": "admin"}),
        (address("members", organization), {"email": "ami@example.org", "role": "admin"}),
        (f"/organizations/{organization.slug}/edit/", {"title": "Pris", "state": "company"}),
    ]
    assert [client.get(page).status_code for page, _ in pages] == [200, 200, 200]
    members.remove_member(admin, organization, person=other, was=ADMIN)

    assert [client.post(page, given).status_code for page, given in pages] == [403, 403, 403]

    organization.refresh_from_db()
    assert organization.title != "Pris" and Invitation.objects.count() == 0
    assert roles(organization)[person.email] == MEMBER


def test_a_form_sent_again_does_not_undo_what_came_after(client):
    organization, admin = make_claimed()
    person = make_member(organization, EDITOR)
    client.force_login(admin)
    page = address("member", organization, person.uid)
    given = {"decision": "role", "name": "member", "was": "editor"}
    assert client.post(page, given).status_code == 302
    members.change_role(admin, organization, person=person, name=ADMIN, was=MEMBER)

    again = client.post(page, given)

    assert again.status_code == 200
    assert again.context["role"].non_field_errors()
    assert roles(organization)[person.email] == ADMIN


@pytest.mark.parametrize("how", ["leave", "demote", "remove", "transfer to oneself"])
def test_there_is_always_an_administrator(how):
    organization, admin = make_claimed()
    make_member(organization, EDITOR)
    ways = {
        "leave": lambda: members.leave(admin, organization),
        "demote": lambda: members.change_role(admin, organization, person=admin, name=MEMBER),
        "remove": lambda: members.remove_member(make_administrator(), organization, person=admin),
        "transfer to oneself": lambda: members.transfer(admin, organization, person=admin),
    }
    with pytest.raises(ValidationError):
        ways[how]()
    assert roles(organization)[admin.email] == ADMIN


def test_the_last_administrator_hands_over_and_leaves(client):
    organization, admin = make_claimed()
    person = make_member(organization)
    client.force_login(admin)
    page = address("member", organization, person.uid)

    assert client.post(page, {"decision": "transfer", "was": "member"}).status_code == 302
    assert roles(organization) == {admin.email: EDITOR, person.email: ADMIN}
    assert client.post(address("leave", organization)).status_code == 302
    assert roles(organization) == {person.email: ADMIN}


def test_an_administration_given_up_can_be_claimed_anew_in_public():
    organization, admin = make_claimed()
    make_member(organization, EDITOR)
    members.release(admin, organization, reason="Nous cessons.")

    organization.refresh_from_db()
    assert not organization.is_claimed and ADMIN not in roles(organization).values()
    assert Statement.objects.get().payload == {"reason": "Nous cessons."}
    with pytest.raises(ValidationError):
        members.release(make_administrator(), organization, reason="Encore.")


def test_an_administration_taken_back_does_not_come_back_by_an_open_door():
    organization, admin = make_claimed()
    invitation = make_invitation(organization, "autre@example.org", role=ADMIN, invited_by=admin)
    request = make_request(organization, make_account())
    members.release(make_administrator(), organization, reason="Revendiquée par erreur.")

    invitation.refresh_from_db()
    request.refresh_from_db()
    assert (invitation.state, request.aim) == ("withdrawn", "claim")
    assert admin.email not in roles(organization)


def test_an_administrator_of_the_platform_who_goes_takes_nobody_along():
    organization, admin = make_claimed()
    staff = make_administrator()
    give_role(staff, organization, EDITOR)
    members.let_go(staff)

    organization.refresh_from_db()
    assert organization.is_claimed and roles(organization) == {admin.email: ADMIN}


def test_one_of_two_administrators_does_not_give_up_for_both():
    organization, admin = make_claimed()
    make_member(organization, ADMIN)
    with pytest.raises(PermissionDenied):
        members.release(admin, organization, reason="Seul.")


def test_letting_somebody_go_leaves_no_trace_of_them():
    organization, admin = make_claimed()
    shared, other = make_claimed()
    members.change_role(other, shared, person=make_member(shared, email=None), name=EDITOR)
    person = make_member(shared, ADMIN)
    make_request(make_organization(), admin)
    make_invitation(shared, admin.email)
    for user in (admin, person):
        members.let_go(user)
        user.delete()

    organization.refresh_from_db()
    shared.refresh_from_db()
    assert not organization.is_claimed and shared.is_claimed
    assert Request.objects.count() == 0 and Invitation.objects.count() == 0
    assert not Tenure.objects.filter(entry=organization.pk).exists()


def test_nobody_becomes_the_first_administrator_by_the_way():
    organization = make_organization()
    person = make_member(organization, EDITOR)
    with pytest.raises(ValidationError):
        members.change_role(make_administrator(), organization, person=person, name=ADMIN)


def test_others_see_how_many_belong_there_and_nobody_s_address(client):
    organization, admin = make_claimed()
    person = make_member(organization)
    past = make_member(organization)
    members.remove_member(admin, organization, person=past)
    page = address("members", organization)
    for user, seen in (
        (None, set()),
        (make_account(), set()),
        (person, {person.email}),
        (admin, {admin.email, person.email, past.email}),
        (make_administrator(), {admin.email, person.email, past.email}),
    ):
        client.logout()
        if user:
            client.force_login(user)
        text = client.get(page).content.decode()
        assert {each.email for each in (admin, person, past) if each.email in text} == seen
        assert '<p class="figure-value">1' in text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("who, queries", [("anonymous", 2), ("member", 12), ("admin", 16)])
def test_the_page_of_members_costs_the_same_for_one_and_three(
    client, django_assert_num_queries, who, queries, count
):
    organization, admin = make_claimed()
    for _ in range(count):
        person = make_member(organization)
        make_request(organization, make_account())
        make_invitation(organization, make_account().email)
        members.remove_member(admin, organization, person=make_member(organization))
    user = {"anonymous": None, "member": person, "admin": admin}[who]
    if user:
        client.force_login(user)
    page = address("members", organization)
    client.get(page)

    with django_assert_num_queries(queries):
        shown = client.get(page)

    assert len(shown.context["requests"]) == (count if who == "admin" else 0)


def test_history_ends_with_the_second_that_it_says():
    organization, admin = make_claimed()
    person = make_member(organization)
    members.remove_member(admin, organization, person=person)
    held = Tenure.objects.get(user=person)
    assert person in [each.user for each in membership.members_at(organization, held.since)]
    assert person not in [each.user for each in membership.members_at(organization, held.until)]
    early = held.since - timedelta(seconds=1)
    assert person not in [each.user for each in membership.members_at(organization, early)]
