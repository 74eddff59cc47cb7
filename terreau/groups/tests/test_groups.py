from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from terreau.entries.models import Role, Tenure
from terreau.entries.tests.factories import make_administrator, make_user
from terreau.follows.models import Follow
from terreau.groups import actions, belonging, consistency, queries, tasks
from terreau.groups.models import Group, Membership, Reach, State
from terreau.groups.tests.factories import make_closed, make_facilitator, make_group, make_member
from terreau.ledger.models import Statement
from terreau.notifications.models import Notice
from terreau.organizations.tests.factories import make_claimed
from terreau.people.actions import erase
from terreau.people.tests.factories import make_person
from terreau.search.models import Document

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
GIVEN = {"title": "Relire ensemble", "summary": "Nos formulaires.", "charter": "On se relit."}


def founded(**given):
    """(group, who facilitates it)."""
    body, admin = make_claimed()
    return actions.create(admin, Group(), acting_as=body, **GIVEN | given), admin


def told(user):
    return sorted(Notice.objects.filter(user=user).values_list("text", flat=True))


def said(group):
    return [each.verb for each in Statement.objects.filter(subject=group.uid).order_by("id")]


def is_sound():
    truths = (consistency.members_without_role, consistency.counts_of_members_that_drifted)
    return [words for broken in truths for words in broken()] == []


def test_whoever_founds_a_group_facilitates_and_follows_it():
    group, admin = founded()
    assert group.state == State.OPEN and group.is_public
    assert Role.objects.get(entry=group, user=admin).name == Role.Name.ADMIN
    assert Follow.objects.filter(user=admin, entry=group).exists()
    assert group.member_count == 1
    assert {each.actor for each in Statement.objects.filter(subject=group.uid)} == {None}
    assert Document.objects.filter(pk=group.pk).exists()


def test_a_group_that_is_not_listed_leaves_no_word_anywhere():
    group, admin = founded(title="Canari", admission="closed", is_listed=False)
    assert (group.published_at, group.slug) == (None, str(group.uid))
    assert Group.objects.visible_to(admin).get() == group
    colleague = make_user(edits=[group.author])
    assert not Group.objects.visible_to(colleague).exists()
    actions.edit(admin, group, charter="Autre chose.")
    assert group.revision == 2
    assert said(group) == []
    assert not Document.objects.filter(pk=group.pk).exists()
    other, _ = founded(title="Canari")
    assert other.slug == "canari"


def test_an_open_group_is_always_listed():
    group, _ = founded(is_listed=False)
    assert group.is_listed and group.is_public


def test_what_was_said_among_members_stays_among_them():
    group, admin = founded(admission="closed", is_listed=False)
    with pytest.raises(ValidationError):
        actions.edit(admin, group, admission="open")
    actions.edit(admin, group, is_listed=True)
    assert group.is_public and said(group) == ["groups.edit"]
    actions.edit(admin, group, is_listed=False)
    assert group.is_public
    open_group, admin = founded()
    actions.edit(admin, open_group, admission="closed", is_listed=False)
    assert (open_group.state, open_group.is_public) == (State.CLOSED, True)


def test_whoever_wants_to_joins_an_open_group():
    group, user = make_group(), make_user()
    belonging.join(user, group)
    group.refresh_from_db()
    assert group.member_count == 1
    assert Membership.objects.get(user=user).reach == Reach.MEMBERS
    with pytest.raises(PermissionDenied):
        belonging.join(user, group)
    belonging.leave(user, group)
    group.refresh_from_db()
    assert (group.member_count, Membership.objects.count()) == (0, 0)
    assert not Role.objects.filter(entry=group).exists()
    assert Tenure.objects.filter(user=user, entry=group).exclude(until=None).count() == 1
    assert said(group) == []


@pytest.mark.parametrize("admission", ["on_request", "closed"])
def test_nobody_just_joins_another_group(admission):
    group = make_group(state=admission, admission=admission)
    with pytest.raises(PermissionDenied):
        belonging.join(make_user(), group)


def test_a_request_is_accepted_or_refused_for_a_reason():
    group = make_group(state="on_request", admission="on_request")
    head, first, second = make_facilitator(group), make_user(), make_user()
    for user in (first, second):
        belonging.ask(user, group, message="Je relis aussi.")
        with pytest.raises(ValidationError):
            belonging.ask(user, group)
    assert told(head) == ["groups.asked", "groups.asked"]
    belonging.accept(head, group, person=first)
    assert told(first) == ["groups.accepted"]
    assert Membership.objects.get(user=first).message == ""
    with pytest.raises(ValidationError):
        belonging.refuse(head, group, person=second, reason=" ")
    belonging.refuse(head, group, person=second, reason="Complet.")
    with pytest.raises(ValidationError):
        belonging.accept(head, group, person=second)
    with pytest.raises(ValidationError):
        belonging.ask(second, group)
    Membership.objects.filter(user=second).update(changed_at=timezone.now() - timedelta(days=8))
    belonging.ask(second, group)
    belonging.withdraw_request(second, group)
    assert not Membership.objects.filter(user=second).exists()
    assert is_sound()


