from itertools import count

from django.utils import timezone

from terreau.organizations.models import Organization, OrganizationType

_serial = count(1)


def make_organization(**given):
    number = next(_serial)
    defaults = {
        "title": f"Organisme {number}",
        "slug": f"organisme-{number}",
        "state": OrganizationType.STATE_SERVICE,
        "published_at": timezone.now(),
    }
    return Organization.objects.create(**defaults | given)


def make_incubator(**given):
    return make_organization(**{"state": OrganizationType.INCUBATOR} | given)
