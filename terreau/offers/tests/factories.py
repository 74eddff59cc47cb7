from itertools import count

from django.utils import timezone

from terreau.offers.models import Form, Offer, State
from terreau.organizations.tests.factories import make_claimed

_serial = count(1)


def make_offer(**given):
    """An offer that is public, of an organization unless another author is given."""
    number = next(_serial)
    if "author" not in given:
        given["author"] = make_claimed()[0]
    defaults = {
        "title": f"Offre {number}",
        "slug": f"offre-{number}",
        "summary": "Un coup de main pour relire une démarche.",
        "form": Form.EXPERTISE,
        "state": State.OPEN,
        "capacity": 2,
        "published_at": timezone.now(),
    }
    return Offer.objects.create(**defaults | given)
