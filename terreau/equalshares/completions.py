"""What follows a first run that leaves money: higher endowments, and the jump between them.

add1 runs again with e, e + step, e + 2·step …, all endowments higher than the budget pays for, and
keeps the last outcome whose cost is still within the budget, just before the first that is not.
"""

from collections.abc import Callable
from fractions import Fraction

from terreau.equalshares.shares import INFINITE, Market, Run

Progress = Callable[[int, int], None]  # (steps so far, projects bought at this one)
MOST_PATIENT = 16


def add1(
    market: Market,
    start: Fraction,
    step: Fraction,
    *,
    exhaustive: bool = False,
    progress: Progress | None = None,
    jump: bool = True,
) -> tuple[Run, int]:
    """(the run that stands, how many steps above `start` it is); amounts in scaled money.

    exhaustive: stop as soon as nothing else fits. jump: leave out endowments of which `steady`
    proves that they buy the same; the outcome is the same without.

    A proof costs about as much as a run. Strides double while proofs succeed; where one fails, a
    quarter is tried; after a vain attempt as many runs go by as there were vain ones.
    """
    at, stride, vain, wait = 0, 2, 0, 0
    run = Run(market, start).finished()
    while not ended(market, run, exhaustive):
        if progress:
            progress(at, len(run.bought))
        if jump and not wait and stride > 1:
            ahead = steady(run, start + (at + stride) * step)
            if ahead is not None:
                run, at = ahead, at + stride
                stride, vain = stride * 2, 0
                continue
            stride //= 4
            if stride < 2:
                vain = min(vain + 1, MOST_PATIENT)
                wait, stride = vain, 2
            else:
                continue
        wait = max(0, wait - 1)
        further = Run(market, start + (at + 1) * step).finished()
        if market.total(further.bought) > market.budget:
            break
        run, at = further, at + 1
    return run, at


def ended(market: Market, run: Run, exhaustive: bool) -> bool:
    """Whether no higher endowment is asked: all is bought, or (exhaustive) nothing else fits."""
    rest = set(market.open) - set(run.bought)
    if not exhaustive:
        return not rest
    left = market.budget - market.total(run.bought)
    return all(market.costs[p] > left for p in rest)


def steady(run: Run, endowment: Fraction) -> Run | None:
    """The run at a higher endowment, if it is certain that it and every run in between buy the same
    projects in the same order; None where that is not certain.

    While two endowments a < b buy the same, every budget at b is at least what it is at a: b starts
    higher, pays no higher ρ, and max(0, b_i − ρu_i) keeps the order. So ρ of any project at any
    endowment between lies between its ρ at b and at a. If at each round the ρ at `a` of what was
    bought is below the ρ at `b` of all else, nothing else is bought anywhere between; and what
    cannot be afforded in the end at b, cannot be anywhere below. (A project whose supporters all
    pay in full at a does so at b, for the same ρ, the least it can be: it goes before all that
    would come after it at their own least.)
    """
    market, ahead = run.market, Run(run.market, endowment)
    for each in run.rounds:
        if not follows(ahead, each):
            return None
        price = ahead.price(each.project, INFINITE)
        if price is None or isinstance(price, float):
            return None
        ahead.buy(each.project, price)
    rest = [p for p in market.open if p in ahead.lists]
    return ahead if all(ahead.price(p, INFINITE) is None for p in rest) else None


def follows(ahead: Run, bought) -> bool:
    """Whether all else that is left costs more at the higher endowment than what was bought."""
    places, ceiling, later = ahead.market.places, bought.rho + bought.error, []
    while ahead.heap and ahead.heap[0][0] <= ceiling:
        p = ahead.pop()
        if p == bought.project or p not in ahead.lists:
            continue
        if bought.plain and places[p] > places[bought.project]:
            later.append(p)
            continue
        price = ahead.price(p, ceiling)
        if price is None:
            continue
        if not isinstance(price, float):
            return False
        later.append(p)
    for p in later:
        ahead.push(p)
    return True
