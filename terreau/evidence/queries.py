from collections import defaultdict

from django.db.models import Exists, F, OuterRef
from django.http import Http404
from django.utils import timezone

from terreau.entries.models import visible
from terreau.entries.queries import by_uid_or_404, entry_at
from terreau.evidence.models import (
    Attestation,
    Cost,
    Feed,
    Indicator,
    Measurement,
    MethodVersion,
    Target,
    Token,
)
from terreau.evidence.periods import ONE_DAY
from terreau.evidence.verdicts import IndicatorState, judge
from terreau.evidence.vocabulary import Dimension
from terreau.organizations.models import Organization
from terreau.organizations.queries import edited_by
from terreau.prepared import prepared
from terreau.projects.models import Project

ORDER = {dimension: place for place, dimension in enumerate(Dimension)}


def indicators_of(project, as_of=None, known_at=None, *, corrections=False):
    """The indicators of a project on a day (None: today), as known at a moment: IndicatorStates.

    In the order of the dimensions; retired ones come last. corrections: also the values that had
    been superseded by then. Four queries, one where there is no indicator.
    """
    day = as_of or timezone.localdate()
    found = Indicator.objects.known(known_at).filter(project_id=project.pk)
    return states_of(found, day, known_at, corrections=corrections)


def states_of(indicators, day, known_at=None, *, corrections=False):
    """The states of some indicators, as `indicators_of` says them, with as many queries."""
    indicators = list(indicators.select_related("measurer", "feed").order_by("name", "pk"))
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
    titles = Attestation.objects.known(known_at).filter(
        visible(None, "organization__"), project_id=project.pk, attested_on__lte=day
    )
    return list(titles.select_related("organization").order_by("-attested_on", "pk"))


def due_feeds(most=200):
    """The uids of the statistics addresses whose time has come, the longest waiting first: one
    query."""
    due = Feed.objects.filter(next_at__lte=timezone.now())
    return list(due.order_by("next_at", "pk").values_list("uid", flat=True)[:most])


def feed_with(uid):
    """The statistics address of that uid with its indicator and project, or None: one query."""
    return Feed.objects.filter(uid=uid).select_related("indicator__project").first()


def evidence_page(user, slug, known_at=None):
    """What the page of a project's evidence shows, as known on a day (None: now): seven queries.

    Four without an indicator.
    """
    project = entry_at(Project, user, slug)
    day = known_at or timezone.localdate()
    return {
        "project": project,
        "known_at": known_at,
        "day": day,
        "states": indicators_of(project, day, known_at, corrections=True),
        "costs": costs_of(project, day, known_at),
        "titles": attestations_of(project, day, known_at),
    }


def indicator_page(user, slug, uid, known_at=None):
    """What the page of one indicator shows: five queries. Raises Http404."""
    project = entry_at(Project, user, slug)
    day = known_at or timezone.localdate()
    found = Indicator.objects.known(known_at).filter(project_id=project.pk, uid=uid)
    states = states_of(found, day, known_at, corrections=True)
    if not states:
        raise Http404(str(uid))
    return {"project": project, "known_at": known_at, "day": day, "state": states[0]}


def state_with(project, uid):
    """One indicator of a project that is still measured, as it is now: four queries.

    Raises Http404.
    """
    found = Indicator.objects.filter(project_id=project.pk, uid=uid, retired_at__isnull=True)
    states = states_of(found, timezone.localdate())
    if not states:
        raise Http404(str(uid))
    return states[0]


def row_with(model, project, uid):
    """A measurement, target, cost or title of a project that is known now. Raises Http404."""
    owner = "project" if model in (Cost, Attestation) else "indicator__project"
    related = () if model is Cost else ("organization",) if model is Attestation else ("indicator",)
    found = model.objects.known().filter(**{owner: project.pk, "uid": uid})
    row = found.select_related(*related).first()
    if row is None:
        raise Http404(str(uid))
    return row


def measurement_page(user, slug, uid):
    """A value with all that was ever known for its period, newest first: six queries.

    Raises Http404.
    """
    project = entry_at(Project, user, slug)
    rows = Measurement.objects.select_related("indicator").filter(indicator__project=project.pk)
    row = rows.filter(uid=uid).first()
    if row is None:
        raise Http404(str(uid))
    found = Indicator.objects.filter(pk=row.indicator_id)
    state = states_of(found, timezone.localdate(), corrections=True)[0]
    same = [
        each
        for each in (*state.values, *state.corrections)
        if (each.period_from, each.period_to) == (row.period_from, row.period_to)
    ]
    same.sort(key=lambda each: (each.recorded_at, each.pk), reverse=True)
    return {"project": project, "row": row, "state": state, "history": same}


def tokens_of(project):
    """The tokens of a project, those in use first: one query."""
    tokens = Token.objects.filter(project=project.pk).select_related("user")
    return list(tokens.order_by(F("revoked_at").desc(nulls_first=True), "-created_at"))


def token_with(project, uid):
    found = Token.objects.filter(project=project.pk, uid=uid).first()
    if found is None:
        raise Http404(str(uid))
    return found


def project_with(user, uid):
    """A project that the user may see, for the API: two queries. Raises Http404."""
    return by_uid_or_404(Project, user, uid)


def indicator_with(project, uid):
    """An indicator of a project that is still measured, or None: one query."""
    found = Indicator.objects.filter(project_id=project.pk, uid=uid, retired_at__isnull=True)
    return found.first()


def known_value(indicator, begin, end):
    """The value that is known now for a stretch of days, or None: one query."""
    rows = Measurement.objects.known().filter(indicator=indicator)
    return rows.filter(period_from=begin, period_to=end).first()


def bodies_of(user):
    """The organizations in whose name a user may check figures and give titles."""
    if user.is_staff:
        return Organization.objects.public().order_by("title")
    return edited_by(user)


def has_evidence(project):
    """Whether there ever was an indicator, a cost or a title of a project: one query."""
    return any(any(there) for there in _there(project.pk))


@prepared
def _there(pk):
    return Project.objects.filter(pk=pk).values_list(
        Exists(Indicator.objects.filter(project=OuterRef("pk"))),
        Exists(Cost.objects.filter(project=OuterRef("pk"))),
        Exists(Attestation.objects.filter(project=OuterRef("pk"))),
    )


def known_values(size=1000):
    """(value, the known definitions of its indicator) of public projects: two queries a batch."""
    public = visible(None, "indicator__project__")
    found = Measurement.objects.known().filter(public).select_related("indicator__project")
    last = 0
    while batch := list(found.filter(pk__gt=last).order_by("pk")[:size]):
        last = batch[-1].pk
        methods = defaultdict(list)
        keys = {row.indicator_id for row in batch}
        known = MethodVersion.objects.known().filter(indicator__in=keys)
        for each in known.order_by("number"):
            methods[each.indicator_id].append(each)
        yield from ((row, methods[row.indicator_id]) for row in batch)
