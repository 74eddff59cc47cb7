"""Why each project won or did not: who paid what, what was missing, by how much it would have won.

What a loser lacked is a counterfactual about it alone: as long as a project is not bought nothing
else depends on its cost or its supporters, so that each round, as it was, says from which cost on,
or from how many more supporters on, the project would have been bought in it instead.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

import numpy as np

from terreau.equalshares.elections import Election
from terreau.equalshares.greedy import ranking
from terreau.equalshares.phragmen import Loads, purchases
from terreau.equalshares.rules import Outcome, shown
from terreau.equalshares.shares import Run

NEARLY = 1e-9  # relative: what is so close to a whole number is one


@dataclass(frozen=True, slots=True)
class Payment:
    """What supporters paid.

    rate: ρ, money for each unit of utility (None under Phragmén's rule); price: money for each of
    those that paid in full (None where they did not pay alike); full: how many they are; short: how
    many gave all they had left, and less. ballots: (S,) distinct ballots; paid: (S,) what each
    voter with that ballot paid.
    """

    rate: Fraction | None
    price: Fraction | None
    full: int
    short: int
    ballots: np.ndarray
    paid: np.ndarray


@dataclass(frozen=True, slots=True)
class Explanation:
    """key, cost, votes of a project. Winners: place from 1, and the payment unless a completion
    added it or the rule asks nobody to pay. Losers: held, what was there for it in the end;
    missing, what it costs beyond; cost_to_win, the highest cost at which it would have won;
    votes_to_win, how many more votes would have done, of voters that gave nothing to others.
    None: the rule does not say, or nothing would have done."""

    key: str
    cost: Fraction
    votes: int
    place: int = 0
    payment: Payment | None = None
    held: Fraction | None = None
    missing: Fraction | None = None
    cost_to_win: float | None = None
    votes_to_win: int | None = None

    def plain(self) -> dict[str, Any]:
        said: dict[str, Any] = {"key": self.key, "cost": shown(self.cost), "votes": self.votes}
        if self.place:
            said["place"] = self.place
            if self.payment:
                said |= {"full": self.payment.full, "short": self.payment.short}
                rate, price = self.payment.rate, self.payment.price
                said["rate"] = None if rate is None else f"{float(rate):.12g}"
                said["price"] = None if price is None else f"{float(price):.6f}"
            return said
        for name in ("held", "missing"):
            value = getattr(self, name)
            said[name] = None if value is None else shown(Fraction(round(value * 100), 100))
        cost = self.cost_to_win
        said["cost_to_win"] = None if cost is None else shown(Fraction(int(cost * 100), 100))
        return said | {"votes_to_win": self.votes_to_win}


def explain(election: Election, outcome: Outcome) -> list[Explanation]:
    """One for each project, winners first, in their order; then losers by what they lack."""
    places = {each.key: p for p, each in enumerate(election.projects)}
    won = [places[key] for key in outcome.winners]
    if outcome.run is not None and not outcome.replaced:
        payments, lacks = paid(outcome.run), of_run(outcome.run)
    elif outcome.parameters.rule == "phragmen":
        payments, lacks = of_loads(election, outcome)
    else:
        payments, lacks = {}, of_ranking(election, outcome, won)
    votes, found = election.votes, []
    for place, p in enumerate(won):
        each = election.projects[p]
        found.append(Explanation(each.key, each.cost, votes[p], place + 1, payments.get(p)))
    losers = []
    for p in sorted(set(places.values()) - set(won)):
        each = election.projects[p]
        losers.append(Explanation(each.key, each.cost, votes[p], **lacks.get(p, {})))
    return found + sorted(losers, key=lambda each: (each.missing is None, each.missing or 0))


def paid(run: Run) -> dict[int, Payment]:
    """Each purchase of a run, in the currency's unit."""
    market = run.market
    left = np.full(len(market.weights), float(run.endowment))
    run.history.follow(run.rounds)
    money = 1 if market.utility == "cost" else market.scale
    per = Fraction(money, market.election.points_scale if market.utility == "cardinal" else 1)
    found = {}
    for number, each in enumerate(run.rounds):
        who, heads, _lots, unit = market.lists[each.project]
        paying = np.minimum(left[who], each.rho * unit)
        rich = np.isin(who, each.rich)
        short = np.isin(who, each.short) | (left[who] == 0)
        left[who] = np.where(rich, left[who] - paying, 0.0)
        lacking = int(heads[short].sum())
        rho = run.history.rho(number)
        price = rho * each.each / market.scale if market.utility != "cardinal" else None
        full = int(heads.sum()) - lacking
        found[each.project] = Payment(rho / per, price, full, lacking, who, paying / market.scale)
    return found


class Crowd:
    """All losers of a run at once: one array of votes, by project."""

    def __init__(self, run: Run, losers: list[int]):
        lists = [run.market.lists[p] for p in losers]
        sizes = [len(each[0]) for each in lists]
        self.starts = np.cumsum([0, *sizes[:-1]])
        self.of = np.repeat(np.arange(len(losers)), sizes)
        self.who = np.concatenate([each[0] for each in lists])
        self.heads = np.concatenate([each[1] for each in lists])
        self.unit = np.concatenate([np.broadcast_to(each[3], len(each[0])) for each in lists])
        self.costs = np.array([float(run.market.costs[p]) for p in losers])
        self.by_cost = run.market.utility == "cost"
        units = np.add.reduceat(self.unit * self.heads, self.starts)
        self.mean = units / np.add.reduceat(self.heads, self.starts)

    def sums(self, values) -> np.ndarray:
        return np.add.reduceat(values * self.heads, self.starts)

    def reach(self, left: np.ndarray, rho: float) -> np.ndarray:
        """The highest cost at which each would have had at most this ρ: the largest c with
        Σ min(b, ρ·u) ≥ c. Where utility is cost, u = c: Newton's way from above, as what the
        supporters would pay is concave in c."""
        held = left[self.who]
        if not self.by_cost:
            return self.sums(np.minimum(held, rho * self.unit))
        found, count = self.sums(held), None
        while True:
            rich = held >= rho * found[self.of]
            now = self.sums(rich)
            if count is not None and (now == count).all():
                return found
            slope = 1 - rho * now
            with np.errstate(divide="ignore", invalid="ignore"):
                further = self.sums(held * ~rich) / slope
            found = np.where(slope > 0, np.minimum(found, further), found)
            count = now


def of_run(run: Run) -> dict[int, dict[str, Any]]:
    """What losers lacked in a run."""
    market = run.market
    bought = set(run.bought)
    losers = [p for p in market.open if p not in bought]
    if not losers:
        return {}
    crowd, endowment = Crowd(run, losers), float(run.endowment)
    best, votes = np.zeros(len(losers)), np.full(len(losers), np.inf)
    left = np.full(len(market.weights), endowment)
    for each in run.rounds:
        asked = np.minimum(endowment, each.rho * crowd.mean)
        given = crowd.sums(np.minimum(left[crowd.who], each.rho * crowd.unit))
        if asked.all():
            votes = np.minimum(votes, (crowd.costs - given) / asked)
        best = np.maximum(best, crowd.reach(left, each.rho))
        who, _heads, _lots, unit = market.lists[each.project]
        rest = np.maximum(left[who] - each.rho * unit, 0.0)
        left[who] = np.where(np.isin(who, each.rich), rest, 0.0)
    run.history.follow(run.rounds)
    in_the_end = crowd.sums(left[crowd.who])
    best = np.maximum(best, in_the_end)
    if endowment:
        votes = np.minimum(votes, (crowd.costs - in_the_end) / endowment)
    found = {}
    for place, p in enumerate(losers):
        who = market.lists[p][0]
        held = run.history.held(run.rounds, who[run.left[who] > 0])
        money = Fraction(held, run.history.bottom * market.scale)
        found[p] = {
            "held": money,
            "missing": Fraction(market.costs[p], market.scale) - money,
            "cost_to_win": max(best[place] / market.scale, float(money)),
            "votes_to_win": more(votes[place]),
        }
    return found


def of_ranking(election: Election, outcome: Outcome, won: list[int]) -> dict[int, dict[str, Any]]:
    """What losers lacked in greedy's list: money at their turn, or a place before others."""
    how, votes = outcome.parameters, election.votes
    strict = how.rule == "greedy" and not how.skip
    threshold = how.threshold if how.rule == "greedy" else 0
    totals = election.scores if how.utility == "cardinal" else votes
    left, turns = election.budget, []  # turns: (project, what is left before its turn)
    found: dict[int, dict[str, Any]] = {}
    for p in ranking(election, how.utility, how.seed):
        project = election.projects[p]
        if p in won:
            turns.append((p, left))
            left -= project.cost
            continue
        counts = votes[p] >= threshold
        found[p] = {"held": left, "missing": max(project.cost - left, Fraction(0))}
        if project.cost <= election.budget:
            wanted = [each for each in turns if each[1] >= project.cost]
            least = [ahead_of(election, how.utility, p, totals, other) for other, _left in wanted]
            if how.utility != "cardinal":
                found[p]["votes_to_win"] = max(
                    1, min([*least, *[threshold] * (not counts)]) - votes[p]
                )
            if counts and how.utility == "cost":
                found[p]["cost_to_win"] = float(left)
            turns.append((p, left))
            if strict and counts:
                left = Fraction(0)
    return found


def ahead_of(election: Election, utility: str, p: int, totals: list[int], other: int) -> int:
    """The votes with which a project stands before another, ties included."""
    cost, theirs = election.projects[p].cost, election.projects[other].cost
    level = Fraction(totals[other]) * (1 if utility == "cost" else cost / (theirs or 1))
    return ceil(level) + (level.denominator == 1 and cost >= theirs)


def of_loads(election: Election, outcome: Outcome) -> tuple[dict, dict]:
    """(payments of winners, what losers lacked) under Phragmén's rule.

    What supporters pay is what their load grows by. A loser needed a load below that of what was
    bought, and room for its cost.
    """
    loads, left, payments = Loads(election), election.budget, {}
    won = set(outcome.winners)
    open_ = [
        p
        for p, each in enumerate(election.projects)
        if loads.votes[p] and each.cost <= election.budget and each.key not in won
    ]
    cost, votes = dict.fromkeys(open_, 0.0), dict.fromkeys(open_, np.inf)

    def reach(p, load):
        """Whether p would have gone before a project of this load."""
        votes_p, price = loads.votes[p], float(election.projects[p].cost)
        borne = loads.near(p) * votes_p - price
        cost[p] = max(cost[p], min(float(left), votes_p * load - borne))
        if price <= left and load:
            votes[p] = min(votes[p], (price + borne) / load - votes_p)

    for p, load in purchases(election, outcome.parameters.seed):
        for other in open_:
            reach(other, float(load))
        who = election.supporters[p]
        paid = float(load) - loads.floats[who]
        payments[p] = Payment(None, None, loads.votes[p], 0, who, paid)
        loads.bear(p, load)
        left -= election.projects[p].cost
    for p in open_:
        rivals = [loads.near(other) for other in open_ if other != p]
        reach(p, min(rivals, default=np.inf))
    return payments, {
        p: {
            "held": left,
            "missing": max(election.projects[p].cost - left, Fraction(0)),
            "cost_to_win": cost[p],
            "votes_to_win": more(votes[p]),
        }
        for p in open_
    }


def more(votes: float) -> int | None:
    """Whole votes that are needed, at least one; None where none would do."""
    return max(1, ceil(votes * (1 - NEARLY))) if np.isfinite(votes) else None
