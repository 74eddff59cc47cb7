from datetime import date
from itertools import count

from terreau.entries import tallies
from terreau.organizations.tests.factories import make_incubator, make_organization
from terreau.projects.tests.factories import make_project
from terreau.search import actions
from terreau.search.addresses import SearchQuery
from terreau.search.queries import find
from terreau.territories.models import Containment, Territory

_serial = count(1)


def make_place(name, level=Territory.Level.REGION, within=None, **given):
    """A territory inside another, with its part of the closure."""
    number = next(_serial)
    place = Territory.objects.create(
        **{
            "code": f"XX-{number}",
            "country": "XX",
            "level": level,
            "name": name,
            "folded": name.lower(),
            "official_code": str(number),
            "slug": f"place-{number}",
            "parent": within,
        }
        | given
    )
    containing = [place]
    if within:
        containing += [each.ancestor for each in within.containments.all()]
    Containment.objects.bulk_create(
        Containment(ancestor=each, descendant=place) for each in containing
    )
    return place


def indexed(*entries):
    """The same entries, with their documents and tallies."""
    actions.index_many(entry.pk for entry in entries)
    tallies.rebuild()
    return entries


def make_found_project(**given):
    return indexed(make_project(**{"phases": [("construction", date(2024, 1, 1))]} | given))[0]


def make_found_organization(**given):
    return indexed(make_organization(**given))[0]


def make_found_incubator(**given):
    return indexed(make_incubator(**given))[0]


def titles(text="", user=None, **asked):
    """The titles that a search finds, in its order."""
    return [entry.title for entry in find(user, SearchQuery(text=text, **asked)).entries]
