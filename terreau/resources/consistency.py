"""What must hold of resources and their feedback."""

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy

from terreau.entries.consistency import register_truth
from terreau.entries.models import Link
from terreau.resources.models import DUPLICATES, Feedback, Resource, State


def ratings_that_drifted():
    said = Feedback.objects.filter(hidden_at=None, withdrawn_at=None)
    counted = {
        (each["resource"], each["rating"]): each["n"]
        for each in said.values("resource", "rating").annotate(n=Count("pk")).order_by("resource")
    }
    for resource in Resource.objects.order_by("pk"):
        for rating, kept in enumerate(resource.ratings, 1):
            if kept != (n := counted.get((resource.pk, rating), 0)):
                yield f"{resource.slug} {rating}: {kept} ≠ {n}"


def duplicates_of_nothing():
    today = timezone.localdate()
    linked = Link.objects.at(today).filter(role=DUPLICATES).values("source")
    lost = Resource.objects.filter(state=State.DUPLICATE).exclude(pk__in=linked)
    yield from (each.slug for each in lost.order_by("pk"))


register_truth(
    gettext_lazy("the counts of ratings are those of the feedback"), ratings_that_drifted
)
register_truth(gettext_lazy("a duplicate says what it repeats"), duplicates_of_nothing)
