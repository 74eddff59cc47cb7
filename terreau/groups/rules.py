import rules

from terreau.entries.models import Role
from terreau.entries.rules import edits_one_of, is_administrator, is_editor
from terreau.groups.models import Group, Membership, State


@rules.predicate
def is_alive(user, group=None):
    return isinstance(group, Group) and not group.is_archived and group.is_shown


@rules.predicate
def is_archived(user, group=None):
    return isinstance(group, Group) and group.is_archived and group.is_shown


@rules.predicate
def facilitates(user, group=None):
    """Whether the user facilitates a group: one query. To speak for its author is not enough."""
    if not isinstance(group, Group) or not user.is_authenticated:
        return False
    return edits_one_of(user, [group.pk])


@rules.predicate
def belongs(user, group=None):
    """Whether the user is a member of a group: one query."""
    if not isinstance(group, Group) or not group.pk or not user.is_authenticated:
        return False
    return Role.objects.filter(user=user, entry=group.pk).exists()


@rules.predicate
def nobody(user, group=None):
    """What the house alone does."""
    return False


def is_in(state):
    @rules.predicate
    def there(user, group=None):
        return isinstance(group, Group) and group.state == state

    return there


def stands(state):
    """Whether the user asks to join a group, or is invited to: one query."""

    @rules.predicate
    def standing(user, group=None):
        if not isinstance(group, Group) or not user.is_authenticated:
            return False
        return Membership.objects.filter(user=user, group=group, state=state).exists()

    return standing


is_somebody = rules.is_authenticated & rules.is_active
is_invited = stands(Membership.State.INVITED)

rules.add_perm("groups.create", is_editor)
rules.add_perm("groups.edit", is_alive & facilitates)
rules.add_perm("groups.join", is_alive & is_in(State.OPEN) & is_somebody & ~belongs)
rules.add_perm("groups.ask", is_alive & is_in(State.ON_REQUEST) & is_somebody & ~belongs)
rules.add_perm("groups.withdraw_request", stands(Membership.State.ASKED))
rules.add_perm("groups.accept_invitation", is_alive & is_invited)
rules.add_perm("groups.decline_invitation", is_invited)
for name in ("accept", "refuse", "invite", "withdraw_invitation", "remove_member"):
    rules.add_perm(f"groups.{name}", is_alive & facilitates)
# A group whose people all went is given to somebody by those who run the site.
rules.add_perm("groups.appoint", is_alive & (facilitates | is_administrator))
rules.add_perm("groups.leave", belongs)
rules.add_perm("groups.choose", belongs)
rules.add_perm("groups.propose_archive", nobody)
rules.add_perm("groups.go_on", is_alive & facilitates)
rules.add_perm("groups.archive", is_alive & facilitates)
rules.add_perm("groups.revive", is_archived & (facilitates | is_administrator))
