from itertools import count

from django.utils import timezone

from terreau.needs.models import Help, Need, State
from terreau.organizations.tests.factories import make_claimed

_serial = count(1)


def make_need(**given):
    """A need that is public and open, of an organization unless another author is given."""
    number = next(_serial)
    if "author" not in given:
        given["author"] = make_claimed()[0]
    defaults = {
        "title": f"Besoin {number}",
        "slug": f"besoin-{number}",
        "problem": "Les usagers attendent au guichet.",
        "summary": "Les usagers attendent au guichet.",
        "state": State.OPEN,
        "published_at": timezone.now(),
    }
    return Need.objects.create(**defaults | given)


def make_help(need, helper, **given):
    return Help.objects.create(need=need, helper=helper, **given)
