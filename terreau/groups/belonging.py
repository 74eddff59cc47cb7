"""Coming into a group and leaving it: private, since about persons; their history keeps the roles.

Every act holds the lock of the group, so that two at once are one after the other.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.entries import faces
from terreau.entries.actions import action, end_role, give_role
from terreau.entries.models import Role
from terreau.entries.rules import EDITING
from terreau.follows.actions import follow_on
from terreau.groups.models import Group, Membership, Reach
from terreau.groups.notices import tell, tell_facilitators
from terreau.moderation.pace import Pace, keep_pace, register_pace

PAUSE = timedelta(days=7)  # after a refusal
MOST_WAITING = 500  # invitations of one group
State = Membership.State
register_pace(Pace("joining", new=20, known=60))
register_pace(Pace("invitation", new=10, known=60))


def standing_of(user, group):
    """The Membership of somebody, or None."""
    return Membership.objects.filter(group=group, user=user).first()


def stand(group, user, state, **given):
    """Write how somebody stands towards a group: one row a person and group."""
    given |= {"state": state, "changed_at": timezone.now()}
    return Membership.objects.update_or_create(group=group, user=user, defaults=given)[0]


def enter(group, user, role=Role.Name.MEMBER, *, by):
    """Take somebody in. The caller knows that they are no member yet."""
    stand(group, user, State.MEMBER, message="", reason="", settled_by=by)
    give_role(user, group, role, by=by)
    count(group, 1)
    follow_on(user, group)


def let_out(group, user, *, by):
    """End somebody's membership; the row that is left is the caller's."""
    end_role(user, group, by=by)
    count(group, -1)


def count(group, step):
    Group.objects.filter(pk=group.pk).update(member_count=F("member_count") + step)
    group.member_count += step


def refuse_removed(membership):
    if membership is not None and membership.state == State.REMOVED:
        raise ValidationError(_("You were removed: those who facilitate it can invite you again."))


@action("groups.join", is_open=True)
def join(user, group):
    """Become a member of an open group."""
    refuse_removed(standing_of(user, group))
    keep_pace(user, "joining")
    enter(group, user, by=user)


@action("groups.ask", is_open=True)
def ask(user, group, *, message=""):
    """Ask those who facilitate a group to be taken in; who is invited already just is."""
    mine = standing_of(user, group)
    refuse_removed(mine)
    if mine is not None and mine.state == State.INVITED:
        enter(group, user, by=mine.settled_by)
        return
    if mine is not None and mine.state == State.ASKED:
        raise ValidationError(_("You have asked already; your request waits for an answer."))
    refused = mine is not None and mine.state == State.REFUSED
    if refused and mine.changed_at > timezone.now() - PAUSE:
        raise ValidationError(_("Your last request was refused less than a week ago. Ask later."))
    keep_pace(user, "joining")
    mine = stand(group, user, State.ASKED, message=message.strip(), reason="")
    tell_facilitators("asked", group, f"{mine.pk}:{mine.changed_at.isoformat()}")


@action("groups.withdraw_request")
def withdraw_request(user, group):
    Membership.objects.filter(group=group, user=user, state=State.ASKED).delete()


def held(group, person, *states):
    """The Membership of a person in one of these states, or the news that it is settled."""
    found = standing_of(person, group)
    if found is None or found.state not in states:
        raise ValidationError(_("This was settled in the meantime."))
    return found


@action("groups.accept")
def accept(user, group, *, person):
    """Take in somebody who asked."""
    held(group, person, State.ASKED)
    enter(group, person, by=user)
    tell("accepted", group, [person], timezone.now().isoformat())


@action("groups.refuse")
def refuse(user, group, *, person, reason):
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the person will read it.")})
    held(group, person, State.ASKED)
    stand(group, person, State.REFUSED, reason=reason.strip(), message="", settled_by=user)
    now = timezone.now().isoformat()
    tell("refused", group, [person], now, reason=reason.strip())


@action("groups.invite")
def invite(user, group, *, profile):
    """Invite whoever has a public profile, by its address; who asked is taken in at once."""
    slug = profile.strip().rstrip("/").rpartition("/")[2].lstrip("@")
    person = faces.called([slug]).get(slug)
    if person is None:
        raise ValidationError({"profile": _("No public profile has this address.")})
    found = standing_of(person, group)
    if found is not None and found.state == State.MEMBER:
        raise ValidationError({"profile": _("Whoever has this profile is a member already.")})
    if found is not None and found.state == State.INVITED:
        raise ValidationError({"profile": _("An invitation to this person waits for an answer.")})
    if found is not None and found.state == State.ASKED:
        enter(group, person, by=user)
        tell("accepted", group, [person], timezone.now().isoformat())
        return
    if Membership.objects.filter(group=group, state=State.INVITED).count() >= MOST_WAITING:
        raise ValidationError(_("Too many invitations wait for an answer."))
    keep_pace(user, "invitation")
    mine = stand(group, person, State.INVITED, reason="", settled_by=user)
    tell("invited", group, [person], f"{mine.pk}:{mine.changed_at.isoformat()}")


@action("groups.withdraw_invitation")
def withdraw_invitation(user, group, *, person):
    held(group, person, State.INVITED).delete()


@action("groups.accept_invitation")
def accept_invitation(user, group):
    mine = held(group, user, State.INVITED)
    enter(group, user, by=mine.settled_by)


@action("groups.decline_invitation")
def decline_invitation(user, group):
    held(group, user, State.INVITED).delete()


def keep_a_facilitator(group, person):
    """Refuse to end the role of the only one who facilitates a group that is alive."""
    others = Role.objects.filter(entry=group.pk, name__in=EDITING).exclude(user=person)
    mine = Role.objects.filter(entry=group.pk, name__in=EDITING, user=person)
    if not group.is_archived and mine.exists() and not others.exists():
        raise ValidationError(
            _("Somebody always facilitates a group: give that role to another member first.")
        )


@action("groups.appoint")
def appoint(user, group, *, person, role):
    """Let a member facilitate a group, or no longer."""
    held(group, person, State.MEMBER)
    if role != Role.Name.ADMIN:
        keep_a_facilitator(group, person)
    before = Role.objects.get(entry=group.pk, user=person).name
    give_role(person, group, role, by=user)
    Membership.objects.filter(group=group, user=person).update(changed_at=timezone.now())
    if role == Role.Name.ADMIN and before != role and person != user:
        tell("appointed", group, [person], timezone.now().isoformat())


@action("groups.remove_member")
def remove_member(user, group, *, person, reason):
    """End the membership of somebody, who can come back by invitation alone."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the person will read it.")})
    held(group, person, State.MEMBER)
    keep_a_facilitator(group, person)
    let_out(group, person, by=user)
    stand(group, person, State.REMOVED, reason=reason.strip(), settled_by=user)
    now = timezone.now().isoformat()
    tell("removed", group, [person], now, reason=reason.strip())


@action("groups.leave")
def leave(user, group):
    """End one's own membership; the last who facilitates it hands that over first."""
    keep_a_facilitator(group, user)
    keep_pace(user, "joining")
    let_out(group, user, by=user)
    Membership.objects.filter(group=group, user=user).delete()


@action("groups.choose")
def choose(user, group, *, reach, is_told=True):
    """Say who sees one's membership, and whether one is told of new posts."""
    given = {"reach": Reach(reach), "is_told": is_told, "changed_at": timezone.now()}
    Membership.objects.filter(group=group, user=user).update(**given)
