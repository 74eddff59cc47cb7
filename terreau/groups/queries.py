from dataclasses import dataclass

from django.http import Http404

from terreau.entries import faces
from terreau.entries.models import Role
from terreau.entries.queries import Gone, Hidden, by_uid_or_404, entry_at, topics_of
from terreau.entries.rules import EDITING
from terreau.entries.sentences import said_of
from terreau.groups.models import Group, Membership, Reach
from terreau.ledger.queries import latest
from terreau.ledger.versions import register_mark
from terreau.prepared import prepared

LATEST = 6  # statements that a page shows
PAGE = 100  # members of a page
MOST = 500  # requests and invitations of a page
FACES = 50  # facilitators of a page
BATCH = 500
State = Membership.State

# Who comes and goes changes the page of a group, and leaves no statement.
register_mark("memberships", "SELECT MAX(changed_at) FROM groups_membership")


@dataclass(frozen=True)
class Part:
    """How a reader stands towards a group; role "": not a member."""

    role: str = ""
    membership: Membership | None = None

    @property
    def belongs(self):
        return bool(self.role)

    @property
    def facilitates(self):
        return self.role in EDITING

    def is_in(self, state):
        return self.membership is not None and self.membership.state == state


def part_of(user, group):
    """The Part of a user in a group: two queries, none for an anonymous reader."""
    if user is None or not user.is_authenticated:
        return Part()
    roles = Role.objects.filter(user=user, entry=group.pk).values_list("name", flat=True)
    mine = Membership.objects.filter(user=user, group=group.pk).first()
    return Part(roles.first() or "", mine)


def group_at(user, slug):
    """The group of that address, also for who is invited to one that others do not see: one query,
    one more for the latter. Raises as `entry_at`."""
    try:
        return entry_at(Group, user, slug, ("territory", "author"))
    except (Gone, Hidden):
        raise
    except Http404:
        for group in invited_at(user, slug):
            return group
        raise


def invited_at(user, slug):
    if not user.is_authenticated:
        return ()
    invited = Group.objects.filter(
        slug=slug, hidden_at=None, memberships__user=user, memberships__state=State.INVITED
    )
    return invited.select_related("territory", "author")[:1]


def group_page(user, slug):
    """What the page of a group shows, its panels apart: 5 queries, 7 for who is signed in."""
    group = group_at(user, slug)
    return {
        "group": group,
        "part": part_of(user, group),
        "topics": topics_of(group.pk),
        "facilitators": faces_of_facilitators(group),
        "statements": said_of(user, group, latest(LATEST, group.uid)),
    }


@prepared
def _facilitating(pk):
    roles = Role.objects.filter(entry=pk, name__in=EDITING).order_by("since", "pk")
    return roles.values_list("user", flat=True)[:FACES]


def faces_of_facilitators(group):
    """([(name, address)], how many have no public profile) of who facilitates it: two queries."""
    keys = _facilitating(group.pk)
    shown = faces.shown(keys)
    return [shown[key] for key in keys if key in shown], len(set(keys) - set(shown))


def members_page(user, slug, before=None):
    """Who belongs to a group, as each of them allows: 4 queries; 8 for who facilitates it.

    {group, part, members: [Membership with `face` and `role`], older: number to ask for the next
    page with or None, asking, invited}.
    """
    group = group_at(user, slug)
    part = part_of(user, group)
    found = Membership.objects.filter(group=group.pk, state=State.MEMBER)
    if not part.facilitates:
        open_to = [Reach.EVERYONE, Reach.MEMBERS] if part.belongs else [Reach.EVERYONE]
        found = found.filter(reach__in=open_to)
    found = found.filter(pk__lt=before) if before else found
    members = list(found.select_related("user").order_by("-pk")[: PAGE + 1])
    older = members[PAGE - 1].pk if len(members) > PAGE else None
    waiting = waiting_in(group) if part.facilitates and not before else []
    members = members[:PAGE]
    dress(group, members + waiting)
    return {
        "group": group,
        "part": part,
        "members": members,
        "older": older,
        "asking": [each for each in waiting if each.state == State.ASKED],
        "invited": [each for each in waiting if each.state == State.INVITED],
    }


def waiting_in(group):
    """Who asks to join and who is invited, the oldest first: one query."""
    waiting = Membership.objects.filter(group=group.pk, state__in=(State.ASKED, State.INVITED))
    return list(waiting.select_related("user").order_by("changed_at", "pk")[:MOST])


def dress(group, memberships):
    """Give each its `face`, (name, address) or None, and its `role`, "": two queries."""
    keys = [each.user_id for each in memberships]
    shown = faces.shown(keys)
    roles = Role.objects.filter(entry=group.pk, user__in=keys).order_by("pk")
    names = dict(roles.values_list("user", "name"))
    for each in memberships:
        each.face = shown.get(each.user_id)
        each.role = names.get(each.user_id, "")


def membership_at(group, number, *states):
    """The Membership of that number in a group: one query. Raises Http404."""
    found = Membership.objects.filter(group=group.pk, pk=number, state__in=states)
    for each in found.select_related("user"):
        return each
    raise Http404(str(number))


def groups_of(user):
    """[Membership] of a person, with groups, those that wait for their answer first: one query."""
    mine = Membership.objects.filter(
        user=user, state__in=(State.INVITED, State.MEMBER, State.ASKED), group__hidden_at=None
    )
    found = list(mine.select_related("group").order_by("group__title", "pk")[:MOST])
    return sorted(found, key=lambda each: each.state != State.INVITED)


def searched_texts(group):
    """What search reads of a group beside title and summary."""
    return [group.charter]


def group_by_uid(user, uid):
    """A group by its identifier: two queries. Raises Http404."""
    return by_uid_or_404(Group, user, uid)


def export_rows(groups):
    """The open data of groups: one plain row each: one query."""
    rows = groups.select_related("territory", "author").order_by("pk")
    for group in rows.iterator(chunk_size=BATCH):
        author = group.author if group.author and group.author.is_public else None
        yield {
            "uid": str(group.uid),
            "slug": group.slug,
            "title": group.title,
            "summary": group.summary,
            "charter": group.charter,
            "state": group.state,
            "admission": group.admission,
            "by": str(author.uid) if author else "",
            "territory": group.territory.code if group.territory else "",
            "members": group.member_count,
            "review_on": group.review_on,
            "active_at": group.active_at,
        }
