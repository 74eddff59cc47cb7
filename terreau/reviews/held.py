"""Every review that was held: the committees that sources tell of, and those held here.

One row each, project by project: (project, day or None, kind, commented, funded until or None).
"""

from heapq import merge
from operator import itemgetter
from typing import NamedTuple

from django.db.models import BooleanField, CharField, DateField, F, Q, Value
from django.utils.translation import gettext_lazy as _

from terreau.entries.known import instant, known
from terreau.portfolio.courses import withheld
from terreau.projects.models import Event, Listing
from terreau.projects.queries import narrowed
from terreau.reviews.models import AWAITING, Decision, DecisionKind, Passage

UNRECORDED, AWAITED = "unrecorded", "awaited"
KINDS = {
    **dict(DecisionKind.choices),
    AWAITED: _("held, decision awaited"),
    UNRECORDED: _("held, decision not recorded"),
}
# A meeting here that took no decision does not begin six months anew.
UNSETTLED = (DecisionKind.NONE.value, AWAITED)


class Held(NamedTuple):
    """A review held. kind: of KINDS; commented: whether more than its day is on record."""

    project: int
    on: object
    kind: str
    commented: bool
    funded_until: object


COLUMNS = ("project", "on", "kind", "commented", "until")


def streams(as_of, known_at=None, **narrow):
    """Three querysets of `Held` rows in the order of their projects: events, decisions, meetings.

    What was known at a moment (None: now) of the projects that the public sees, whatever its day.
    narrow: as of `projects.queries.narrowed`.
    """
    chosen = narrowed(as_of, known_at, **narrow)
    return tuple(
        seen(rows, known_at).filter(chosen).order_by("project").values_list(*COLUMNS)
        for rows in (committees(known_at), decisions(known_at), meetings(known_at))
    )


def seen(rows, known_at):
    """Rows of public projects that were listed at a moment."""
    there = Listing.objects.known(known_at).values("project")
    unlisted = Listing.objects.exclude(known(known_at)).exclude(project__in=there)
    return rows.exclude(project__in=withheld()).exclude(project__in=unlisted.values("project"))


def committees(known_at):
    """What sources tell of: that a committee met, never what it decided."""
    return (
        Event.objects.known(known_at)
        .filter(name=Event.Name.COMMITTEE)
        .annotate(on=F("happened_on"), kind=text(UNRECORDED), until=nothing())
    )


def decisions(known_at):
    """The decisions published here, "none taken" among them."""
    known_ones = Decision.objects.known(known_at).filter(shown("review__"), published(known_at))
    return known_ones.annotate(
        project=F("review__subject"),
        on=F("held_on"),
        commented=Value(True, BooleanField()),
        until=F("funded_until"),
    )


def meetings(known_at):
    """The reviews held here whose decision was not known yet."""
    passages = Passage.objects.filter(shown("review__"), state__in=AWAITING)
    if known_at is not None:
        passages = passages.filter(at__lt=instant(known_at))
    decided = Decision.objects.known(known_at).filter(published(known_at)).values("review")
    return (
        passages.exclude(review__in=decided)
        .filter(review__held_on__isnull=False)
        .annotate(
            project=F("review__subject"),
            on=F("review__held_on"),
            kind=text(AWAITED),
            commented=Value(True, BooleanField()),
            until=nothing(),
        )
        .distinct()
    )


def published(known_at):
    """The Q of decisions that were published at a moment."""
    if known_at is None:
        return Q(published_at__isnull=False)
    return Q(published_at__lt=instant(known_at))


def shown(prefix):
    return Q(**{f"{prefix}published_at__isnull": False, f"{prefix}hidden_at__isnull": True})


def text(word):
    return Value(word, CharField())


def nothing():
    return Value(None, DateField())


def merged(iterators):
    """Held rows of several iterators, each in the order of its projects, as one in that order."""
    return merge(*(map(Held._make, rows) for rows in iterators), key=itemgetter(0))
