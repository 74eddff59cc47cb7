"""Two who accept the last of an offer at once, and two who accept one help at once."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from terreau.entries.tests.at_once import Other, only_postgres, wait_until_blocked
from terreau.entries.tests.factories import make_user
from terreau.needs import helping
from terreau.needs.models import Help, Need, State
from terreau.needs.tests.factories import make_need
from terreau.offers.models import Offer
from terreau.offers.tests.factories import make_offer

pytestmark = [pytest.mark.django_db(transaction=True), only_postgres]


def proposed(offer):
    """(need, who speaks for it, a help with the offer that waits)."""
    need = make_need()
    giver = make_user(edits=[offer.author])
    help = helping.offer_help(giver, need, helper=offer.author, offer=offer)
    return need, make_user(edits=[need.author]), help


def test_the_last_of_an_offer_serves_one_need():
    offer = make_offer(capacity=1)
    (need, user, help), (other_need, other_user, other_help) = proposed(offer), proposed(offer)
    other = Other(lambda: helping.accept_help(other_user, other_need, help=other_help))
    with transaction.atomic():
        helping.accept_help(user, need, help=help)
        other.start()
        wait_until_blocked(other)
    with pytest.raises(ValidationError):
        other.end()
    assert Offer.objects.get(pk=offer.pk).taken == 1
    states = [Need.objects.get(pk=each.pk).state for each in (need, other_need)]
    assert states == [State.MATCHED, State.OPEN]


def test_one_help_is_accepted_once():
    need, user, help = proposed(make_offer(capacity=5))
    same = Need.objects.get(pk=need.pk)
    other = Other(lambda: helping.accept_help(user, same, help=help))
    with transaction.atomic():
        helping.accept_help(user, need, help=help)
        other.start()
        wait_until_blocked(other)
    with pytest.raises((ValidationError, PermissionDenied)):
        other.end()
    assert Help.objects.get().offer.taken == 1
