"""The evidence of a project as plain data, for a dossier, the API and downloads."""

from terreau.evidence.costing import per_unit
from terreau.evidence.decimals import plain
from terreau.evidence.queries import attestations_of, costs_of, indicators_of
from terreau.evidence.vocabulary import Dimension


def summary(project, as_of=None, known_at=None):
    """The evidence of a project on a day (None: today), as known at a moment: six queries.

    Plain JSON: numbers are texts without exponent, days and moments ISO 8601, periods half open.
    """
    states = indicators_of(project, as_of, known_at)
    costs = costs_of(project, as_of, known_at)
    titles = attestations_of(project, as_of, known_at)
    return said(states, costs, titles, as_of, known_at)


def said(states, costs, titles, as_of, known_at):
    """The same of what is at hand: no query."""
    measured = {each.indicator.dimension for each in states if each.values and not each.is_retired}
    divided = per_unit(states, costs)
    if any(each.value for each in divided):
        measured.add(Dimension.EFFICIENT)
    return {
        "as_of": day(as_of),
        "known_at": day(known_at),
        "dimensions": {name: name in measured for name in Dimension.values},
        "indicators": [indicator(each) for each in states],
        "costs": [cost(each) for each in costs],
        "per_unit": [unit_cost(each) for each in divided],
        "titles": [title(each) for each in titles],
    }


def day(value):
    return value.isoformat() if value else None


def indicator(state):
    """An indicator with its definitions, values and targets."""
    about, method = state.indicator, state.method
    return {
        "uid": str(about.uid),
        "name": about.name,
        "dimension": about.dimension,
        "stands_for": about.stands_for,
        "retired": state.is_retired,
        "measured_by": about.by,
        "measurer": str(about.measurer.uid) if about.measurer else None,
        "source_url": about.source_url,
        "unit": method.unit,
        "period": method.period,
        "direction": method.direction,
        "definition": method.definition,
        "numerator": method.numerator,
        "denominator": method.denominator,
        "method": method.number,
        "methods": [
            {"number": each.number, "valid_from": day(each.valid_from),
             "definition": each.definition, "unit": each.unit, "period": each.period,
             "direction": each.direction}
            for each in state.methods
        ],
        "verdict": state.verdict.value,
        "latest": measurement(state, state.latest),
        "measurements": [measurement(state, each) for each in state.values],
        "targets": [target(state, each) for each in state.targets],
        "failing": failing(state),
    }  # fmt: skip


def measurement(state, row):
    if row is None:
        return None
    return {
        "uid": str(row.uid),
        "value": plain(row.value),
        "period_from": day(row.period_from),
        "period_to": day(row.period_to),
        "level": row.level,
        "checked_by": row.checker.title if row.checker and row.checker.is_public else "",
        "way": row.way,
        "source": row.source,
        "note": row.note,
        "method": state.method_of(row).number,
        "recorded_at": row.recorded_at.isoformat(),
    }


def target(state, judged):
    row = judged.target
    return {
        "uid": str(row.uid),
        "value": plain(row.value),
        "due_on": day(row.due_on),
        "set_on": day(row.set_on),
        "frozen_at": day(row.frozen_at),
        "review": str(row.review) if row.review else None,
        "method": row.method,
        "verdict": judged.verdict.value,
        "so_far": judged.so_far.value,
        "measured": measurement(state, judged.measurement),
    }


def failing(state):
    """Since when and why its public statistics cannot be read, or None; of today alone."""
    feed = state.feed
    if feed is None or feed.failing_since is None or state.known_at is not None:
        return None
    return {
        "since": feed.failing_since.isoformat(),
        "code": (feed.failure or {}).get("code", ""),
        "url": feed.url,
    }


def cost(row):
    return {
        "uid": str(row.uid),
        "amount": plain(row.amount),
        "currency": row.currency,
        "period_from": day(row.period_from),
        "period_to": day(row.period_to),
        "covers": list(row.covers),
        "says": row.says,
        "source": row.source,
        "recorded_at": row.recorded_at.isoformat(),
    }


def unit_cost(each):
    return {
        "indicator": str(each.indicator.uid),
        "name": each.indicator.name,
        "stands_for": each.indicator.stands_for,
        "period_from": day(each.period_from),
        "period_to": day(each.period_to),
        "budget": plain(each.budget),
        "covers": list(each.covers),
        "says": list(each.says),
        "months": each.months,
        "counted": each.counted,
        "divisor": plain(each.divisor) if each.divisor is not None else None,
        "value": plain(each.value) if each.value is not None else None,
        "refused": each.refused,
    }


def title(row):
    return {
        "uid": str(row.uid),
        "title": row.title,
        "organization": str(row.organization.uid),
        "attested_by": row.organization.title,
        "attested_on": day(row.attested_on),
        "source": row.source,
        "recorded_at": row.recorded_at.isoformat(),
    }
