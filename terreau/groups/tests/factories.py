from itertools import count

from django.utils import timezone

from terreau.entries.models import Role
from terreau.entries.tests.factories import make_user
from terreau.groups.belonging import enter
from terreau.groups.models import Group, State
from terreau.organizations.tests.factories import make_claimed

_serial = count(1)


def make_group(**given):
    """A group that is open, of an organization unless another author is given."""
    number = next(_serial)
    if "author" not in given:
        given["author"] = make_claimed()[0]
    defaults = {
        "title": f"Groupe {number}",
        "slug": f"groupe-{number}",
        "summary": "Relire les formulaires ensemble.",
        "charter": "Chacun apporte un formulaire.",
        "state": State.OPEN,
        "published_at": timezone.now(),
    }
    return Group.objects.create(**defaults | given)


def make_closed(*, is_listed=True, **given):
    """A group whose posts are read by its members."""
    if not is_listed:
        given |= {"published_at": None, "shared_at": timezone.now()}
    return make_group(state="closed", admission="closed", is_listed=is_listed, **given)


def make_member(group, user=None, role=Role.Name.MEMBER):
    user = user or make_user()
    enter(group, user, role, by=None)
    return user


def make_facilitator(group, user=None):
    return make_member(group, user, Role.Name.ADMIN)
