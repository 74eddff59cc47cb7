"""What a reader sees of many profiles at once."""

from terreau.entries.models import Role
from terreau.organizations.models import Organization
from terreau.people.models import Reach


def reaches_to(user, people):
    """{key: the narrowest Reach whose fields this user sees} of profiles: two queries, none for an
    anonymous reader. See `queries.reach_to` for one."""
    if user is None or not user.is_authenticated:
        return {person.pk: Reach.EVERYONE for person in people}
    of = Organization.KIND
    mine = list(
        Role.objects.filter(user=user, entry__kind=of)
        .values_list("entry", flat=True)
        .order_by("pk")
    )
    others = [person.user_id for person in people]
    near = Role.objects.filter(user__in=others, entry__in=mine).values_list("user", flat=True)
    colleagues = set(near.order_by("pk")) if mine else set()
    found = {}
    for person in people:
        reach = Reach.COLLEAGUES if person.user_id in colleagues else Reach.SIGNED_IN
        found[person.pk] = Reach.NOBODY if person.user_id == user.pk else reach
    return found
