"""What needs and offers show on the pages of organizations and people."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.doors import register_doors
from terreau.entries.panels import Panel, register_panel
from terreau.needs.queries import of_organization
from terreau.needs.sheet import is_late, state_badge
from terreau.offers.queries import offers_of
from terreau.offers.sheet import day_of
from terreau.offers.sheet import state_badge as offer_badge


def of_speaker(user, speaker):
    """The needs and offers of an organization or a person, what is late first: two queries."""
    needs = sorted(of_organization(user, speaker), key=lambda each: not is_late(each))
    offers = offers_of(user, speaker)
    if not needs and not offers:
        return None
    return {
        "needs": [need_card(each) for each in needs],
        "offers": [offer_card(each) for each in offers],
        "late": reverse("need:late") if any(map(is_late, needs)) else "",
    }


def need_card(need):
    meta = []
    if is_late(need):
        words = _("An answer was due on %(day)s.") % {"day": day_of(need.due_on)}
        meta.append({"text": words, "url": ""})
    return {
        "kind": _("Need"), "title": need.title, "url": need.get_absolute_url(),
        "summary": need.summary, "badge": state_badge(need.state), "meta": meta,
    }  # fmt: skip


def offer_card(offer):
    return {
        "kind": _("Offer"), "title": offer.title, "url": offer.get_absolute_url(),
        "summary": offer.summary, "badge": offer_badge(offer.state), "meta": [],
    }  # fmt: skip


for slot in ("organization", "person"):
    register_panel(Panel(slot, "needs/panels/speaker.html", of_speaker, order=70))
register_doors(
    "need",
    (gettext_lazy("Seek help"), "need:create"),
    (gettext_lazy("Needs without an answer"), "need:late"),
)
