from itertools import count

from django.utils import timezone

from terreau.organizations.tests.factories import make_claimed
from terreau.posts.models import Post, State

_serial = count(1)


def make_post(**given):
    """A post in the open, of an organization unless another author is given."""
    number = next(_serial)
    if "author" not in given:
        given["author"] = make_claimed()[0]
    defaults = {
        "title": f"Billet {number}",
        "slug": f"billet-{number}",
        "text": "Nous avons relu **trois** formulaires.",
        "summary": "Nous avons relu trois formulaires.",
        "state": State.PUBLISHED,
        "published_at": timezone.now(),
    }
    return Post.objects.create(**defaults | given)


def make_shared(group, **given):
    """A post that the members of a closed group read."""
    given |= {"context": group, "published_at": None, "shared_at": timezone.now()}
    return make_post(**given)
