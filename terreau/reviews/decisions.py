"""Actions that decide: each is one transaction over the project, the review and what follows."""

import functools
import hashlib

import rfc8785
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.actions import action, lock
from terreau.entries.changes import plain
from terreau.entries.markdown import words_of
from terreau.entries.models import Link
from terreau.evidence.targets import freeze as freeze_targets
from terreau.projects.actions import Unusual, day_label, required, step
from terreau.projects.models import Project
from terreau.projects.phases import Phase
from terreau.projects.phases import label as phase_label
from terreau.reviews import verdicts
from terreau.reviews.actions import (
    INSTALLATION,
    end,
    enter,
    plan,
    refuse_unless,
    with_project,
)
from terreau.reviews.due import reply_due
from terreau.reviews.models import (
    AWAITING,
    KEEPING,
    Condition,
    Decision,
    DecisionKind,
    Review,
    State,
)
from terreau.reviews.notices import tell_decided
from terreau.reviews.queries import (
    decision_of,
    dossiers_of,
    known_seats,
    pending_of,
    unconfirmed,
)

K = DecisionKind
FIELDS = (
    "amount", "funded_until", "reasons", "dissent", "criteria", "learned", "bricks", "relaunch",
    "receiver", "receive_by",
)  # fmt: skip
CORRECTED = ("amount", "funded_until", "reasons", "dissent", "criteria", "learned", "bricks",
             "relaunch")  # fmt: skip
SAID = ("amount", "funded_until", "receive_by")  # what the public record repeats of them
IN_A_SPELL = 300  # letters of the reasons that the timeline of the project repeats
IN_LISTS = 500  # letters of the decision that lists, feeds and search results show


def is_taken(payload):
    """Whether the record of a decision is of one that was taken: only then its reasons stand."""
    return payload.get("kind") != K.NONE


def kind_label(value):
    return DecisionKind(value).label


def outcome_label(value):
    return Condition.Outcome(value).label


LABELS = {"kind": kind_label, "held_on": day_label, "on": day_label, "phase": phase_label}


def once(act):
    """Lock the project before its review, and let a request decide once, however often it is sent.

    request: a uid that travels with the form. Of two people who decide at once, the second is told.
    """

    @functools.wraps(act)
    def decided(user, review, *, request, revision=None, **given):
        with transaction.atomic():
            project = Project.objects.get(pk=review.subject_id)
            lock(project)
            made = Decision.objects.filter(request=request).first()
            if made is not None and made.review_id == review.pk:
                act.check(user, review)
                return review
            if made is not None:
                raise ValidationError(_("This form was sent already, for another review."))
            given |= {"project": project, "request": request}
            return act(user, review, revision=revision, **given)

    return decided


@once
@action(
    "reviews.decide",
    sentence=gettext_lazy("{subject}: the committee of {held_on} decided: {kind}."),
    labels=LABELS,
    is_decision=True,
    quotes=is_taken,
)
def decide(user, review, *, project, request, kind, conditions=(), targets=(), phase="", **given):
    """Record and publish what a committee decided, with all that follows from it: conditions,
    targets, the phase of the project, the next review.

    conditions: [{text, owner, due_on}]; targets: [(indicator, Decimal, due_on)], frozen now.
    """
    refuse_unless(review, AWAITING)
    given = {name: given[name] for name in FIELDS if name in given}
    asked = {"conditions": conditions, "targets": targets, "phase": phase}
    verdicts.check(review, project, kind, given | asked)
    after = verdicts.phase_after(project, kind, {"phase": phase}, review.held_on)
    decision = record(user, review, kind=kind, request=request, phase=after, **given)
    sum_up(review, decision)
    Condition.objects.bulk_create(
        Condition(decision=decision, project=project, recorded_at=decision.recorded_at, **each)
        for each in conditions
    )
    if targets:
        freeze_targets(project, review.uid, targets, user.uid, decision.recorded_at)
    if after and after != project.state:
        apply(user, project, review=review, phase=after, on=review.held_on, reason=decision.reasons)
    if kind == K.MERGE:
        merge(user, project, decision)
    if kind == K.NONE:
        enter(review, State.HELD_WITHOUT_DECISION)
    else:
        close(review)
        tell_decided(review, decision)
    if kind in KEEPING or kind == K.TRANSFER:
        plan(INSTALLATION, following(review, project))
    return said(decision) | {"conditions": len(conditions), "targets": len(targets)}


def close(review):
    review.reply_due_on = reply_due(timezone.localdate())
    review.save(update_fields=["reply_due_on"])
    enter(review, State.DECIDED)


def sum_up(review, decision):
    """Say what was decided, and why, wherever the review is listed: cards, feeds, search."""
    with translation.override(review.language):
        said = f"{capfirst(decision.get_kind_display())}. {words_of(decision.reasons)}"
    review.summary = Truncator(said).chars(IN_LISTS)
    review.save(update_fields=["summary"])


def following(review, project):
    return Review(author_id=review.author_id, subject=project, quorum=review.quorum)


def record(user, review, *, kind, request, phase, **given):
    """A new decision, which supersedes what was known to be decided. Its digest covers all of it.

    The evidence is the newest version of the dossier that was frozen, if any was.
    """
    now = timezone.now()
    Decision.objects.known().filter(review=review).update(superseded_at=now)
    seats = [seat for seat in known_seats(review) if seat.present and not seat.recused]
    members = {}
    for seat in seats:
        members[seat.role] = members.get(seat.role, 0) + 1
    decision = Decision(
        review=review,
        kind=kind,
        request=request,
        held_on=review.held_on,
        published_at=now,
        dossier=dossiers_of(review).first(),
        members=members,
        phase=phase,
        phase_on=review.held_on if phase else None,
        recorded_at=now,
        recorded_by=user.uid,
        **{name: stripped(value) for name, value in given.items()},
    )
    decision.digest = digest(decision)
    decision.full_clean(validate_unique=False, validate_constraints=False)
    decision.save(force_insert=True)
    return decision


