from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy

from terreau.entries.consistency import register_truth
from terreau.reviews.dossier import digest
from terreau.reviews.models import Decision, Dossier, Passage, Review, State


def states_without_their_passage():
    """Reviews whose state is not the last that they came into."""
    last = Passage.objects.filter(review=OuterRef("pk")).order_by("-at", "-pk").values("state")[:1]
    wrong = Review.objects.annotate(last=Subquery(last)).exclude(state=F("last"))
    for review in wrong.order_by("pk"):
        yield f"{review.slug}: {review.state} ≠ {review.last}"


def decided_without_a_decision():
    """Reviews that say that they were decided, and are not; and the other way round."""
    known = Decision.objects.known().exclude(kind="none").values("review")
    decided = Q(pk__in=known)
    says = Q(state=State.DECIDED)
    wrong = Review.objects.filter(says & ~decided | ~says & decided)
    yield from (review.slug for review in wrong.order_by("pk"))


def dossiers_that_do_not_hold():
    for dossier in Dossier.objects.select_related("review").order_by("pk").iterator(chunk_size=200):
        if digest(dossier.content) != dossier.digest:
            yield f"{dossier.review.slug} v{dossier.version}"


register_truth(
    gettext_lazy("the state of a review is the last that it came into"),
    states_without_their_passage,
)
register_truth(gettext_lazy("a decided review has its decision"), decided_without_a_decision)
register_truth(gettext_lazy("every dossier is what was frozen"), dossiers_that_do_not_hold)
