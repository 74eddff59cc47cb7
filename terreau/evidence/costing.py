"""Cost per active user and per unit of impact: what is divided by what, or why nothing is."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from terreau.evidence.models import Cost, Indicator
from terreau.evidence.periods import whole_months
from terreau.evidence.vocabulary import Covers, Period, StandsFor

EXACT = Context(prec=40, rounding=ROUND_HALF_UP)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class PerUnit:
    """The cost of one period for each unit of one indicator.

    value: euros to the cent, or None where `refused` says why not: "no_overlap",
    "definition_changed", "not_monthly", "not_whole_months", "incomplete" or "nothing_counted".
    budget: what was divided, a year's pace for active users; divisor: by what; months: how many of
    the period the budget covers; counted: how many values the divisor is made of; covers: what the
    budget includes (`Covers`), says: the same in the words of the costs.
    """

    indicator: Indicator
    period_from: date
    period_to: date
    budget: Decimal
    covers: tuple[str, ...]
    says: tuple[str, ...]
    months: int | None
    counted: int = 0
    divisor: Decimal | None = None
    value: Decimal | None = None
    refused: str = ""


def per_unit(states, costs):
    """What each period of cost comes to for each indicator that can be divided by.

    states: of `queries.indicators_of`; costs: of `queries.costs_of`. No query.
    """
    divisors = [each for each in states if each.indicator.stands_for and not each.is_retired]
    return [
        divided(state, begin, end, together)
        for (begin, end), together in by_period(costs).items()
        for state in divisors
    ]


def by_period(costs: list[Cost]) -> dict[tuple[date, date], list[Cost]]:
    """Costs of one period belong together: the team, the hosting, the overheads."""
    found = defaultdict(list)
    for each in costs:
        found[each.period_from, each.period_to].append(each)
    return dict(found)


def divided(state, begin, end, costs):
    """Annual budget ÷ mean monthly active users, or budget ÷ impact, of one period."""
    total = sum((each.amount for each in costs), Decimal(0))
    covered = {name for each in costs for name in each.covers}
    common = {
        "indicator": state.indicator,
        "period_from": begin,
        "period_to": end,
        "budget": total,
        "covers": tuple(name for name in Covers.values if name in covered),
        "says": tuple(dict.fromkeys(each.says for each in costs if each.says)),
        "months": whole_months(begin, end),
    }
    within = [v for v in state.values if begin <= v.period_from and v.period_to <= end]
    common["counted"] = len(within)
    if not within:
        return PerUnit(**common, refused="no_overlap")
    if len({state.method_of(each).number for each in within}) > 1:
        return PerUnit(**common, refused="definition_changed")
    users = state.indicator.stands_for == StandsFor.ACTIVE_USERS
    return (for_users if users else for_impact)(state, within, common)


def for_users(state, within, common):
    """The budget at the pace of a year, for each active user of a mean month."""
    if state.method_of(within[0]).period != Period.MONTH:
        return PerUnit(**common, refused="not_monthly")
    if common["months"] is None:
        return PerUnit(**common, refused="not_whole_months")
    annual = EXACT.divide(common.pop("budget") * 12, Decimal(common["months"]))
    mean = EXACT.divide(sum((v.value for v in within), Decimal(0)), Decimal(len(within)))
    return quotient(annual, mean, common)


def for_impact(state, within, common):
    """The budget for each unit of impact of the same period, which has to be whole."""
    reached = common["period_from"]
    for each in within:
        if each.period_from != reached:
            return PerUnit(**common, refused="incomplete")
        reached = each.period_to
    if reached != common["period_to"]:
        return PerUnit(**common, refused="incomplete")
    return quotient(common.pop("budget"), sum((v.value for v in within), Decimal(0)), common)


def quotient(budget, divisor, common):
    budget = budget.quantize(CENT, context=EXACT)
    shown = divisor.quantize(CENT, context=EXACT)
    if divisor <= 0:
        return PerUnit(**common, budget=budget, divisor=shown, refused="nothing_counted")
    value = EXACT.divide(budget, divisor).quantize(CENT, context=EXACT)
    return PerUnit(**common, budget=budget, divisor=shown, value=value)