def stripped(value):
    return value.strip() if isinstance(value, str) else value


def digest(decision):
    """SHA-256, in hexadecimal, of a decision as canonical JSON (RFC 8785)."""
    return hashlib.sha256(rfc8785.dumps(as_json(decision))).hexdigest()


def as_json(decision):
    """All that a decision says, as JSON can say it."""
    names = ("kind", "phase", "held_on", "phase_on", "members", "correction", *FIELDS)
    said = {name: getattr(decision, name) for name in names}
    return {
        "v": 1,
        "review": str(decision.review.uid),
        "dossier": decision.dossier.digest if decision.dossier else None,
        **{name: value if name == "members" else plain(value) for name, value in said.items()},
    }


def said(decision):
    """What the public record keeps of a decision: codes and digests, no text."""
    dossier = decision.dossier
    kept = {name: plain(getattr(decision, name)) for name in SAID}
    kept |= {"receiver_uid": str(decision.receiver.uid)} if decision.receiver else {}
    return kept | {
        "kind": str(decision.kind),
        "held_on": decision.held_on.isoformat(),
        "phase": str(decision.phase),
        "members": decision.members,
        "dossier": dossier and dossier.digest,
        "dossier_version": dossier and dossier.version,
        "digest": decision.digest,
    }


@action(
    "reviews.apply",
    sentence=gettext_lazy("{subject} entered {phase} on {on}, as {review} decided."),
    labels=LABELS,
    is_decision=True,
)
def apply(user, project, *, review, phase, on, reason):
    """Bring a project into the phase that a committee decided: it is the second person of an
    unusual step. Only decisions call it."""
    reason = Truncator(words_of(reason)).chars(IN_A_SPELL)
    try:
        changed = step(project, phase, on, reason, by=user.uid)
    except Unusual:
        changed = step(project, phase, on, reason, by=user.uid, second=review.uid)
    kept = {name: str(changed[name]) for name in ("before", "phase", "on")}
    return kept | {"review_uid": str(review.uid)}


def merge(user, project, decision):
    Link.objects.create(
        source=project, target=decision.receiver, role="merged_into", leads=True,
        valid_from=decision.held_on, recorded_by=user.uid,
    )  # fmt: skip


@with_project
@action(
    "reviews.correct",
    sentence=gettext_lazy("{subject}: the record of the decision was corrected: {correction}"),
    labels=LABELS,
    is_decision=True,
)
def correct(user, review, *, project, request, correction, **given):
    """Correct what is recorded of a decision, but for its kind. The former words stay.

    Sent again with the same key it changes nothing.
    """
    if Decision.objects.filter(request=request).exists():
        return None
    before = decision_of(review)
    if before is None:
        raise ValidationError(_("There is no decision to correct."))
    given = {name: given[name] for name in CORRECTED if name in given}
    words = {name: getattr(before, name) for name in (*FIELDS, "phase")}
    if all(words[name] == value for name, value in given.items()):
        return None
    verdicts.check_correction(review, project, before, words | given)
    decision = record(
        user, review, kind=before.kind, request=request, correction=required(correction),
        **words | given,
    )  # fmt: skip
    Decision.objects.filter(pk=decision.pk).update(
        published_at=before.published_at, received_at=before.received_at
    )
    sum_up(review, decision)
    return said(decision) | {"correction": decision.correction}


@action(
    "reviews.settle",
    sentence=gettext_lazy("{subject}: a condition is {outcome}: {reason}"),
    labels={"outcome": outcome_label},
)
def settle(user, review, *, condition, outcome, reason):
    """Close a condition as met, or waive it; the reason is public. Only then may money follow."""
    if outcome not in (Condition.Outcome.CLOSED, Condition.Outcome.WAIVED):
        raise ValidationError(_("A condition is met or waived."))
    reason = required(reason)
    waiting = Condition.objects.filter(
        pk=condition.pk, decision__review=review, outcome=Condition.Outcome.OPEN
    )
    now = timezone.now()
    if not waiting.update(outcome=outcome, reason=reason, settled_at=now, settled_by=user.uid):
        raise ValidationError(_("This condition was settled in the meantime."))
    return {"outcome": str(outcome), "reason": reason, "due_on": condition.due_on.isoformat()}


@with_project
@action(
    "reviews.receive",
    sentence=gettext_lazy("{subject}: {receiver} confirmed that it takes the project over."),
    labels=LABELS,
    is_decision=True,
)
def receive(user, review, *, project, on):
    """Confirm a transfer, as who receives it: now the project leaves incubation."""
    decision = decision_of(review)
    if decision is None or not unconfirmed().filter(pk=decision.pk).exists():
        raise ValidationError(_("No transfer waits for a confirmation."))
    apply(user, project, review=review, phase=Phase.TRANSFERRED, on=on, reason=decision.reasons)
    Decision.objects.filter(pk=decision.pk).update(received_at=timezone.now())
    pending = pending_of(project)
    if pending is not None:
        end(INSTALLATION, pending)
    return {"receiver_uid": str(decision.receiver.uid), "on": on.isoformat()}
