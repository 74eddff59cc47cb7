"""Two who leave, join or settle at once: one after the other, and the counts hold."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from terreau.entries.models import Role
from terreau.entries.tests.at_once import Other, only_postgres, wait_until_blocked
from terreau.entries.tests.factories import make_user
from terreau.groups import belonging
from terreau.groups.models import Group, Membership
from terreau.groups.tests.factories import make_facilitator, make_group

pytestmark = [pytest.mark.django_db(transaction=True), only_postgres]


def at_once(act, other_act):
    """The first act holds its locks until the other waits; what the other raised is raised."""
    other = Other(other_act)
    with transaction.atomic():
        act()
        other.start()
        wait_until_blocked(other)
    other.end()


def test_two_last_facilitators_do_not_leave_together():
    group = make_group()
    one, two = make_facilitator(group), make_facilitator(group)
    same = Group.objects.get(pk=group.pk)
    with pytest.raises(ValidationError):
        at_once(lambda: belonging.leave(one, group), lambda: belonging.leave(two, same))
    assert Role.objects.get(entry=group).user == two


def test_one_person_joins_once():
    group, user = make_group(), make_user()
    same = Group.objects.get(pk=group.pk)
    with pytest.raises(PermissionDenied):
        at_once(lambda: belonging.join(user, group), lambda: belonging.join(user, same))
    group.refresh_from_db()
    assert (group.member_count, Membership.objects.count()) == (1, 1)


def test_two_people_join_at_once():
    group, one, two = make_group(), make_user(), make_user()
    same = Group.objects.get(pk=group.pk)
    at_once(lambda: belonging.join(one, group), lambda: belonging.join(two, same))
    assert Group.objects.get(pk=group.pk).member_count == 2


def test_a_request_is_settled_once():
    group = make_group(state="on_request", admission="on_request")
    head, other, user = make_facilitator(group), make_facilitator(group), make_user()
    belonging.ask(user, group)
    same = Group.objects.get(pk=group.pk)
    with pytest.raises(ValidationError):
        at_once(
            lambda: belonging.accept(head, group, person=user),
            lambda: belonging.refuse(other, same, person=user, reason="Complet."),
        )
    assert Membership.objects.get(user=user).state == Membership.State.MEMBER


def test_the_database_holds_one_membership_a_person_and_group():
    group, user = make_group(), make_user()
    belonging.join(user, group)
    with pytest.raises(IntegrityError):
        Membership.objects.create(group=group, user=user, state="invited")
