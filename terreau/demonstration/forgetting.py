"""Removing the invented network: every page leaves a tombstone, and the record says so."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.demonstration.queries import ORDER, RANGE, invented
from terreau.entries import tallies
from terreau.entries.actions import bury, declare, recorded
from terreau.entries.installation import INSTALLATION
from terreau.entries.models import Entry
from terreau.entries.queries import specific
from terreau.ledger import actions as ledger
from terreau.ledger.models import Statement
from terreau.moderation.models import Case, Decision
from terreau.needs.models import HELPED, SOLVED, Help, Need, State
from terreau.offers import actions as offers
from terreau.people.actions import erase
from terreau.people.models import Person
from terreau.search import erasure

declare("demonstration.forget", sentence=gettext_lazy("{subject} was removed: it was invented."))
declare(
    "demonstration.reopen",
    sentence=gettext_lazy("{subject}: who helped was invented; help is sought again."),
)


@transaction.atomic
def forget():
    """Remove all that was invented, its people's accounts too; how many entries there were.

    Raises ProtectedError, and removes nothing, where something real hangs on an invented entry.
    """
    keys = list(invented().order_by("pk").values_list("pk", flat=True))
    users = [each.user for each in Person.objects.filter(pk__in=keys).select_related("user")]
    let_go(keys)
    forget_cases(keys)
    for kind in ORDER:
        for entry in specific(invented().filter(kind=kind).order_by("pk")):
            remove(entry)
    for user in users:
        erase(user)
    tallies.rebuild()
    return len(keys)


def remove(entry):
    """Leave a tombstone; what the record said of it is erased, that it said something stays."""
    erasure.forget(entry)
    for statement in Statement.objects.filter(subject=entry.uid):
        ledger.erase_payload(statement)
    bury(entry, _("Demonstration data, removed by those who run this site."))
    ledger.append(actor=None, verb="demonstration.forget", subject=entry.uid, payload={})


def let_go(keys):
    """Free what is real of what was invented: authors, answers due, helps and what they took."""
    real = Entry.objects.exclude(uid__range=RANGE)
    real.filter(author__in=keys).update(author=None)
    real.filter(context__in=keys).update(context=None, shared_at=None)
    owed = Need.objects.filter(addressed_to__in=keys, answered_at=None)
    owed.update(addressed_to=None, due_on=None)
    accepted = Help.objects.filter(state=Help.State.ACCEPTED)
    standing = accepted.exclude(need__state__in=(State.UNMET, State.WITHDRAWN))
    taken = standing.filter(need__in=keys, offer__isnull=False).exclude(offer__in=keys)
    for help in taken.select_related("offer", "need").order_by("pk"):
        offers.give_back(INSTALLATION, help.offer, need=help.need)
    mine = standing.filter(helper__in=keys).values("need")
    others = accepted.exclude(helper__in=keys).values("need")
    left = Need.objects.filter(pk__in=mine, state__in=(*HELPED, *SOLVED)).exclude(pk__in=others)
    for need in left.exclude(pk__in=keys).order_by("pk"):
        reopen(need)


def reopen(need):
    """Seek help again for a real need that nobody real helped with."""
    need.state, need.matched_on, need.closed_on = State.OPEN, None, None
    need.hours, need.transferred = None, ""
    need.save(update_fields=["state", "matched_on", "closed_on", "hours", "transferred"])
    statement = ledger.append(actor=None, verb="demonstration.reopen", subject=need.uid, payload={})
    recorded.send(reopen, entry=need, statement=statement)


def forget_cases(keys):
    """What moderation decided on invented things; a case outlives the page that it was about."""
    cases = Case.objects.filter(Q(entry__in=keys) | Q(what="entry", subject__range=RANGE))
    Decision.objects.filter(case__in=cases).delete()
    cases.delete()
