"""What must hold between needs, their helps and offers."""

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy

from terreau.entries.consistency import register_truth
from terreau.needs.models import HELPED, SOLVED, Help, Need, State
from terreau.offers.models import Offer

STANDING = Q(helps__state=Help.State.ACCEPTED) & ~Q(
    helps__need__state__in=[State.UNMET, State.WITHDRAWN]
)


def helped_by_nobody():
    helped = Need.objects.filter(state__in=[*HELPED, *SOLVED])
    accepted = Help.objects.filter(state=Help.State.ACCEPTED).values("need")
    yield from (need.slug for need in helped.exclude(pk__in=accepted).order_by("pk"))


def offers_taken_otherwise():
    """Offers that say that they are taken more or less often than needs hold them."""
    counted = Offer.objects.annotate(held=Count("helps", filter=STANDING))
    for offer in counted.exclude(taken=F("held")).order_by("pk"):
        yield f"{offer.slug}: {offer.taken} ≠ {offer.held}"


register_truth(gettext_lazy("who is helped accepted a help"), helped_by_nobody)
register_truth(gettext_lazy("an offer is taken as often as needs hold it"), offers_taken_otherwise)
