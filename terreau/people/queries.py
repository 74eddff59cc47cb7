from django.db.models import Exists, OuterRef

from terreau.entries.models import Role
from terreau.entries.queries import by_uid_or_404, entry_at
from terreau.organizations.models import Organization
from terreau.people.models import FIELDS, WAITING, Person, Reach

BREADTH = list(Reach)
BATCH = 500


def person_page(user, slug):
    """What the page of a profile shows to this user: one query, two for one who is signed in."""
    person = entry_at(Person, user, slug, ("territory", "works_for"))
    standing = reach_to(user, person)
    return {"person": person, "standing": standing, "shown": shown(person, standing)}


def reach_to(user, person):
    """The narrowest Reach whose fields this user sees: one query for others who are signed in."""
    if not user.is_authenticated:
        return Reach.EVERYONE
    if person.user_id == user.pk:
        return Reach.NOBODY
    theirs = Role.objects.filter(user=person.user_id, entry__kind=Organization.KIND)
    mine = Role.objects.filter(user=user, entry=OuterRef("entry"))
    return Reach.COLLEAGUES if theirs.filter(Exists(mine)).exists() else Reach.SIGNED_IN


def shown(person, standing):
    """{field: value} of what somebody of this Reach sees of a profile: no query.

    The description and the address of a new account stay closed to others until a contribution
    of theirs was accepted: profiles are not to be had for spam.
    """
    seen = {}
    for name in FIELDS:
        waits = name in WAITING and person.accepted_at is None and standing != Reach.NOBODY
        value = getattr(person, name)
        if value and not waits and is_open(person.reach_of(name), standing):
            seen[name] = value
    return seen


def is_open(reach, standing):
    return BREADTH.index(reach) >= BREADTH.index(standing)


def profile_of(user):
    """The profile of a user, public or not, or None: one query, none for an anonymous reader."""
    if not user.is_authenticated:
        return None
    return Person.objects.filter(user=user).select_related("territory", "works_for").first()


def has_contributed(user):
    """Whether an organization took the user in: one query. See also `receivers`."""
    return Role.objects.filter(user=user, entry__kind=Organization.KIND).exists()


def searched_text(person):
    """What search reads of a profile beside the name: what everyone sees."""
    seen = shown(person, Reach.EVERYONE)
    return [seen[name] for name in ("bio", "skills", "offers") if name in seen]


def person_by_uid(user, uid):
    """A profile by its identifier: two queries. Raises Http404."""
    return by_uid_or_404(Person, user, uid)


def verified_people():
    """The profiles with the mark of a verified agent, as a queryset."""
    return Person.objects.filter(verified_at__isnull=False).select_related("user")


def export_rows(people):
    """The open data of profiles: the name that is shown and little more: one query."""
    rows = people.select_related("territory").order_by("pk")
    for person in rows.iterator(chunk_size=BATCH):
        yield {
            "uid": str(person.uid),
            "slug": person.slug,
            "title": person.title,
            "standing": person.state,
            "is_verified": person.verified_at is not None,
            "territory": person.territory.code if person.territory else "",
        }


def faces(keys):
    """{key of the user: (name, address)} of public profiles, pseudonyms as such: one query."""
    shown = Person.objects.public().filter(user__in=keys).order_by("pk")
    return {each.user_id: (each.title, each.get_absolute_url()) for each in shown}


def called(slugs):
    """{slug: User} of public profiles of exactly these addresses: one query."""
    found = Person.objects.public().filter(slug__in=slugs).select_related("user").order_by("pk")
    return {each.slug: each.user for each in found}


def pages(slugs):
    """{slug: address of the page} of public profiles of exactly these addresses: one query."""
    found = Person.objects.public().filter(slug__in=slugs).only("kind", "slug").order_by("pk")
    return {each.slug: each.get_absolute_url() for each in found}


def names(viewer, users):
    """{key of the user: (name, address)} of public profiles that bear a name: one query.

    Never a pseudonym: beside an e-mail address it would say whose it is.
    """
    shown = Person.objects.public().filter(user__in=users, is_pseudonym=False)
    return {each.user_id: (each.title, each.get_absolute_url()) for each in shown.order_by("pk")}
