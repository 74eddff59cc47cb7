from itertools import count

from django.utils import timezone

from terreau.collections.models import Collection, Item
from terreau.organizations.tests.factories import make_claimed

_serial = count(1)


def make_collection(*resources, **given):
    """A collection that is public, of an organization unless another author is given."""
    number = next(_serial)
    if "author" not in given:
        given["author"] = make_claimed()[0]
    defaults = {
        "title": f"Recueil {number}",
        "slug": f"recueil-{number}",
        "summary": "Pour commencer.",
        "published_at": timezone.now(),
    }
    collection = Collection.objects.create(**defaults | given)
    for position, resource in enumerate(resources, 1):
        Item.objects.create(collection=collection, resource=resource, position=position)
    return collection
