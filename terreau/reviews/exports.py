"""Reviews as rows of the open data, and as texts that are searched."""

from collections import Counter

from django.utils import timezone

from terreau.projects.queries import batched
from terreau.reviews.models import Decision
from terreau.reviews.queries import decision_of, late_answers

DECIDED = ("kind", "amount", "funded_until", "phase", "reasons", "published_at", "digest")


def export_rows(reviews):
    """The open data of reviews with their decision known now: three queries a batch."""
    today = timezone.localdate()
    for batch in batched(reviews.select_related("subject", "author"), 1000):
        keys = [review.pk for review in batch]
        known_ones = Decision.objects.known().filter(review__in=keys)
        decided = {each.review_id: each for each in known_ones.select_related("dossier")}
        late = late_answers(today).filter(review__in=keys).order_by("pk")
        counts = Counter(late.values_list("review", flat=True))
        for review in batch:
            yield row_of(review, decided.get(review.pk)) | {"late_answers": counts[review.pk]}


def row_of(review, decision):
    """A review as a row of the open data; no query."""
    said = {name: getattr(decision, name, None) for name in DECIDED}
    return {
        "uid": str(review.uid),
        "slug": review.slug,
        "title": review.title,
        "project": review.subject.slug if review.subject.is_public else "",
        "incubator": review.author.slug if review.author and review.author.is_public else "",
        "state": review.state,
        "due_on": review.due_on,
        "basis": review.basis,
        "planned_on": review.planned_on,
        "held_on": review.held_on,
        "decision": said.pop("kind") or "",
        **{name: "" if value is None else value for name, value in said.items()},
        "dossier": decision.dossier.digest if decision and decision.dossier else "",
    }


def search_texts(review):
    """What search reads of a review beside its title: the texts of its decision: one query."""
    decision = decision_of(review)
    return [decision.reasons, decision.learned, decision.bricks] if decision else []
