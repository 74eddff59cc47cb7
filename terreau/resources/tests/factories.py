from itertools import count

from django.utils import timezone

from terreau.entries.tests.factories import make_user
from terreau.organizations.tests.factories import make_claimed
from terreau.resources import rating as rates
from terreau.resources.models import Feedback, Resource, Sort, State

_serial = count(1)


def make_resource(**given):
    """A resource that is public, of an organization unless another author is given."""
    number = next(_serial)
    if "author" not in given:
        given["author"] = make_claimed()[0]
    defaults = {
        "title": f"Guide {number}",
        "slug": f"guide-{number}",
        "summary": "Pas à pas, pour une première fois.",
        "sort": Sort.GUIDE,
        "address": f"https://bibliotheque.example/guide-{number}/",
        "state": State.CURRENT,
        "published_at": timezone.now(),
    }
    return Resource.objects.create(**defaults | given)


def make_feedback(resource, *, user=None, rating=3, text="Cela nous a servi."):
    user = user or make_user()
    rates.rate(user, resource, rating=rating, text=text)
    return Feedback.objects.get(resource=resource, user=user, withdrawn_at=None)
