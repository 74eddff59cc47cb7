"""The rules once more, in rationals, as simply as they can be said; slow, and independent."""

from fractions import Fraction


def equal_shares(costs, ballots, endowment, utility, ties):
    """Winners in order. costs: [Fraction]; ballots: one {project: points} a voter."""
    left = [Fraction(endowment) for _ in ballots]
    worth = {
        "cost": lambda p, points: costs[p],
        "cardinality": lambda p, points: Fraction(1),
        "cardinal": lambda p, points: Fraction(points),
    }[utility]
    fans = {
        p: {i: worth(p, each[p]) for i, each in enumerate(ballots) if each.get(p)}
        for p in range(len(costs))
    }
    won = sorted((p for p in fans if fans[p] and not costs[p]), key=ties.__getitem__)
    rest = {p for p in fans if fans[p] and costs[p]}
    while True:
        offers = []
        for p in rest:
            if sum(left[i] for i in fans[p]) >= costs[p]:
                offers.append(
                    (rho(costs[p], [(left[i], u) for i, u in fans[p].items()]), ties[p], p)
                )
        if not offers:
            return won
        price, _tie, p = min(offers)
        for i, u in fans[p].items():
            left[i] -= min(left[i], price * u)
        rest.remove(p)
        won.append(p)


def rho(cost, fans):
    """The least ρ with Σ min(b, ρ·u) = cost."""
    fans = sorted(fans, key=lambda each: each[0] / each[1])
    paid, units = Fraction(0), sum(u for _b, u in fans)
    for budget, u in fans:
        price = (cost - paid) / units
        if price * u <= budget:
            return price
        paid += budget
        units -= u
    raise AssertionError("not affordable")


def add1(costs, ballots, budget, start, step, exhaustive, utility, ties):
    """The winners that stand, stepping through every endowment."""
    supported = {p for each in ballots for p in each}
    endowment, last = Fraction(start), None
    while True:
        won = equal_shares(costs, ballots, endowment, utility, ties)
        cost = sum(costs[p] for p in won)
        if cost > budget:
            return last
        rest = supported - set(won)
        if not rest or (exhaustive and all(cost + costs[p] > budget for p in rest)):
            return won
        last, endowment = won, endowment + step


def phragmen(costs, ballots, budget, ties):
    fans = {p: [i for i, each in enumerate(ballots) if p in each] for p in range(len(costs))}
    rest = {p for p in fans if fans[p] and costs[p] <= budget}
    loads, left, won = [Fraction(0) for _ in ballots], budget, []
    while rest:
        asked = {p: (costs[p] + sum(loads[i] for i in fans[p])) / len(fans[p]) for p in rest}
        tied = [p for p in rest if asked[p] == min(asked.values())]
        if any(costs[p] > left for p in tied):
            break
        p = min(tied, key=ties.__getitem__)
        for i in fans[p]:
            loads[i] = asked[p]
        left -= costs[p]
        rest.remove(p)
        won.append(p)
    return won
