"""What the page of an offer says, as the parameters of the components that show it."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.entries.models import Entry
from terreau.offers.models import Form, State

TONES = {State.OPEN: "success", State.TAKEN: "neutral", State.WITHDRAWN: "ended"}


def state_badge(state):
    return {"label": State(state).label, "tone": TONES[State(state)]} if state else None


def sheet(user, page):
    """`queries.offer_page` with what its template draws: no query, but for rights."""
    offer = page["offer"]
    return page | {
        "badges": [state_badge(offer.state)],
        "facts": facts(offer),
        "tags": [{"label": each.name, "url": each.get_absolute_url()} for each in page["topics"]],
        "actions": deeds(user, offer),
        "downloads": [
            {"label": _("As data (JSON)"), "url": reverse("api:get_offer", args=[offer.uid])}
        ],
    }


def facts(offer):
    place = offer.territory
    known = [
        (_("Form"), Form(offer.form).label, ""),
        (_("By"), *speaker(offer)),
        (_("Where"), place and place.name, place and place.get_absolute_url()),
        (_("Until"), day_of(offer.until), ""),
        (_("Still free"), free(offer), ""),
        (_("Conditions"), offer.conditions, ""),
    ]
    return [{"term": term, "text": text, "url": url or ""} for term, text, url in known if text]


def speaker(entry):
    """(title, address) of who speaks in an entry, where that may be seen."""
    author: Entry | None = entry.author
    if author is None or not author.is_public:
        return "", ""
    return author.title, author.get_absolute_url()


def free(offer):
    if offer.state == State.WITHDRAWN:
        return ""
    words = ngettext("%(free)d of %(n)d need", "%(free)d of %(n)d needs", offer.capacity)
    return words % {"free": offer.free, "n": offer.capacity}


def day_of(value):
    return date_format(value, "DATE_FORMAT") if value else ""


def deeds(user, offer):
    """The buttons of what the user may do."""
    named = [("edit", _("Edit")), ("withdraw", _("Withdraw"))]
    if not user.is_authenticated:
        return []
    return [
        {"label": words, "url": reverse(f"offer:{name}", args=[offer.slug]), "tone": "quiet"}
        for name, words in named
        if user.has_perm(f"offers.{name}", offer)
    ]
