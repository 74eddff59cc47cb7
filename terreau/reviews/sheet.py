"""What the page of a review says, as the parameters of the components that show it."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.entries.known import is_by
from terreau.evidence.words import known_form
from terreau.projects.phases import label as phase_label
from terreau.projects.sheet import day_of
from terreau.reviews.committees import seat_words, standing
from terreau.reviews.models import (
    PREPARING,
    STOPPING,
    Condition,
    DecisionKind,
    Review,
    Seat,
    State,
)
from terreau.reviews.offers import address, offers

TONES = {
    State.PLANNED: "neutral",
    State.OPEN: "info",
    State.FROZEN: "info",
    State.HELD: "warn",
    State.HELD_WITHOUT_DECISION: "error",
    State.DECIDED: "success",
    State.CANCELLED: "ended",
}
KEPT = 12  # letters of a digest that a line shows


def sheet(user, page):
    """`queries.review_page` with what its template draws: no query, but for rights of members."""
    review, state = page["review"], page["state"]
    today = page["known_at"] or timezone.localdate()
    offered = offers(user, page)
    reads = offered["may_read_interests"]
    return page | {
        "badges": badges(review, state, today),
        "lead": lead(review),
        "alarm": alarm(review, state, today) or unreceived(page, today),
        "facts": facts(review, page),
        "verdict": page["decision"] and capfirst(page["decision"].get_kind_display()),
        "decided": decided(page["decision"], page["known_at"]),
        "recorded": recorded(review, page["decision"], page["decided_in"]),
        "stop_kit": stop_kit(page["decision"]),
        "conditions_header": [_("Condition"), _("By whom"), _("Due on"), _("State")],
        "condition_rows": [condition_row(each, page["known_at"]) for each in page["conditions"]],
        "settlings": settlings(review, page["conditions"]),
        "late_reply": is_late(page["reply"], review.reply_due_on),
        "seats_header": [_("Seat"), _("Interests"), _("At the meeting")],
        "seat_rows": [
            [seat_words(seat), standing(seat, in_full=reads), presence(seat)]
            for seat in page["seats"]
        ],
        "unseatings": [
            {"label": _("Take away: %(seat)s") % {"seat": seat_words(seat, with_address=True)},
             "url": address(review, "unseat", seat.pk)}
            for seat in page["seats"]
        ],
        "versions": [version(review, each, page["proofs"]) for each in page["dossiers"]],
        "remarks": [remark(review, each, page["known_at"], today) for each in page["remarks"]],
        "hidden_words": hidden_words(page["hidden"]),
        "course": [passage(each) for each in page["passages"]],
        "shown": [{"name": "revision", "value": str(review.revision)}],
        "downloads": [
            {"label": _("As data (JSON)"), "url": reverse("api:get_review", args=[review.uid])}
        ],
        "draft": draft(review, page["known_at"]),
        **known_form(review.get_absolute_url(), page["known_at"]),
        **offered,
    }  # fmt: skip


def state_badge(state):
    words = State(state).label if state else _("not known yet")
    return {"label": capfirst(str(words)), "tone": TONES.get(state, "neutral")}


def badges(review, state, today):
    late = is_overdue(review, state, today)
    return [state_badge(state), *([{"label": _("Overdue"), "tone": "error"}] if late else [])]


def is_overdue(review, state, today):
    return state in PREPARING and review.due_on < today


def lead(review):
    """Whose review it is and who holds it, in a sentence."""
    if review.author is None:
        return _("Every six months a committee decides on evidence whether a team goes on.")
    words = _("%(incubator)s decides on evidence whether the team of %(project)s goes on.")
    return words % {"incubator": review.author.title, "project": review.subject.title}


def alarm(review, state, today):
    """What is wrong with a review, said plainly; {} for nothing."""
    if is_overdue(review, state, today):
        days = (today - review.due_on).days
        words = ngettext(
            "This review was due on %(day)s: it is %(n)d day late. The date does not move.",
            "This review was due on %(day)s: it is %(n)d days late. The date does not move.",
            days,
        )
        return {"tone": "warn", "text": words % {"day": day_of(review.due_on), "n": days}}
    if state == State.HELD_WITHOUT_DECISION:
        words = _("The committee met on %(day)s, and no decision was published.")
        return {"tone": "error", "text": words % {"day": day_of(review.held_on)}}
    return {}


def unreceived(page, today):
    """That nobody confirmed a transfer in time; {} else."""
    decision = page["decision"]
    if decision is None or decision.kind != DecisionKind.TRANSFER or not decision.receive_by:
        return {}
    if is_by(decision.received_at, page["known_at"]) or decision.receive_by >= today:
        return {}
    words = _("The transfer was to be confirmed by %(day)s, and is not.")
    return {"tone": "warn", "text": words % {"day": day_of(decision.receive_by)}}


def facts(review, page):
    """The dates and parties of a review, as items of `definition_list`."""
    project, host, state = review.subject, review.author, page["state"]
    items = [{"term": _("Project"), "text": project.title, "url": project.get_absolute_url()}]
    if state:
        due = f"{day_of(review.due_on)} ({Review.Basis(review.basis).label})"
        items.append({"term": _("Due on"), "text": due})
        items.append({"term": _("Quorum"), "text": str(page["quorum"])})
    if host:
        items.insert(
            1, {"term": _("Held by"), "text": host.title, "url": host.get_absolute_url()}
        )  # fmt: skip
    if review.held_on and state and state not in PREPARING:
        items.append({"term": _("Held on"), "text": day_of(review.held_on)})
    elif page["planned_on"]:
        items.append({"term": _("The committee meets on"), "text": day_of(page["planned_on"])})
    if review.reply_due_on and state == State.DECIDED:
        items.append({"term": _("The team may reply until"), "text": day_of(review.reply_due_on)})
    return items


def euros(amount):
    return f"{number_format(amount, force_grouping=True)} €"


def decided(decision, known_at=None):
    """What a decision comes to, as items of `definition_list`; [] without one."""
    if decision is None:
        return []
    items = [
        (_("Committee of"), day_of(decision.held_on)),
        (_("Members who decided"), members(decision.members)),
        (_("Amount"), euros(decision.amount) if decision.amount is not None else ""),
        (_("Funded until"), decision.funded_until and day_of(decision.funded_until)),
        (_("Phase"), decision.phase and capfirst(str(phase_label(decision.phase)))),
        (_("To be taken over by"), receiver(decision, known_at)),
    ]
    return [{"term": term, "text": text} for term, text in items if text]


def recorded(review, decision, statement):
    """On what evidence a decision rests and how it is kept, as items; [] without one."""
    if decision is None:
        return []
    day = day_of(timezone.localdate(decision.recorded_at))
    code = format_html("<code>{}</code>", decision.digest)
    found = [
        {"term": _("Evidence"), **evidence(review, decision)},
        {"term": _("Recorded on"), "text": day},
        {"term": _("Digest (SHA-256)"), "html": code},
    ]
    if statement is not None:
        words, address = _("The line that records it"), statement.get_absolute_url()
        found.append({"term": _("Public record"), "text": words, "url": address})
    return found


def members(counts):
    """How many of each role decided: "1 chair, 3 members"."""
    roles = dict(Seat.Role.choices)
    return ", ".join(f"{n} × {roles.get(role, role)}" for role, n in sorted(counts.items()))


def receiver(decision, known_at=None):
    """Who takes the project over, and whether that was confirmed by a moment."""
    if decision.receiver is None or not decision.receiver.is_public:
        return ""
    if decision.kind != DecisionKind.TRANSFER:
        return decision.receiver.title
    if is_by(decision.received_at, known_at):
        words, day = _("%(title)s, confirmed on %(day)s"), timezone.localdate(decision.received_at)
    else:
        words, day = _("%(title)s until %(day)s, not confirmed yet"), decision.receive_by
    return words % {"title": decision.receiver.title, "day": day_of(day)}


def evidence(review, decision):
    """The version of the dossier that was decided on, or that there was none."""
    if decision.dossier is None:
        return {"text": _("Decided without a frozen dossier")}
    words = _("Dossier, version %(n)d") % {"n": decision.dossier.version}
    return {"text": words, "url": address(review, "dossier", decision.dossier.version)}


def stop_kit(decision):
    """What a stop leaves to others, as [{term, text}]."""
    if decision is None or decision.kind not in STOPPING:
        return []
    return [
        {"term": _("What was learned"), "text": decision.learned},
        {"term": _("What can be used again"), "text": decision.bricks},
        {"term": _("Advice to whoever takes it up again"), "text": decision.relaunch},
    ]


def outcome(condition, known_at=None):
    """The state of a condition, as known at the end of a day."""
    if condition.settled_at and not is_by(condition.settled_at, known_at):
        return Condition.Outcome.OPEN.label
    words = condition.get_outcome_display()
    return f"{words}: {condition.reason}" if condition.reason else words


def condition_row(condition, known_at=None):
    owner = condition.owner
    by = {"text": owner.title, "url": owner.get_absolute_url()} if owner else {"text": ""}
    return [
        {"text": condition.text},
        by,
        {"text": day_of(condition.due_on)},
        {"text": capfirst(outcome(condition, known_at))},
    ]


def draft(review, known_at):
    """The way to the dossier that is not frozen, today or as it was known then."""
    if known_at is None:
        words, ending = _("The dossier as it fills itself today"), ""
    else:
        words, ending = _("The dossier as it was known then"), f"?known_at={known_at}"
    return {"label": words, "url": f"{address(review, 'draft')}{ending}"}


def settlings(review, conditions):
    return [
        {
            "label": _("Close or waive condition %(n)d") % {"n": number},
            "url": address(review, "settle", each.pk),
        }
        for number, each in enumerate(conditions, 1)
        if each.outcome == Condition.Outcome.OPEN
    ]


def is_late(row, due_on, at="recorded_at"):
    if row is None or due_on is None:
        return False
    return timezone.localdate(getattr(row, at)) > due_on


def presence(seat):
    if seat.present is None:
        return ""
    return _("present") if seat.present else _("absent")


def version(review, dossier, proofs):
    """A frozen version of the dossier, with its digest and the line of the record that keeps it."""
    proof = proofs.get(dossier.version)
    words = _("Version %(n)d, frozen on %(day)s")
    said = words % {
        "n": dossier.version, "day": day_of(timezone.localdate(dossier.frozen_at)),
    }  # fmt: skip
    return {
        "title": said,
        "url": address(review, "dossier", dossier.version),
        "digest": dossier.digest,
        "proof": proof.get_absolute_url() if proof else "",
    }


def remark(review, each, known_at, today):
    """A remark with its answer, or since when an answer is missing."""
    answered = is_by(each.answered_at, known_at)
    late = (not answered and each.answer_due_on < today) or (
        answered and is_late(each, each.answer_due_on, "answered_at")
    )
    due = _("An answer is due on %(day)s.") % {"day": day_of(each.answer_due_on)}
    late, due = (False, "") if each.erased_at else (late, due)
    return {
        "text": each.text or _("These words were erased at the wish of whoever wrote them."),
        "by": _("Somebody who uses the service") if each.uses else _("Somebody who is signed in"),
        "at": each.recorded_at,
        "answer": each.answer if answered else "",
        "answered_at": each.answered_at if answered else None,
        "due": "" if answered else due,
        "late": bool(late),
        "answer_url": "" if answered else address(review, "answer", each.pk),
        "hide_url": address(review, "hide_remark", each.pk),
    }


def hidden_words(hidden):
    """That remarks were hidden, and why."""
    return [
        _("A remark was hidden: %(reason)s") % {"reason": each.hidden_reason} for each in hidden
    ]


def passage(each):
    words = capfirst(str(State(each.state).label))
    text = f"{words}: {each.reason}" if each.reason else words
    return {"term": day_of(timezone.localdate(each.at)), "text": text}
