"""What the page of a need says, as the parameters of the components that show it."""

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.entries.invented import is_invented, mark_of
from terreau.needs.helping import may_settle
from terreau.needs.models import CLOSED, Help, Need, State, Visibility
from terreau.needs.suggestions import asked_of, suggested
from terreau.offers.models import Form
from terreau.offers.sheet import day_of, speaker

TONES = {
    State.DRAFT: "neutral", State.OPEN: "info", State.MATCHED: "info", State.IN_PROGRESS: "info",
    State.MET: "success", State.PARTLY_MET: "success", State.UNMET: "warn",
    State.WITHDRAWN: "ended",
}  # fmt: skip


def state_badge(state):
    return {"label": capfirst(State(state).label), "tone": TONES[State(state)]} if state else None


def sheet(user, page):
    """`queries.need_page` with what its template draws: the queries of suggestions and rights."""
    need = page["need"]
    mine = user.is_authenticated and user.has_perm("needs.edit", need)
    return page | {
        "badges": badges(need),
        "facts": facts(need),
        "tags": [{"label": each.name, "url": each.get_absolute_url()} for each in page["topics"]],
        "actions": deeds(user, need),
        "notice": notice(need, mine),
        "groups": groups(user, need, mine),
        "rows": rows(user, need, page["helps"]),
        "outcome": outcome(need),
        "downloads": [
            {"label": _("As data (JSON)"), "url": reverse("api:get_need", args=[need.uid])}
        ],
    }


def badges(need):
    shown = [state_badge(need.state)]
    if is_late(need):
        shown.append({"label": _("Without an answer"), "tone": "warn"})
    if need.visibility == Visibility.CIRCLE:
        shown.append({"label": _("Not public"), "tone": "neutral"})
    return shown


def is_late(need):
    waits = need.due_on is not None and need.answered_at is None and need.state not in CLOSED
    return waits and need.due_on < timezone.localdate()


def facts(need):
    place = need.territory
    addressed = need.addressed_to if need.addressed_to and need.addressed_to.is_public else None
    known = [
        (_("Sought by"), *speaker(need)),
        (_("Addressed to"), addressed and addressed.title,
         addressed and addressed.get_absolute_url()),
        (_("Form of help"), need.form and Form(need.form).label, ""),
        (_("Territory"), place and place.name, place and place.get_absolute_url()),
        (_("Needed by"), day_of(need.deadline), ""),
        (_("Answer due on"), day_of(need.due_on), ""),
        (_("Helped since"), day_of(need.matched_on), ""),
    ]  # fmt: skip
    return [{"term": term, "text": text, "url": url or ""} for term, text, url in known if text]


def notice(need, mine):
    """What whoever looks should know first; {} where there is nothing."""
    if need.state == State.DRAFT and mine:
        return {
            "tone": "info",
            "title": _("This is a draft"),
            "text": _("See below who could help and what was done already; then publish it."),
        }
    if is_late(need):
        days = (timezone.localdate() - need.due_on).days
        words = ngettext(
            "An answer was due on %(day)s: it is %(n)d day late.",
            "An answer was due on %(day)s: it is %(n)d days late.",
            days,
        )
        return {"tone": "warn", "text": words % {"day": day_of(need.due_on), "n": days}}
    return {}


def deeds(user, need):
    """The buttons of what the user may do, the next step first."""
    named = {
        "publish": _("Publish"), "offer_help": _("Offer help"), "answer": _("Answer"),
        "start": _("The work begins"), "close": _("Say how it ended"), "edit": _("Edit"),
        "withdraw": _("Withdraw"),
    }  # fmt: skip
    if not user.is_authenticated:
        if need.state != State.OPEN:
            return []
        return [{"label": _("Offer help"), "url": address("offer_help", need)}]
    may = [name for name in named if user.has_perm(f"needs.{name}", need)]
    return [
        {"label": named[name], "url": address(name, need), "tone": "quiet" if place else ""}
        for place, name in enumerate(may)
    ]


