"""What must hold between groups, memberships and roles."""

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy

from terreau.entries.consistency import register_truth
from terreau.entries.models import Role
from terreau.groups.models import Group, Membership


def members_without_role():
    """Members without a role in their group, and roles in groups without a membership."""
    members = Membership.objects.filter(state=Membership.State.MEMBER)
    roles = Role.objects.filter(entry__kind=Group.KIND)
    apart = set(members.values_list("group", "user")) ^ set(roles.values_list("entry", "user"))
    yield from (f"{group} {user}" for group, user in sorted(apart))


def counts_of_members_that_drifted():
    are = Q(memberships__state=Membership.State.MEMBER)
    counted = Group.objects.annotate(n=Count("memberships", filter=are))
    for group in counted.exclude(member_count=F("n")).order_by("pk"):
        yield f"{group.slug}: {group.member_count} ≠ {group.n}"


register_truth(gettext_lazy("who is a member of a group has a role in it"), members_without_role)
register_truth(
    gettext_lazy("the counts of members are those of the members"), counts_of_members_that_drifted
)
