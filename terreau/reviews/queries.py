from datetime import date

from django.db.models import Exists, Max, OuterRef, Q
from django.http import Http404
from django.utils import timezone

from terreau.entries.known import instant
from terreau.entries.models import Link
from terreau.entries.queries import by_uid_or_404, entry_at
from terreau.entries.sentences import said_of
from terreau.ledger.queries import about
from terreau.prepared import prepared
from terreau.projects.models import Event, Project
from terreau.projects.phases import INCUBATION
from terreau.projects.queries import chain_of
from terreau.reviews.due import first_due, next_due
from terreau.reviews.models import (
    Condition,
    Decision,
    DecisionKind,
    Dossier,
    Passage,
    Remark,
    Reply,
    Review,
    Seat,
    Section,
)

LATEST = 8  # statements that a page shows


def pending_of(project):
    """The review of a project that is neither decided nor cancelled, or None: one query."""
    return next(iter(_pending(project.pk)), None)


@prepared
def _pending(pk):
    return Review.objects.filter(subject=pk, closed_at__isnull=True).order_by("pk")[:1]


def decisions_of(project, known_at=None):
    """The decisions on a project known at a moment, newest first; "none taken" among them."""
    found = Decision.objects.known(known_at).filter(review__subject=project)
    return found.select_related("review").order_by("-held_on", "-pk")


def decision_before(review, known_at=None):
    """The decision on the project before this review, or None: one query.

    A project has one review pending at a time, so that earlier ones have smaller keys.
    """
    found = decisions_of(review.subject, known_at).exclude(kind=DecisionKind.NONE)
    return found.filter(review__lt=review.pk).first()


def decision_of(review, known_at=None):
    """The decision of a review as known at a moment, or None: one query."""
    return next(iter(_decision_of(review.pk, known_at=known_at)), None)


@prepared
def _decision_of(pk, *, known_at):
    found = Decision.objects.known(known_at).filter(review=pk)
    return found.select_related("dossier", "receiver").order_by("pk")[:1]


def last_committee(project):
    """The day of the last committee that a source of the project knows of, or None: one query."""
    return next(iter(_last_committee(project.pk, timezone.localdate())), None)


@prepared
def _last_committee(pk, today):
    events = Event.objects.known().filter(project=pk, name=Event.Name.COMMITTEE)
    events = events.filter(happened_on__lte=today).order_by("-happened_on")
    return events.values_list("happened_on", flat=True)[:1]


def due_of(project):
    """(day, basis) on which the next review of a project is due: two or three queries.

    From its last decision or committee, else its first phase; None where it has none yet.
    """
    last = next(iter(_last_decision(project.pk)), None)
    committee = last_committee(project)
    if last is not None or committee is not None:
        held = max(day for day in (last and last.held_on, committee) if day)
        return next_due(held, last.funded_until if last else None)
    begun = next((fact for fact in chain_of(project) if fact.phase in INCUBATION), None)
    return first_due(begun.valid_from) if begun else None


@prepared
def _last_decision(pk):
    taken = Decision.objects.known().filter(review__subject=pk).exclude(kind=DecisionKind.NONE)
    return taken.select_related("review").order_by("-held_on", "-pk")[:1]


def unconfirmed():
    """The transfers that wait for whoever is to receive the project, unless another decision came
    since."""
    taken = Decision.objects.known().exclude(kind=DecisionKind.NONE)
    later = taken.filter(
        review__subject=OuterRef("review__subject"), review__gt=OuterRef("review")
    )  # fmt: skip
    waiting = taken.filter(kind=DecisionKind.TRANSFER, received_at__isnull=True)
    return waiting.filter(~Exists(later)).select_related("review__subject").order_by("pk")


def sections_of(review, known_at=None):
    """{name: text} of what the team wrote, as known at a moment: one query."""
    known = Section.objects.known(known_at).filter(review=review).order_by("pk")
    return dict(known.values_list("name", "text"))


