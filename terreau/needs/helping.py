"""Offering help, asking for it, and what the other side makes of it.

Only what was accepted is public. Declining is silent: no statement, no notice; whoever is declined
reads it on the page of the need, and nobody else does.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.actions import action
from terreau.entries.installation import INSTALLATION
from terreau.entries.models import Link, Role
from terreau.entries.rules import EDITING, edits_one_of
from terreau.follows.actions import follow_on
from terreau.needs import notices
from terreau.needs.models import HELPED_BY, Help, State
from terreau.offers import actions as offers
from terreau.offers.models import Offer
from terreau.offers.models import State as OfferState

MOST_SHOWN = 50  # helps on the page of a need
LIVE = (Help.State.WAITING, Help.State.ACCEPTED)


@action("needs.offer_help")
def offer_help(user, need, *, helper, offer=None, message=""):
    """Offer help for a need, with an offer of the helper or without."""
    if not edits_one_of(user, [helper.pk]):
        raise PermissionDenied(f"speaking for {helper.uid}")
    help = propose(user, need, helper, offer, message, asked=False)
    notices.tell_author(need, "needs.offered", about=help.uid)
    return help


@action("needs.ask_for_help")
def ask_for_help(user, need, *, helper, offer=None, message=""):
    """Ask whoever makes an offer, or a person or organization, to help with a need."""
    if helper.kind not in ("organization", "person") or not helper.is_public:
        raise ValidationError(_("Organizations and people with a profile can be asked."))
    help = propose(user, need, helper, offer, message, asked=True)
    editors = notices.editors_of([helper.pk])[helper.pk]
    notices.tell(need, editors, "needs.asked", about=help.uid)
    return help


def propose(user, need, helper, offer, message, *, asked):
    if helper.pk == need.author_id:
        raise ValidationError(_("Nobody is asked to help themselves."))
    if offer is not None and (offer.author_id != helper.pk or not is_free(offer)):
        raise ValidationError(_("This offer can no longer be had."))
    if Help.objects.filter(need=need, helper=helper, state__in=LIVE).exists():
        raise ValidationError(_("Help of %(who)s waits already.") % {"who": helper.title})
    return Help.objects.create(
        need=need, helper=helper, offer=offer, user=user, asked=asked, message=message.strip()
    )


def is_free(offer):
    ended = offer.until and offer.until < timezone.localdate()
    return offer.is_public and offer.state == OfferState.OPEN and offer.free > 0 and not ended


@action(
    "needs.accept_help",
    sentence=gettext_lazy("{subject}: {helper} helps."),
    is_unsigned=True,
)
def accept_help(user, need, *, help):
    """Accept what the other side proposed; an offer with it serves one need more."""
    help = held(need, help)
    check_turn(user, need, help)
    if help.offer_id:
        offers.take(INSTALLATION, Offer.objects.get(pk=help.offer_id), need=need)
    now, today = timezone.now(), timezone.localdate()
    Help.objects.filter(pk=help.pk).update(state=Help.State.ACCEPTED, settled_at=now)
    Link.objects.create(source=need, target=help.helper, role=HELPED_BY, valid_from=today)
    need.state, need.matched_on = State.MATCHED, today
    if need.due_on and need.answered_at is None and help.helper_id == need.addressed_to_id:
        need.answered_at = now
    need.save(update_fields=["state", "matched_on", "answered_at"])
    for each in (help.user, user):  # what became of the help is told on the need
        follow_on(each, need)
    other = [need.author_id] if help.asked else [help.helper_id]
    editors = notices.editors_of(other)[other[0]]
    notices.tell(need, editors, "needs.accepted", about=help.uid)
    return {"helper_uid": str(help.helper.uid)}


@action("needs.decline_help")
def decline_help(user, need, *, help):
    """Decline what the other side proposed, or take back what one proposed oneself: in silence."""
    help = held(need, help)
    if may_settle(user, need, help):
        help.state = Help.State.DECLINED
    elif may_settle(user, need, help, proposer=True):
        help.state = Help.State.WITHDRAWN
    else:
        raise PermissionDenied("needs.decline_help")
    help.settled_at = timezone.now()
    help.save(update_fields=["state", "settled_at"])
    return help


def held(need, help):
    """The help as it is now; the need is locked, so that nobody settles it meanwhile."""
    found = Help.objects.filter(need=need, pk=help.pk, state=Help.State.WAITING)
    found = found.select_related("helper", "user").first()
    if found is None:
        raise ValidationError(_("This was settled in the meantime."))
    return found


def check_turn(user, need, help):
    if not may_settle(user, need, help):
        raise PermissionDenied("needs.accept_help")


def may_settle(user, need, help, proposer=False):
    """Whether the user speaks for the side whose turn it is, or for the one that proposed it."""
    is_helper = help.asked != proposer
    return edits_one_of(user, [help.helper_id] if is_helper else [need.pk, need.author_id])


def helps_seen(user, need):
    """The helps of a need that the user may know of, newest first: one query, two for who is
    signed in. Those accepted are public, without their message; the others, and what was written,
    are known to both sides (`is_between`)."""
    mine = edited_by(user)
    is_need = bool(mine & {need.pk, need.author_id})
    shown = Q() if is_need else Q(state=Help.State.ACCEPTED) | Q(helper__in=mine)
    helps = Help.objects.filter(shown, need=need).select_related("helper", "offer")
    found = list(helps.order_by("-written_at", "-pk")[:MOST_SHOWN])
    for help in found:
        help.is_between = is_need or help.helper_id in mine
    return found


def edited_by(user):
    """The keys of all entries that a user edits: one query, none for an anonymous reader."""
    if user is None or not user.is_authenticated:
        return set()
    roles = Role.objects.filter(user=user, name__in=EDITING)
    return set(roles.order_by("pk").values_list("entry", flat=True))
