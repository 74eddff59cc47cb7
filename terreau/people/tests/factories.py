from itertools import count

from django.utils import timezone

from terreau.entries.actions import give_role
from terreau.entries.models import Role
from terreau.entries.tests.factories import make_user
from terreau.people.models import Person, Standing

_serial = count(1)


def make_person(*, user=None, **given):
    number = next(_serial)
    user = user or make_user()
    defaults = {
        "title": f"Personne Inventée {number}",
        "slug": f"personne-inventee-{number}",
        "state": Standing.AGENT,
        "published_at": timezone.now(),
        "accepted_at": timezone.now(),
    }
    person = Person.objects.create(user=user, **defaults | given)
    give_role(user, person, Role.Name.ADMIN)
    return person