def known_seats(review, known_at=None):
    """The seats of a committee as known at a moment, the chair first: one query."""
    seats = Seat.objects.known(known_at).filter(review=review)
    return seats.select_related("organization", "user").order_by("role", "pk")


def last_version(review):
    """The number of the last version of the dossier, 0 without one: one query."""
    return Dossier.objects.filter(review=review).aggregate(last=Max("version"))["last"] or 0


def dossiers_of(review, known_at=None):
    """The frozen versions of a dossier, newest first: one query."""
    found = Dossier.objects.filter(review=review)
    if known_at is not None:
        found = found.filter(frozen_at__lt=instant(known_at))
    return found.order_by("-version")


def dossier_of(review, version, known_at=None):
    """One version of the dossier, where it was frozen by a moment, or None: one query."""
    return dossiers_of(review, known_at).filter(version=version).first()


def open_conditions(project, known_at=None):
    """The conditions on a project still open, as known at a moment: one query."""
    found = Condition.objects.filter(project=project).select_related("owner", "decision__review")
    if known_at is None:
        found = found.filter(outcome=Condition.Outcome.OPEN)
    else:
        moment = instant(known_at)
        still = Q(settled_at__isnull=True) | Q(settled_at__gte=moment)
        found = found.filter(still, recorded_at__lt=moment)
    return found.order_by("due_on", "pk")


def conditions_of(review, known_at=None):
    """The conditions that the decision of a review sets, open or not: one query."""
    found = Condition.objects.filter(decision__review=review).select_related("owner")
    if known_at is not None:
        found = found.filter(recorded_at__lt=instant(known_at))
    return found.order_by("due_on", "pk")


def remarks_of(review, known_at=None):
    """The remarks on a review that are shown, in their order: one query."""
    found = Remark.objects.filter(review=review, hidden_at__isnull=True)
    if known_at is not None:
        found = found.filter(recorded_at__lt=instant(known_at))
    return found.order_by("recorded_at", "pk")


def links_on(project, role, day, known_at=None):
    """How many entries a project is tied to in a role on a day: one query."""
    return Link.objects.at(day, known_at).filter(source=project, role=role).count()


def review_page(user, slug, known_at=None):
    """What the page of a review shows, as known at the end of a day (None: now): 11 queries."""
    review = review_at(user, slug)
    passages = known_passages(review, known_at)
    decision = decision_of(review, known_at)
    statements = list(about(review.uid).filter(**before(known_at, "at")))
    asked = {"known_at": known_at}
    return {
        "review": review,
        "known_at": known_at,
        "state": passages[-1].state if passages else "",
        "passages": passages,
        "decision": decision,
        "corrected": decision is not None and bool(decision.correction),
        "conditions": _conditions(review.pk, **asked),
        "reply": next(iter(_reply(review.pk, **asked)), None),
        "remarks": _remarks(review.pk, **asked),
        "hidden": hidden_of(review, known_at),
        "seats": _seats(review.pk, **asked),
        "dossiers": _dossiers(review.pk, **asked),
        "statements": said_of(user, review, statements[:LATEST]),
        "proofs": proofs_of(statements),
        "decided_in": next((s for s in statements if s.verb == "reviews.decide"), None),
        **meeting_then(review, statements, known_at),
    }


@prepared
def _conditions(pk, *, known_at):
    return conditions_of(pk, known_at)


@prepared
def _reply(pk, *, known_at):
    return Reply.objects.known(known_at).filter(review=pk).order_by("pk")[:1]


@prepared
def _remarks(pk, *, known_at):
    return remarks_of(pk, known_at)


@prepared
def _seats(pk, *, known_at):
    return known_seats(pk, known_at)


@prepared
def _dossiers(pk, *, known_at):
    return dossiers_of(pk, known_at).defer("content")


