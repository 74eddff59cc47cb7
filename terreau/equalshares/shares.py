"""The Method of Equal Shares, one run at one endowment.

Every voter holds the same endowment e. For a project c that is not yet bought and whose supporters
still hold its cost, ρ(c) is the smallest number with Σ min(b_i, ρ·u_i(c)) = cost(c); the project of
least ρ is bought and its supporters pay min(b_i, ρ·u_i(c)), until nothing is affordable (Peters,
Pierczyński, Skowron: Proportional Participatory Budgeting with Additive Utilities, 2021).

Budgets are floats, each with a bound of its error. Budgets only fall, so a ρ never falls either: an
old one is a lower bound, and most projects are seldom looked at. What two floats cannot decide
within their bounds is decided in rationals (`exact.History`).
"""

from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from typing import Any, Literal

import numpy as np

from terreau.equalshares.amounts import BadElection
from terreau.equalshares.elections import Election, ranks
from terreau.equalshares.exact import History, Round

Utility = Literal["cost", "cardinality", "cardinal"]
UNIT = 2.0**-53  # of a float's rounding
INFINITE = float("inf")
MANY = 1000  # supporters of whom those who hold nothing are forgotten once FEW are left
FEW = 0.7


@dataclass(frozen=True, slots=True)
class Price:
    """ρ of a project, within `error`.

    plain: all supporters pay in full, so that ρ = cost / all their utility; poorless: all do but
    those who hold nothing; units: the utility of those who pay in full; spent: (S,) supporters who
    hold no more than they pay; short: (S,) those among them who hold less; exact: ρ, where known.
    """

    rho: float
    error: float
    plain: bool
    poorless: bool
    units: int
    spent: np.ndarray
    short: np.ndarray
    exact: Fraction | None = None


class Market:
    """An election as a run reads it: whole money, whole utilities, supporters as float arrays.

    Projects without support, or that cost more than the whole budget, take no part; those that
    cost nothing are free for whoever asks.
    """

    def __init__(self, election: Election, utility: Utility = "cost", seed: int | None = None):
        if utility == "cardinal" and election.points is None and len(election.weights):
            raise BadElection("ballots give no points: cardinal utility says nothing")
        self.election, self.utility = election, utility
        self.scale = election.money_scale
        self.ties = election.tie_ranks(seed)
        self.costs = [int(each.cost * self.scale) for each in election.projects]
        self.budget = int(election.budget * self.scale)
        wanted = [p for p, who in enumerate(election.supporters) if len(who)]
        self.free = sorted((p for p in wanted if not self.costs[p]), key=self.ties.__getitem__)
        self.open = [p for p in wanted if 0 < self.costs[p] <= self.budget]
        self.weights = election.weights.astype(float)
        self.lists: dict[int, tuple[np.ndarray, np.ndarray, np.ndarray, Any]] = {}
        self.units, self.each, self.tops = {}, {}, {}
        for p in self.open:
            who = election.supporters[p].astype(np.int64)
            heads = self.weights[who]
            if utility == "cardinal" and election.points is not None:
                points = election.points[p].astype(float)
                self.each[p], lots = 1, heads * points
                self.lists[p] = (who, heads, lots, points)
                self.units[p], self.tops[p] = int(lots.sum()), float(points.max())
            else:
                one = self.costs[p] if utility == "cost" else 1
                self.each[p] = one
                self.lists[p] = (who, heads, heads, float(one))
                self.units[p], self.tops[p] = one * int(heads.sum()), float(one)
        self.floats = {p: float(self.costs[p]) for p in self.open}
        self.heads = {p: float(self.lists[p][1].sum()) for p in self.open}
        plain = {p: Fraction(self.costs[p], self.units[p]) for p in self.open}
        self.plain = {p: float(each) for p, each in plain.items()}
        order = ranks([(plain[p], self.ties[p]) for p in self.open])
        self.places = dict(zip(self.open, order, strict=True))

    def total(self, chosen) -> int:
        return sum(self.costs[p] for p in chosen)


