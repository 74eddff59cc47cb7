"""What the pages of a resource say, as the parameters of the components that show it."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from terreau.moderation.notices import reason_label
from terreau.moderation.sheet import report_url, tombstone
from terreau.offers.sheet import speaker
from terreau.resources import licences
from terreau.resources.forms import language_name
from terreau.resources.models import SCHEMES, Rating, Sort, State
from terreau.resources.queries import SHOWN

TONES = {
    State.CURRENT: "success", State.REPORTED: "warn", State.OUTDATED: "ended",
    State.DUPLICATE: "neutral",
}  # fmt: skip
FEW = 10  # below so many ratings their mean says nothing


def state_badge(state):
    return {"label": capfirst(State(state).label), "tone": TONES[State(state)]} if state else None


def sheet(user, page):
    """`queries.resource_page` with what its template draws: no query, but for rights."""
    resource = page["resource"]
    return page | {
        "badges": [state_badge(resource.state)],
        "notice": notice(resource, page["original"]),
        "facts": facts(resource),
        "tags": [{"label": each.name, "url": each.get_absolute_url()} for each in page["topics"]],
        "actions": deeds(user, resource),
        "rated": rated(resource),
        "feedback": feedback_views(user, resource, page["feedback"]),
        "more": at("feedback", resource) if len(page["feedback"]) == SHOWN else "",
        "rating": rating_acts(user, resource, page["mine"]),
        "downloads": [
            {"label": _("As data (JSON)"), "url": reverse("api:get_resource", args=[resource.uid])}
        ],
    }


def at(name, resource, *more):
    return reverse(f"resource:{name}", args=[resource.slug, *more])


def day(moment):
    return date_format(localtime(moment), "DATE_FORMAT")


def notice(resource, original):
    """What a reader has to know before anything else, as the component `notice`, or None."""
    if resource.state == State.OUTDATED:
        title, html = _("This is outdated"), format_html("<p>{}</p>", resource.reason)
    elif resource.state == State.REPORTED:
        title = _("Somebody reported this")
        words = _("Reported as: %(reason)s. Who publishes it has not said anything to it yet.")
        html = format_html("<p>{}</p>", words % {"reason": reason_label(resource.reason)})
    elif resource.state == State.DUPLICATE:
        title, html = _("This is a duplicate"), format_html("<p>{}</p>", resource.reason)
        if original is not None:
            way = _("Read instead:"), original.get_absolute_url(), original.title
            html += format_html('<p>{} <a href="{}">{}</a></p>', *way)
    else:
        return None
    return {"title": title, "html": html, "tone": "warn"}


def outside(address):
    """A link that leads away from here, without a word of where it was followed; "" for none."""
    if not address.lower().startswith(tuple(f"{scheme}://" for scheme in SCHEMES)):
        return ""
    link = '<a href="{}" rel="nofollow noopener noreferrer external">{}</a>'
    return format_html(link, address, address.partition("://")[2].removesuffix("/"))


def facts(resource):
    place = resource.territory
    licence = dict(licences.CHOICES).get(resource.licence, resource.licence)
    known = [
        (_("Where it is"), "", "", outside(resource.address)),
        (_("Type"), capfirst(str(Sort(resource.sort).label)), "", ""),
        (_("Published by"), *speaker(resource), ""),
        (_("Whom it is for"), resource.audience, "", ""),
        (_("Licence"), licence or _("not said"), licences.address_of(resource.licence), ""),
        (_("Language"), language_name(resource.language), "", ""),
        (_("Where"), place and place.name, place and place.get_absolute_url(), ""),
    ]
    return [
        {"term": term, "text": text, "url": url or "", "html": html}
        for term, text, url, html in known
        if text or html
    ]


def rated(resource):
    """How people rate it: {figures, header, rows}, or None where nobody did.

    The mean of few ratings would say more than is known: there are the number and each rating.
    """
    counts = resource.ratings
    n = sum(counts)
    if not n:
        return None
    words = ngettext("person gave feedback", "people gave feedback", n)
    figures = [{"value": n, "label": words, "definition": _("One each; withdrawn ones left out.")}]
    if n >= FEW:
        mean = sum(rating * count for rating, count in zip(Rating.values, counts, strict=True)) / n
        definition = _("Mean of all ratings, from 1 (of no use) to 4 (very useful).")
        value = number_format(round(mean, 1), 1)
        figures.append(
            {"value": value, "label": _("out of 4"), "definition": definition, "n": n}
        )  # fmt: skip
    return {
        "figures": figures,
        "header": [_("Rating"), _("People")],
        "rows": [
            [f"{rating.value} · {capfirst(str(rating.label))}", count]
            for rating, count in zip(Rating, counts, strict=True)
        ],
    }


def feedback_views(user, resource, feedback):
    replies = bool(feedback) and user.is_authenticated and user.has_perm(
        "resources.reply", resource
    )  # fmt: skip
    return [feedback_view(user, resource, each, replies) for each in feedback]


def feedback_view(user, resource, each, replies):
    """One feedback as `resources/_feedback.html` draws it."""
    is_mine = user.is_authenticated and each.user_id == user.pk
    hidden = each.hidden_at is not None and each.withdrawn_at is None
    name, url = each.face or ("", "")
    lost = _("a deleted account") if each.user_id is None else _("somebody who is signed in")
    acts = []
    if each.is_said and replies and each.replied_at is None:
        acts.append((pgettext("button", "Answer"), at("reply", resource, each.uid)))
    if each.is_said and each.text and user.is_authenticated and not is_mine:
        acts.append((_("Report"), report_url("feedback", each.uid)))
    return {
        "id": f"feedback-{each.uid}",
        "name": name or lost,
        "url": url,
        "at": each.created_at,
        "changed": each.edited_at,
        "withdrawn": each.withdrawn_at is not None,
        "hidden": hidden,
        "why": tombstone(each.hiding) if hidden else None,
        "appeal": appeal_url(each) if is_mine and hidden else "",
        "rating": rating_words(each.rating) if each.is_said else "",
        "text": each.text if each.is_said else "",
        "reply": each.reply,
        "replied": each.replied_at,
        "is_later": bool(each.edited_at and each.replied_at and each.edited_at > each.replied_at),
        "actions": [{"label": label, "url": url} for label, url in acts],
    }


def rating_words(rating):
    return f"{rating} · {capfirst(str(Rating(rating).label))}"


def appeal_url(feedback):
    decision = feedback.hiding
    if decision is None or getattr(decision, "appeal", None) is not None:
        return ""
    return reverse("moderation:appeal", args=[decision.uid])


def rating_acts(user, resource, mine):
    """The buttons of who may give, change or withdraw feedback; anybody is led to sign in first."""
    if not resource.is_public:
        return []
    if mine is not None:
        acts = [(_("Change my feedback"), at("rate", resource))] if mine.is_said else []
        acts.append((_("Withdraw my feedback"), at("unrate", resource)))
    elif not user.is_authenticated or user.has_perm("resources.rate", resource):
        acts = [(_("Give feedback"), at("rate", resource))]
    else:
        acts = []
    return [{"label": label, "url": url, "tone": "quiet"} for label, url in acts]


def feedback_sheet(user, resource, feedback, older):
    return {
        "resource": resource,
        "rated": rated(resource),
        "feedback": feedback_views(user, resource, feedback),
        "older": f"{at('feedback', resource)}?{urlencode({'before': older})}" if older else "",
    }


def deeds(user, resource):
    """The buttons of what the user may do."""
    named = [("edit", _("Edit"))]
    if resource.state != State.OUTDATED:
        named.append(("outdate", _("It is outdated")))
    named.append(("mark_duplicate", _("It is a duplicate")))
    if resource.state != State.CURRENT:
        named.append(("renew", _("It is current")))
    if not user.is_authenticated:
        return []
    return [
        {"label": words, "url": at(name, resource), "tone": "quiet"}
        for name, words in named
        if user.has_perm(f"resources.{name}", resource)
    ]
