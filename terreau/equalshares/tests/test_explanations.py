"""What is said of winners and losers, held against elections that are held again."""

import dataclasses
from fractions import Fraction
from math import floor

import pytest

from terreau.equalshares import Election, Parameters, decide, explain
from terreau.equalshares.shares import Market, Run
from terreau.equalshares.tests.samples import crowd, election

UTILITIES = ("cost", "cardinality", "cardinal")


def held_again(costs, ballots, budget, endowment, utility, p, *, cost=None, more=0):
    """Whether p wins at the same endowment, at another cost or with more votes of their own."""
    costs = [*costs]
    costs[p] = cost or costs[p]
    mean = [each[p] for each in ballots if p in each]
    points = sum(mean, Fraction(0)) / len(mean)
    fresh = [{p: points}] * more
    again = election(costs, [*ballots, *fresh], budget, points=True)
    market = Market(again, utility)
    return p in Run(market, endowment * market.scale).finished().bought


@pytest.mark.parametrize("utility", UTILITIES)
@pytest.mark.parametrize("seed", range(4))
def test_losers_would_have_won_as_is_said_and_not_by_less(seed, utility):
    costs, ballots, budget = crowd(seed, voters=150, projects=14)
    found = decide(election(costs, ballots, budget, points=True), Parameters(utility=utility))
    losers = [each for each in explain(election(costs, ballots, budget, points=True), found)
              if not each.place and each.missing is not None]  # fmt: skip
    assert losers
    for each in losers:
        p = int(each.key[1:])
        asked = (costs, ballots, budget, found.endowment, utility, p)
        just = Fraction(floor(each.cost_to_win * 100), 100) - Fraction(1, 50)
        if just > 0:
            assert held_again(*asked, cost=just)
        assert not held_again(*asked, cost=just + Fraction(1, 20))
        assert held_again(*asked, more=each.votes_to_win)
        assert not held_again(*asked, more=each.votes_to_win - 1)
        assert each.held + each.missing == each.cost


@pytest.mark.parametrize("utility", UTILITIES)
def test_payments_add_up(utility):
    costs, ballots, budget = crowd(5, voters=150, projects=14)
    held = election(costs, ballots, budget, points=True)
    found = decide(held, Parameters(utility=utility, completion="add1u"))
    spent = dict.fromkeys(range(len(held.weights)), 0.0)
    winners = [each for each in explain(held, found) if each.place]
    assert [each.key for each in winners] == list(found.winners)
    assert [each.place for each in winners] == list(range(1, len(winners) + 1))
    assert sum(1 for each in winners if each.payment is None) == found.completed
    for each in winners:
        if each.payment is None:
            continue
        ballots_, paid = each.payment.ballots, each.payment.paid
        assert float(held.weights[ballots_] @ paid) == pytest.approx(float(each.cost))
        assert each.payment.full + each.payment.short == each.votes
        if each.payment.price is not None:
            assert paid.max() == pytest.approx(float(each.payment.price))
        for ballot, money in zip(ballots_.tolist(), paid.tolist(), strict=True):
            spent[ballot] += money
    assert max(spent.values()) <= float(found.endowment) * (1 + 1e-12)


def test_a_small_example_in_words():
    ballots = [["A"]] * 6 + [["B"]] * 4
    held = Election.of_ballots([("A", "300.50"), ("B", 500)], 1000, ballots)
    won, lost = explain(held, decide(held))
    assert won.plain() == {
        "key": "A", "cost": "601/2", "votes": 6, "place": 1, "full": 6, "short": 0,
        "rate": "0.166666666667", "price": "50.083333",
    }  # fmt: skip
    assert lost.plain() == {
        "key": "B", "cost": 500, "votes": 4, "held": 400, "missing": 100, "cost_to_win": 400,
        "votes_to_win": 1,
    }  # fmt: skip


def test_greedy_says_what_was_left_and_what_place_would_have_done():
    projects = [("A", 60), ("B", 50), ("C", 30), ("D", 45)]
    ballots = [["A"]] * 5 + [["B"]] * 4 + [["C"]] * 3 + [["D"]] * 2
    held = Election.of_ballots(projects, 100, ballots)
    found = decide(held, Parameters(rule="greedy"))
    assert found.winners == ("A", "C")
    lost = {each.key: each for each in explain(held, found) if not each.place}
    assert (lost["B"].held, lost["B"].missing) == (40, 10)
    assert (lost["B"].cost_to_win, lost["B"].votes_to_win) == (40, 1)
    assert (lost["D"].held, lost["D"].votes_to_win) == (10, 3)
    again = [*ballots, *[["D"]] * lost["D"].votes_to_win]
    assert "D" in decide(Election.of_ballots(projects, 100, again), found.parameters).winners
    again = [*ballots, *[["D"]] * (lost["D"].votes_to_win - 1)]
    assert "D" not in decide(Election.of_ballots(projects, 100, again), found.parameters).winners


@pytest.mark.parametrize("seed", range(4))
def test_losers_under_phragmens_rule_would_have_won_as_is_said(seed):
    costs, ballots, budget = crowd(seed, voters=150, projects=14)
    how = Parameters(rule="phragmen")
    held = election(costs, ballots, budget)
    found = decide(held, how)

    def wins(p, cost=None, more=0):
        changed = [*costs[:p], cost or costs[p], *costs[p + 1 :]]
        again = election(changed, [*ballots, *[{p: 1}] * more], budget)
        return f"p{p}" in decide(again, how).winners

    said = explain(held, found)
    for each in said:
        if each.place:
            paid = float(held.weights[each.payment.ballots] @ each.payment.paid)
            assert paid == pytest.approx(float(each.cost))
            continue
        p, just = int(each.key[1:]), Fraction(floor(each.cost_to_win * 100), 100)
        assert wins(p, cost=just - Fraction(1, 50))
        assert not wins(p, cost=just + Fraction(1, 20))
        if each.votes_to_win is not None:
            assert wins(p, more=each.votes_to_win)
            assert not wins(p, more=each.votes_to_win - 1)
    assert any(each.votes_to_win for each in said)


def test_every_rule_explains_every_project():
    costs, ballots, budget = crowd(3, voters=100, projects=12)
    costs[0] = budget * 2
    held = election(costs, ballots, budget, points=True)
    for rule in ("equal-shares", "phragmen", "greedy"):
        for how in (Parameters(rule=rule), Parameters(rule=rule, utility="cardinal", skip=False)):
            for comparison in (False, True):
                found = decide(held, dataclasses.replace(how, comparison=comparison))
                said = explain(held, found)
                assert {each.key for each in said} == {each.key for each in held.projects}
                assert [each.plain() for each in said]
