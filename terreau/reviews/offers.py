"""What somebody who may act is offered on the page of a review."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.reviews.due import REMIND
from terreau.reviews.models import AWAITING, PREPARING, DecisionKind, State

QUIET = {"tone": "quiet"}
SOON = timedelta(days=max(REMIND))


def offers(user, page):
    """{actions, conditions, seats, remarks: …} that lead somewhere, by what the user may do.

    A page as known then offers nothing. No query for an anonymous reader; for others those of the
    rules.
    """
    review = page["review"]
    none = {"actions": [], "may_settle": False, "may_unseat": False, "may_answer": False,
            "may_hide": False, "may_remark": False, "may_read_interests": False}  # fmt: skip
    if page["known_at"]:
        return none
    open_to_all = review.state in (State.OPEN, State.FROZEN)
    if not user.is_authenticated:
        return none | {"may_remark": open_to_all}

    def may(name):
        return user.has_perm(f"reviews.{name}", review)

    return {
        "actions": [
            {"label": words, "url": address(review, name)} | more
            for name, words, more in buttons(review, page["decision"])
            if may(name)
        ],
        "may_settle": bool(page["conditions"]) and may("settle"),
        "may_unseat": review.state in PREPARING and may("unseat"),
        "may_answer": bool(page["remarks"]) and may("answer"),
        "may_hide": bool(page["remarks"]) and may("hide_remark"),
        "may_read_interests": any(seat.interests for seat in page["seats"])
        and may("read_interests"),
        "may_remark": open_to_all and may("remark"),
    }


def address(review, name, *keys):
    return reverse(f"review:{name}", args=[review.slug, *keys])


def buttons(review, decision):
    """(action, words, more) of those that make sense in a state."""
    state = review.state
    if state == State.PLANNED:
        yield "open_dossier", _("Open the dossier"), {}
    if state == State.OPEN:
        yield "write", _("Write in the dossier"), {}
        yield "freeze", _("Freeze the dossier"), QUIET
    if state == State.FROZEN:
        yield "hold", _("The committee met"), {}
        yield "reopen", _("Open the dossier again"), QUIET
    if state in AWAITING:
        yield "decide", _("Record the decision"), {}
    if state in PREPARING:
        yield "declare", _("Declare my interests"), QUIET
        yield "reschedule", _("Set the meeting"), QUIET
        yield "seat", _("Add a seat"), QUIET
    if state in (State.PLANNED, State.OPEN):
        yield "hold", _("The committee met without a frozen dossier"), QUIET
    if state == State.DECIDED:
        yield "reply", _("Reply, as the team"), {}
        yield "correct", _("Correct the record of the decision"), QUIET
        waits = decision is not None and decision.kind == DecisionKind.TRANSFER
        if waits and decision.received_at is None:
            yield "receive", _("Confirm that you take it over"), {}
    if state in PREPARING:
        yield "rearm", _("Send the reminders again"), QUIET
    if state not in (State.DECIDED, State.CANCELLED):
        yield "cancel", _("Cancel this review"), QUIET


def next_steps(review, roles, today):
    """What somebody has to do for a review in some roles, in words; "" for nothing yet."""
    state, soon = review.state, review.due_on <= today + SOON
    if "manage" in roles and state in AWAITING:
        return _("Record the decision")
    if "manage" in roles and state == State.FROZEN:
        return _("Hold the committee")
    if "manage" in roles and state == State.PLANNED and soon:
        return _("Overdue: open the dossier") if review.due_on < today else _("Open the dossier")
    if "team" in roles and state == State.OPEN:
        return _("Write in the dossier")
    if "manage" in roles and state == State.OPEN:
        return _("Freeze the dossier in time")
    if "seat" in roles and state in PREPARING:
        return _("Declare your interests")
    if "team" in roles and state == State.DECIDED:
        return _("Reply to the decision")
    return ""
