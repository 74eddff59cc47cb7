"""What a run's floats cannot decide, in rationals.

The budget of a ballot that is not spent is e − Σ ρ_k·u_i(k) over the rounds k in which it paid in
full. So every exact sum needs only whole numbers, how many units of utility paid in each round, and
the exact ρ_k, kept over one common denominator.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

UNIT = 2.0**-53


@dataclass(frozen=True, slots=True)
class Round:
    """A purchase. rich: ballots that paid ρ·u and hold more; lots: weight × utility of each, in
    units of `each`; short: ballots that gave their last, less than ρ·u; units: utility × weight of
    all that paid ρ·u, those included who have nothing left."""

    project: int
    rho: float
    error: float
    plain: bool
    units: int
    each: int
    rich: np.ndarray
    lots: np.ndarray
    short: np.ndarray
    exact: Fraction | None


class History:
    """Exact ρ of each round so far, worked out when they are first asked for."""

    def __init__(self, weights: np.ndarray, costs: list[int], endowment: Fraction):
        self.weights, self.costs = weights, costs
        self.start, self.bottom = endowment.numerator, endowment.denominator
        self.tops: list[int] = []  # ρ_k = tops[k] / bottom; the endowment = start / bottom
        self.marked = np.zeros(len(weights))

    def rho(self, place: int) -> Fraction:
        return Fraction(self.tops[place], self.bottom)

    def follow(self, rounds: list[Round]) -> None:
        """Take in the rounds since."""
        for each in rounds[len(self.tops) :]:
            found = each.exact
            if found is None:
                money = self.costs[each.project] * self.bottom - self.held(rounds, each.short)
                found = Fraction(money, self.bottom * each.units)
            bottom = lcm(self.bottom, found.denominator)
            factor = bottom // self.bottom
            if factor > 1:
                self.tops = [top * factor for top in self.tops]
                self.start, self.bottom = self.start * factor, bottom
            self.tops.append(found.numerator * (bottom // found.denominator))

    def held(self, rounds: list[Round], ballots: np.ndarray) -> int:
        """What unspent ballots hold together after as many rounds as are known, × bottom."""
        if not len(ballots):
            return 0
        self.marked[ballots] = 1.0
        paid = sum(
            top * each.each * int(each.lots @ self.marked[each.rich])
            for top, each in zip(self.tops, rounds, strict=False)
        )
        self.marked[ballots] = 0.0
        return int(self.weights[ballots].sum()) * self.start - paid

    def budgets(self, run: Any, ballots: np.ndarray) -> list[Fraction]:
        """The exact budget of each ballot; those that paid alike are worked out once."""
        self.follow(run.rounds)
        units = np.zeros((len(ballots), len(run.rounds)), np.int64)
        place = np.full(len(self.weights), -1)
        place[ballots] = np.arange(len(ballots))
        for number, each in enumerate(run.rounds):
            there = place[each.rich]
            here = there >= 0
            units[there[here], number] = each.lots[here] / self.weights[each.rich[here]]
        kinds, kind = np.unique(units, axis=0, return_inverse=True)
        steps = [each.each for each in run.rounds]
        exact = []
        for row in kinds.tolist():
            paid = sum(
                top * n * one for top, n, one in zip(self.tops, row, steps, strict=True) if n
            )
            exact.append(Fraction(self.start - paid, self.bottom))
        return [
            exact[k] if run.left[ballot] else Fraction(0)
            for k, ballot in zip(kind.ravel().tolist(), ballots.tolist(), strict=True)
        ]

    def affordable(self, run: Any, project: int, who: np.ndarray) -> bool:
        self.follow(run.rounds)
        held = self.held(run.rounds, who[run.left[who] > 0])
        return held >= self.costs[project] * self.bottom

    def price(self, run: Any, project: int) -> tuple[Fraction, int, np.ndarray, np.ndarray]:
        """(ρ, units that pay it, (S,) who has nothing left then, (S,) who lacks some of it).

        Newton's way as in `Run.price`: floats tell who is poor where their bounds allow, exact
        budgets where not.
        """
        self.follow(run.rounds)
        who, _heads, lots, unit = run.lists[project]
        left, errors = run.left[who], run.errors[who]
        each, cost = run.market.each[project], self.costs[project] * self.bottom
        rho, count, units = Fraction(max(run.low[project], 0.0)), -1, 0
        while True:
            bar = float(rho) * unit
            gap = left - bar
            doubt = errors + 8 * UNIT * (left + bar)
            short, spent = gap < -doubt, gap < -doubt
            unsure = np.flatnonzero(np.abs(gap) <= doubt)
            whole = unit[unsure] if isinstance(unit, np.ndarray) else np.full(len(unsure), each)
            known = self.budgets(run, who[unsure]) if len(unsure) else []
            for place, budget, utility in zip(unsure.tolist(), known, whole.tolist(), strict=True):
                short[place] = budget < rho * int(utility)
                spent[place] = budget <= rho * int(utility)
            now = int(np.count_nonzero(short))
            if now == count:
                return rho, units, spent, short
            count, units = now, each * int(lots @ ~short)
            poor = who[short & (left > 0)]
            rho = Fraction(cost - self.held(run.rounds, poor), self.bottom * units)