def test_a_closed_group_is_entered_by_invitation():
    group = make_closed(is_listed=False)
    head, person = make_facilitator(group), make_person()
    with pytest.raises(ValidationError):
        belonging.invite(head, group, profile="@nobody")
    belonging.invite(head, group, profile=f"@{person.slug}")
    with pytest.raises(ValidationError):
        belonging.invite(head, group, profile=f"https://example.org/people/{person.slug}/")
    assert told(person.user) == ["groups.invited"]
    assert queries.group_at(person.user, group.slug) == group
    assert not Group.objects.visible_to(person.user).exists()
    belonging.accept_invitation(person.user, group)
    assert Group.objects.visible_to(person.user).get() == group
    with pytest.raises(PermissionDenied):
        belonging.accept_invitation(person.user, group)


def test_an_invitation_is_declined_or_taken_back_in_silence():
    group, person = make_closed(), make_person()
    head = make_facilitator(group)
    belonging.invite(head, group, profile=person.slug)
    belonging.decline_invitation(person.user, group)
    belonging.invite(head, group, profile=person.slug)
    belonging.withdraw_invitation(head, group, person=person.user)
    with pytest.raises(PermissionDenied):
        belonging.accept_invitation(person.user, group)
    assert told(head) == []


def test_somebody_always_facilitates_a_group():
    group = make_group()
    head, other = make_facilitator(group), make_member(group)
    with pytest.raises(ValidationError):
        belonging.leave(head, group)
    with pytest.raises(ValidationError):
        belonging.appoint(head, group, person=head, role=Role.Name.MEMBER)
    belonging.appoint(head, group, person=other, role=Role.Name.ADMIN)
    assert told(other) == ["groups.appointed"]
    belonging.leave(head, group)
    with pytest.raises(ValidationError):
        belonging.leave(other, group)
    actions.archive(other, group)
    belonging.leave(other, group)
    assert is_sound()


def test_who_was_removed_comes_back_by_invitation_alone():
    group, person = make_group(), make_person()
    head = make_facilitator(group)
    belonging.join(person.user, group)
    belonging.remove_member(head, group, person=person.user, reason="Publicité.")
    assert told(person.user) == ["groups.removed"]
    with pytest.raises(ValidationError):
        belonging.join(person.user, group)
    belonging.invite(head, group, profile=person.slug)
    belonging.join(person.user, group)
    assert is_sound()


def test_members_are_named_as_each_allows():
    group, people = make_group(), [make_person() for _ in Reach]
    for person, reach in zip(people, Reach, strict=True):
        make_member(group, person.user)
        belonging.choose(person.user, group, reach=reach)
    head, member = make_facilitator(group), make_member(group)

    def seen(user):
        page = queries.members_page(user, group.slug)
        return {each.face[0] for each in page["members"] if each.face}

    names = [person.title for person in people]
    assert seen(make_user()) == {names[2]}
    assert seen(member) == {names[1], names[2]}
    assert seen(head) == set(names)


def test_twelve_months_of_silence_are_answered():
    group, admin = founded()
    then = timezone.now() - timedelta(days=366)
    Group.objects.filter(pk=group.pk).update(active_at=then)
    archived = make_group(state="archived", active_at=then)
    assert (tasks.propose(), tasks.propose()) == (1, 0)
    assert told(admin) == ["groups.silent"]
    assert said(archived) == []
    actions.go_on(admin, group)
    assert tasks.propose() == 0
    assert (group.proposed_at, said(group)[-1]) == (None, "groups.go_on")
    actions.archive(admin, group, reason="Le chantier est fini.")
    with pytest.raises(PermissionDenied):
        belonging.join(make_user(), group)
    actions.revive(make_administrator(), group)
    assert group.state == State.OPEN
    assert is_sound()


def test_a_charter_is_looked_at_again():
    _, admin = founded(review_on=TODAY + timedelta(days=1))
    assert tasks.remind() == 0
    assert tasks.remind(TODAY + timedelta(days=1)) == 1
    assert tasks.remind(TODAY + timedelta(days=2)) == 0
    assert told(admin) == ["groups.review"]


def test_the_organization_it_belongs_to_gives_no_right_in_it():
    group, _ = founded()
    colleague = make_user(edits=[group.author])
    for act in (actions.edit, actions.archive):
        with pytest.raises(PermissionDenied):
            act(colleague, group)


def test_erasing_an_account_leaves_no_membership_and_no_group_without_head():
    group, lone = make_group(), make_closed(is_listed=False)
    make_facilitator(group)
    user = make_user()
    make_member(group, user)
    make_facilitator(lone, user)
    erase(user)
    group.refresh_from_db()
    lone.refresh_from_db()
    assert (group.member_count, lone.member_count) == (1, 0)
    assert (group.state, lone.state) == (State.OPEN, State.ARCHIVED)
    assert is_sound()