class Run:
    """Purchases at one endowment (a Fraction of scaled money), in order; `rounds` records them."""

    def __init__(self, market: Market, endowment: Fraction):
        self.market, self.endowment = market, endowment
        self.left = np.full(len(market.weights), float(endowment))
        self.errors = np.full(len(market.weights), float(endowment) * UNIT)
        self.worst = float(endowment) * UNIT
        self.rounds: list[Round] = []
        self.history = History(market.weights, market.costs, endowment)
        self.lists = dict(market.lists)
        self.low = {p: market.plain[p] * (1 - 4 * UNIT) for p in market.open}
        self.heap = [(self.low[p], market.places[p], p) for p in market.open]
        heapify(self.heap)

    @property
    def bought(self) -> list[int]:
        return [*self.market.free, *(each.project for each in self.rounds)]

    def finished(self) -> "Run":
        """The run, taken to its end."""
        while (found := self.cheapest()) is not None:
            self.buy(*found)
        return self

    def cheapest(self) -> tuple[int, Price] | None:
        """The project of least ρ, ties as the market ranks them; it leaves the heap."""
        places = self.market.places
        best: tuple[int, Price] | None = None
        ceiling, beaten = INFINITE, []
        while self.heap and self.heap[0][0] <= ceiling:
            p = self.pop()
            if best and best[1].plain and places[p] > places[best[0]]:
                beaten.append(p)  # at its cheapest it would still come after
                continue
            price = self.price(p, ceiling)
            if isinstance(price, float):
                self.push(p)
            elif price is not None and (best is None or self.precedes((p, price), best)):
                beaten += [best[0]] if best else []
                best = p, price
                ceiling = price.rho + price.error
            elif price is not None:
                beaten.append(p)
        for p in beaten:
            self.push(p)
        return best

    def pop(self) -> int:
        """The project of the lowest bound, which leaves the heap."""
        return heappop(self.heap)[2]

    def push(self, p: int) -> None:
        heappush(self.heap, (self.low[p], self.market.places[p], p))

    def precedes(self, one, other) -> bool:
        """Whether one (project, price) is bought before another."""
        (p, mine), (q, theirs) = one, other
        if mine.plain and theirs.plain:
            return self.market.places[p] < self.market.places[q]
        if abs(mine.rho - theirs.rho) > mine.error + theirs.error:
            return mine.rho < theirs.rho
        exact = [self.exact(*each) for each in (one, other)]
        return (exact[0], self.market.ties[p]) < (exact[1], self.market.ties[q])

    def exact(self, p: int, price: Price) -> Fraction:
        if price.exact is not None:
            return price.exact
        whole = Fraction(self.market.costs[p], price.units)
        return whole if price.poorless else self.history.price(self, p)[0]

    def price(self, p: int, ceiling: float) -> Price | float | None:
        """ρ of p now; or a lower bound of it above `ceiling`; or None: never again affordable.

        Newton's way from a lower bound: Σ min(b, ρu) is concave in ρ, so that each step stays
        below. An error of budgets moves ρ by no more than what it adds to the poor, by the slope.
        """
        who, heads, lots, unit = self.lists[p]
        left = self.left[who]
        if len(who) > MANY and np.count_nonzero(left) < FEW * len(who):
            who, heads, lots, unit, left = self.thinned(p, left)
        market = self.market
        cost, each, most = market.floats[p], market.each[p], market.units[p]
        fine = (len(who) + 8) * UNIT
        loose = self.worst * market.heads[p] + 2 * fine * cost
        rho, units = self.low[p], -1.0
        while True:
            bar = rho * unit
            rich = left >= bar
            now = each * float(lots @ rich)
            if now == units:
                break
            units = now
            if units == most:
                rho = market.plain[p]
                break
            if not units:
                return self.sharp(p)
            rho += max(0.0, (cost - float(heads @ np.minimum(left, bar))) / units)
            bound = rho - loose / units
            if bound > ceiling:
                self.low[p] = max(self.low[p], bound)
                return self.low[p]
        poor = ~rich
        doubt = 0.0 if units == most else float(heads @ (self.errors[who] * poor))
        error = 2 * (doubt + fine * cost) / units + 4 * UNIT * rho
        near = self.worst + error * market.tops[p] + 8 * UNIT * cost
        if float(np.abs(left - rho * unit).min()) <= near:
            return self.sharp(p)
        self.low[p] = max(self.low[p], rho - error)
        poorless = units == most or not (left * poor).any()
        return Price(rho, error, units == most, poorless, int(units), poor, poor)

    def sharp(self, p: int) -> Price | None:
        """ρ in rationals; None where supporters do not hold the cost."""
        who, heads, _lots, _unit = self.lists[p]
        cost, held = self.market.floats[p], float(heads @ self.left[who])
        loose = self.worst * self.market.heads[p] + (len(who) + 8) * UNIT * (held + cost)
        if held < cost - loose or not self.history.affordable(self, p, who):
            return None
        exact, units, spent, short = self.history.price(self, p)
        rho = float(exact)
        self.low[p] = max(self.low[p], rho * (1 - 4 * UNIT))
        return Price(rho, 4 * UNIT * rho, False, False, units, spent, short, exact)

    def thinned(self, p: int, left: np.ndarray) -> tuple:
        """The supporters of p who hold something yet, and what; the others are forgotten."""
        alive = left > 0
        who, heads, lots, unit = self.lists[p]
        unit = unit[alive] if isinstance(unit, np.ndarray) else unit
        self.lists[p] = (who[alive], heads[alive], lots[alive], unit)
        return *self.lists[p], left[alive]

    def buy(self, p: int, price: Price) -> None:
        """Let supporters pay, and write it down."""
        who, _heads, lots, unit = self.lists[p]
        left, full = self.left[who], ~price.spent
        rich, paid = who[full], price.rho * (unit if isinstance(unit, float) else unit[full])
        short = who[price.short & (left > 0)]
        errors = self.errors[rich] + price.error / price.rho * paid + 2 * UNIT * left[full]
        self.left[who[price.spent]] = 0.0
        self.errors[who[price.spent]] = 0.0
        self.left[rich] = left[full] - paid
        self.errors[rich] = errors
        self.worst = max(self.worst, float(errors.max(initial=0.0)))
        each = self.market.each[p]
        self.rounds.append(
            Round(
                p, price.rho, price.error, price.plain, price.units, each, rich, lots[full], short,
                price.exact,
            )
        )  # fmt: skip
        del self.lists[p]
