from collections import defaultdict

from django.utils import timezone

from terreau.evidence.models import (
    Attestation,
    Cost,
    Feed,
    Indicator,
    Measurement,
    MethodVersion,
    Target,
)
from terreau.evidence.periods import ONE_DAY
from terreau.evidence.verdicts import IndicatorState, judge
from terreau.evidence.vocabulary import Dimension

ORDER = {dimension: place for place, dimension in enumerate(Dimension)}


def indicators_of(project, as_of=None, known_at=None, *, corrections=False):
    """The indicators of a project on a day (None: today), as known at a moment: IndicatorStates.

    In the order of the dimensions; retired ones come last. corrections: also the values that had
    been superseded by then. Four queries, one where there is no indicator.
    """
    day = as_of or timezone.localdate()
    found = Indicator.objects.known(known_at).filter(project_id=project.pk)
    indicators = list(found.select_related("measurer", "feed").order_by("name", "pk"))
    if not indicators:
        return []
    keys = [each.pk for each in indicators]
    methods, values, targets = defaultdict(list), defaultdict(list), defaultdict(list)
    for each in MethodVersion.objects.known(known_at).filter(indicator__in=keys).order_by("number"):
        methods[each.indicator_id].append(each)
    measured = Measurement.objects.filter(indicator__in=keys)
    if not corrections:
        measured = measured.known(known_at)
    for each in measured.select_related("checker").order_by("period_to", "period_from", "pk"):
        values[each.indicator_id].append(each)
    set_by_then = Target.objects.known(known_at).filter(indicator__in=keys, set_on__lte=day)
    for each in set_by_then.order_by("due_on", "pk"):
        targets[each.indicator_id].append(each)
    states = [
        state(each, day, known_at, methods[each.pk], values[each.pk], targets[each.pk])
        for each in indicators
    ]
    return sorted(states, key=place_of)


def state(indicator, day, known_at, methods, values, targets):
    """An indicator of the rows at hand: no query."""
    held = [each for each in values if each.is_known(known_at) and each.period_to <= day + ONE_DAY]
    begun = [each for each in methods if each.valid_from is None or each.valid_from <= day]
    return IndicatorState(
        indicator=indicator,
        as_of=day,
        methods=tuple(begun or methods[:1]),
        values=tuple(held),
        targets=tuple(judge(each, methods, held, day) for each in targets),
        corrections=tuple(each for each in values if each.is_superseded(known_at)),
        is_retired=indicator.is_retired(known_at),
        known_at=known_at,
    )


def place_of(each):
    return each.is_retired, ORDER[each.indicator.dimension], each.indicator.name


def costs_of(project, as_of=None, known_at=None):
    """The costs of a project that had begun by a day, as known at a moment, latest first: one
    query."""
    day = as_of or timezone.localdate()
    costs = Cost.objects.known(known_at).filter(project_id=project.pk, period_from__lte=day)
    return list(costs.order_by("-period_from", "-period_to", "pk"))


def attestations_of(project, as_of=None, known_at=None):
    """The titles that organizations gave to a project by a day, latest first: one query."""
    day = as_of or timezone.localdate()
    titles = Attestation.objects.known(known_at).filter(project_id=project.pk, attested_on__lte=day)
    return list(titles.select_related("organization").order_by("-attested_on", "pk"))


def due_feeds(most=200):
    """The uids of the statistics addresses whose time has come, the longest waiting first: one
    query."""
    due = Feed.objects.filter(next_at__lte=timezone.now())
    return list(due.order_by("next_at", "pk").values_list("uid", flat=True)[:most])


def feed_with(uid):
    """The statistics address of that uid with its indicator and project, or None: one query."""
    return Feed.objects.filter(uid=uid).select_related("indicator__project").first()