def address(name, need, *more):
    return reverse(f"need:{name}", args=[need.slug, *more])


def groups(user, need, mine):
    """The suggestions as lists of cards; none for a need that is closed or helped."""
    if need.state not in (State.DRAFT, State.OPEN):
        return []
    found = suggested(user, asked_of(need))
    titles = {
        "people": _("People who could help"),
        "offers": _("Offers that fit"),
        "solved": _("Needs like this one that were met"),
        "projects": _("Projects close to it"),
    }
    asks = mine and need.state == State.OPEN
    return [
        {
            "title": titles[name],
            "id": name,
            "cards": [card(each, need, asks and name in ("people", "offers")) for each in cards],
        }
        for name in titles
        if (cards := found[name])
    ]


def card(suggestion, need, asks):
    """A suggestion as the parameters of the component `card`, its reasons below its summary."""
    entry = suggestion.entry
    meta = [{"text": capfirst(each)} for each in suggestion.reasons]
    if entry.kind == Need.KIND:
        meta.append({"text": capfirst(State(entry.state).label)})
    if asks:
        url = address("ask_for_help", need, entry.kind, entry.slug)
        meta.append({"text": _("Ask for help: %(title)s") % {"title": entry.title}, "url": url})
    return {
        "title": entry.title,
        "url": entry.get_absolute_url(),
        "summary": entry.summary[:200],
        "meta": meta,
        "badge": {"label": mark_of(entry), "tone": "neutral"} if is_invented(entry) else None,
    }


def rows(user, need, helps):
    """Helps as rows of `row_list`; of those that wait, what the user may do."""
    shown = []
    for help in helps:
        who = help.helper.title if help.helper.is_public else _("Somebody")
        message = help.message if help.is_between else ""
        text = " · ".join(part for part in (told(help), message) if part)
        shown.append(
            {
                "title": who,
                "text": text,
                "badge": badge(help),
                "actions": settling(user, need, help),
            }
        )
    return shown


def told(help):
    return _("With: %(offer)s") % {"offer": help.offer.title} if help.offer else ""


def badge(help):
    tones = {Help.State.WAITING: "info", Help.State.ACCEPTED: "success"}
    label = capfirst(Help.State(help.state).label)
    return {"label": label, "tone": tones.get(help.state, "neutral")}


def settling(user, need, help):
    if help.state != Help.State.WAITING or need.state != State.OPEN or not user.is_authenticated:
        return []
    accept = {"label": _("Accept"), "action": address("accept_help", need, help.uid)}
    decline = {"label": _("Decline"), "action": address("decline_help", need, help.uid)}
    if may_settle(user, need, help):
        return [accept, decline]
    if may_settle(user, need, help, proposer=True):
        return [decline | {"label": _("Take back")}]
    return []


def outcome(need):
    """How a need ended, as items of `definition_list`."""
    if need.state not in CLOSED:
        return []
    known = [
        (_("Outcome"), capfirst(State(need.state).label)),
        (_("On"), day_of(need.closed_on)),
        (_("Hours given"), need.hours),
        (_("What was handed on"), need.transferred),
        (_("Reason"), need.reason),
    ]
    return [{"term": term, "text": text} for term, text in known if text not in ("", None)]


def late_sheet(needs):
    """The needs whose answer is late as rows of `data_table`."""
    today = timezone.localdate()
    return {
        "header": [_("Need"), _("Addressed to"), _("Due on"), _("Days late")],
        "rows": [
            [
                {"text": each.title, "url": each.get_absolute_url()},
                addressee(each),
                day_of(each.due_on),
                (today - each.due_on).days,
            ]
            for each in needs
        ],
    }


def addressee(need):
    to = need.addressed_to
    if to is None or not to.is_public:
        return ""
    return {"text": to.title, "url": to.get_absolute_url()}