def meeting_then(review, statements, known_at):
    """{planned_on, quorum} as known at a moment, by the statements about a review until then, the
    newest first: no query."""
    if known_at is None:
        return {"planned_on": review.planned_on, "quorum": review.quorum}
    setting = ("reviews.plan", "reviews.reschedule")
    said = [each.payload for each in statements if each.verb in setting and each.payload]
    day = next((each["planned_on"] for each in said), None)
    return {
        "planned_on": day and date.fromisoformat(day),
        "quorum": next((each["quorum"] for each in said if "quorum" in each), review.quorum),
    }


def before(known_at, name):
    """What narrows rows to those written before the end of a day; nothing for now."""
    return {} if known_at is None else {f"{name}__lt": instant(known_at)}


def known_passages(review, known_at=None):
    """The states that a review came into by a moment, in their order: one query."""
    return _passages(review.pk, known_at=known_at)


@prepared
def _passages(pk, *, known_at):
    return Passage.objects.filter(review=pk, **before(known_at, "at")).order_by("at", "pk")


def hidden_of(review, known_at=None):
    """The remarks that were hidden, for the reasons: one query."""
    return _hidden(review.pk, known_at=known_at)


@prepared
def _hidden(pk, *, known_at):
    found = Remark.objects.filter(review=pk, hidden_at__isnull=False)
    return found.filter(**before(known_at, "recorded_at")).order_by("recorded_at", "pk")


def proofs_of(statements):
    """{version of the dossier: the statement that keeps its digest}: no query."""
    frozen = (each for each in statements if each.verb == "reviews.freeze" and each.payload)
    return {each.payload["version"]: each for each in frozen}


def proof_of(review, version):
    """The statement that keeps the digest of a version of the dossier, or None: one query."""
    return proofs_of(about(review.uid).filter(verb="reviews.freeze")).get(version)


def review_at(user, slug):
    """A review with its project and incubator, by its address: one query. May raise as entry_at."""
    return of_visible(user, entry_at(Review, user, slug, ("subject", "author", "territory")))


def of_visible(user, review):
    """The same review; Http404 where its project is hidden from the user: no query if it is not."""
    project = review.subject
    if project.is_public or Project.objects.visible_to(user).filter(pk=project.pk).exists():
        return review
    raise Http404(review.slug)


def review_by_uid(user, uid):
    """A review by its identifier, with what the API says of it: seven queries. Raises Http404."""
    review = of_visible(user, by_uid_or_404(Review, user, uid))
    review.decision = decision_of(review)
    review.conditions = list(conditions_of(review))
    review.frozen = list(dossiers_of(review).defer("content"))
    review.reply = Reply.objects.known().filter(review=review).first()
    return review


def condition_at(review, pk):
    """A condition of the decision of a review that is still open, or None: one query."""
    return open_conditions(review.subject).filter(decision__review=review, pk=pk).first()


def remark_at(review, pk):
    """A remark on a review that is shown, or None: one query."""
    return remarks_of(review).filter(pk=pk).first()


def seat_at(review, pk):
    """A seat of the committee as it is now, or None: one query."""
    return known_seats(review).filter(pk=pk).first()


def own_seat(user, review):
    """The seat of a user in the committee, or None: one query."""
    return known_seats(review).filter(user=user).first()


def reply_of(review):
    """The reply of the team as known now, or None: one query."""
    return Reply.objects.known().filter(review=review).first()


def dossier_by_uid(user, uid, version):
    """A frozen dossier of a review by its identifier: three queries. Raises Http404."""
    found = dossier_of(of_visible(user, by_uid_or_404(Review, user, uid)), version)
    if found is None:
        raise Http404(f"{uid} {version}")
    return found


def late_answers(today):
    """The remarks that should have been answered before a day."""
    return Remark.objects.filter(
        answered_at__isnull=True,
        hidden_at__isnull=True,
        erased_at__isnull=True,
        answer_due_on__lt=today,
    )
