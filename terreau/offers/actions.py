from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.actions import action
from terreau.entries.changes import change_fields
from terreau.entries.dates import refuse_far
from terreau.entries.slugs import free_slug
from terreau.follows.actions import follow_on
from terreau.offers.models import Offer, State

TEXTS = ("title", "form", "summary", "territory", "until", "conditions", "capacity")

# Whoever offers may be a person with a profile: were these signed, they would tie its name to the
# uid under which the person does everything else.


@action("offers.create", sentence=gettext_lazy("{subject} is offered."), is_unsigned=True)
def create(user, offer, *, topics=(), **fields):
    """Offer something, for the organization or profile for which one acts."""
    for name in TEXTS:
        if name in fields:
            setattr(offer, name, fields[name])
    refuse_past(offer.until)
    offer.state = State.OPEN
    offer.slug = free_slug(Offer.KIND, offer.title)
    offer.published_at = timezone.now()
    offer.full_clean(exclude=("slug",))
    offer.save()
    offer.topics.set(topics)
    follow_on(user, offer)
    return {"form": offer.form}


@action("offers.edit", sentence=gettext_lazy("{subject}: the offer was changed."), is_unsigned=True)
def edit(user, offer, *, topics=None, **fields):
    """Change an offer. It never serves fewer needs than it was accepted for."""
    if fields.get("capacity", offer.capacity) < offer.taken:
        words = _("It was accepted for %(n)d needs already: the capacity cannot be less.")
        raise ValidationError({"capacity": words % {"n": offer.taken}})
    if fields.get("until") != offer.until:
        refuse_past(fields.get("until"))
    themes = topics is not None and set(topics) != set(offer.topics.all())
    if themes:
        offer.topics.set(topics)
    said = change_fields(offer, {name: fields[name] for name in TEXTS if name in fields})
    turned = follow_capacity(offer)
    if said is None and not themes and not turned:
        return None
    return {"changed": sorted(said["changed"]) if said else []}


@action(
    "offers.withdraw", sentence=gettext_lazy("{subject} is no longer offered."), is_unsigned=True
)
def withdraw(user, offer):
    offer.state = State.WITHDRAWN
    offer.save(update_fields=["state"])
    return {}


@action(
    "offers.take", sentence=gettext_lazy("{subject} was accepted for {need}."), is_unsigned=True
)
def take(user, offer, *, need):
    """Take one of what an offer can serve. Raises ValidationError where nothing is left."""
    if offer.state != State.OPEN or not offer.is_public or offer.free < 1:
        raise ValidationError(_("This offer can no longer be had."))
    if offer.until and offer.until < timezone.localdate():
        raise ValidationError(_("This offer ended."))
    offer.taken += 1
    follow_capacity(offer)
    offer.save(update_fields=["taken"])
    return {"need_uid": str(need.uid)}


@action(
    "offers.give_back",
    sentence=gettext_lazy("{subject} is no longer taken by {need}."),
    is_unsigned=True,
)
def give_back(user, offer, *, need):
    """Give back what a need that did not come about had taken."""
    offer.taken = max(0, offer.taken - 1)
    follow_capacity(offer)
    offer.save(update_fields=["taken"])
    return {"need_uid": str(need.uid)}


def follow_capacity(offer):
    """Bring the state to what is left; whether it changed."""
    if offer.state == State.WITHDRAWN:
        return False
    state = State.OPEN if offer.free > 0 else State.TAKEN
    if state == offer.state:
        return False
    offer.state = state
    offer.save(update_fields=["state"])
    return True


def refuse_past(day):
    if day is None:
        return
    refuse_far(day)
    if day < timezone.localdate():
        raise ValidationError({"until": _("This day has passed.")})
