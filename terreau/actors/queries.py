from django.db.models import Count, Q
from django.utils import timezone

from terreau.entries.models import Link, Role, visible
from terreau.entries.queries import for_cards, tallied, tallied_by_key
from terreau.organizations.models import Organization
from terreau.people.models import Person
from terreau.prepared import prepared
from terreau.projects.queries import INCUBATED_BY, SPONSORED_BY
from terreau.search import engines, marks

MOST = 300  # of the newest projects of a host, whose sponsors are counted


def counts_by_place(kind, state, codes):
    """({code: n}, n in all) of the public entries of a kind and state (None: any), by the places
    of those codes: two queries on tallies, however many entries there are."""
    states = None if state is None else (state,)
    placed = tallied_by_key("territory", kind, states, codes)
    cells = tallied("all", "", kind)
    total = sum(n for (_kind, each), n in cells.items() if state in (None, each))
    return placed, total


def newest(user, kind, state, total, limit):
    """The newest of them, with what cards show: two queries, none for none; see engines.newest."""
    if not total:
        return []
    tokens = [(marks.of_kind(kind),)] + ([(marks.of_state(state),)] if state is not None else [])
    return for_cards(user, engines.newest(tokens, limit, total))


def types_around(host):
    """{type: organizations} that sponsor what a host incubates or are part of it: one query, of at
    most its MOST newest projects."""
    return dict(_types_around(host.pk, timezone.localdate()))


@prepared
def _types_around(pk, day):
    hosted = Link.objects.at(day).filter(
        visible(None, "source__"), role=INCUBATED_BY, target=pk
    )  # fmt: skip
    projects = hosted.order_by("-pk").values("source")[:MOST]
    sponsors = Link.objects.at(day).filter(role=SPONSORED_BY, source__in=projects)
    around = Organization.objects.public().filter(
        Q(pk__in=sponsors.order_by().values("target")) | Q(parent=pk)
    )
    counted = around.values("state").order_by("state").annotate(n=Count("pk"))
    return counted.values_list("state", "n")


def members_by_standing(host):
    """{Standing: people} of the members of an organization who have a public profile: one query."""
    return dict(_members_by_standing(host.pk))


@prepared
def _members_by_standing(pk):
    members = Role.objects.filter(entry=pk).values("user")
    people = Person.objects.public().filter(user__in=members).values("state").order_by("state")
    return people.annotate(n=Count("pk")).values_list("state", "n")
