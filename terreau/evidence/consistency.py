from itertools import pairwise

from django.utils.translation import gettext_lazy

from terreau.entries.consistency import register_truth
from terreau.evidence.models import Cost, Indicator, Measurement, MethodVersion


def values_known_twice():
    """Values of one period that were known at the same moment."""
    keys = ("indicator_id", "period_from", "period_to")
    yield from known_twice(Measurement, keys)


def definitions_known_twice():
    """Definitions of one number that were known at the same moment."""
    yield from known_twice(MethodVersion, ("indicator_id", "number"))


def known_twice(model, keys):
    """Rows of the same keys of which one was recorded before the other was superseded."""
    rows = model.objects.order_by(*keys, "recorded_at", "pk")
    for one, other in pairwise(rows.iterator(chunk_size=2000)):
        same = all(getattr(one, key) == getattr(other, key) for key in keys)
        if same and (one.superseded_at is None or one.superseded_at > other.recorded_at):
            yield f"{one} / {other}"


def indicators_without_definition():
    known = MethodVersion.objects.known().values("indicator")
    yield from map(str, Indicator.objects.exclude(pk__in=known).order_by("pk"))


def costs_counted_twice():
    """Costs known now that cover the same thing on the same days."""
    before = {}
    for cost in Cost.objects.known().order_by("project", "period_from", "pk"):
        for other in before.setdefault(cost.project_id, []):
            if other.period_to > cost.period_from and set(other.covers) & set(cost.covers):
                yield f"{other} / {cost}"
        before[cost.project_id].append(cost)


register_truth(gettext_lazy("one value is known for a period"), values_known_twice)
register_truth(gettext_lazy("one definition is known of a number"), definitions_known_twice)
register_truth(gettext_lazy("every indicator has a definition"), indicators_without_definition)
register_truth(gettext_lazy("no cost counts twice"), costs_counted_twice)
