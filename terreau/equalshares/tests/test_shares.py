"""The Method of Equal Shares against its definition, and what must not change it."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from terreau.equalshares import BadElection, Election, Parameters, decide
from terreau.equalshares.shares import Market, Run
from terreau.equalshares.tests import naive
from terreau.equalshares.tests.samples import crowd, election, elections

UTILITIES = ("cost", "cardinality", "cardinal")
patient = settings(max_examples=200, deadline=None)


def winners(held, **parameters):
    return list(decide(held, Parameters(**parameters)).winners)


def expected(held, costs, ballots, budget, utility):
    won = naive.equal_shares(
        costs, ballots, budget / len(ballots), utility, held.tie_ranks()
    )  # fmt: skip
    return [held.projects[p].key for p in won]


@pytest.mark.parametrize("utility", UTILITIES)
@patient
@given(drawn=elections(points=True, free=True))
def test_winners_are_those_of_the_definition_in_its_order(utility, drawn):
    costs, ballots, budget = drawn
    if not budget:
        return
    held = election(costs, ballots, budget, points=True)
    assert winners(held, utility=utility) == expected(held, costs, ballots, budget, utility)


@pytest.mark.parametrize("utility", UTILITIES)
@pytest.mark.parametrize("seed", range(12))
def test_winners_of_a_crowd_are_those_of_the_definition(utility, seed):
    costs, ballots, budget = crowd(seed, voters=120, projects=14)
    held = election(costs, ballots, budget, points=True)
    assert winners(held, utility=utility) == expected(held, costs, ballots, budget, utility)


def test_a_known_example():
    """Ten voters, 100 each: six can pay A together, four others B, and two cannot pay C."""
    ballots = [["A"]] * 4 + [["A", "C"]] * 2 + [["B"]] * 4
    held = Election.of_ballots([("A", 500), ("B", 400), ("C", 300)], 1000, ballots)
    assert winners(held) == ["A", "B"]


def test_equal_ones_go_by_cost_then_votes_then_the_lot():
    held = Election.of_ballots([("A", 4), ("B", 4), ("C", 4)], 4, [["A", "B", "C"]] * 2)
    assert winners(held) == ["A"]
    drawn = {winners(held, seed=seed)[0] for seed in range(40)}
    assert drawn == {"A", "B", "C"}
    assert winners(held, seed=7) == winners(held, seed=7)


@patient
@given(drawn=elections(points=True), random=st.randoms(use_true_random=False))
@example(
    drawn=([Fraction(3), Fraction(3)], [{0: 1}, {1: 1}, {0: 1, 1: 1}], Fraction(3)),
    random=Random(1),
)
def test_order_of_voters_changes_nothing(drawn, random):
    costs, ballots, budget = drawn
    mixed = random.sample(ballots, len(ballots))
    for utility in UTILITIES:
        one = winners(election(costs, ballots, budget, points=True), utility=utility)
        assert one == winners(election(costs, mixed, budget, points=True), utility=utility)


@patient
@given(drawn=elections(), names=st.permutations(["z", "7", "é;", "A b", '"q"', "10"]))
def test_names_of_projects_change_nothing(drawn, names):
    costs, ballots, budget = drawn
    one = winners(election(costs, ballots, budget))
    other = winners(election(costs, ballots, budget, keys=names[: len(costs)]))
    assert [names[int(key[1:])] for key in one] == other


@patient
@given(drawn=elections(points=True), times=st.integers(2, 4), factor=st.integers(2, 1000))
def test_copies_of_all_voters_and_another_currency_change_nothing(drawn, times, factor):
    costs, ballots, budget = drawn
    for utility in UTILITIES:
        one = winners(election(costs, ballots, budget, points=True), utility=utility)
        copied = election(costs, ballots * times, budget, points=True)
        assert one == winners(copied, utility=utility)
        rate = Fraction(factor, 7)
        scaled = election([each * rate for each in costs], ballots, budget * rate, points=True)
        assert one == winners(scaled, utility=utility)


@patient
@given(drawn=elections(points=True))
def test_nobody_pays_more_than_an_equal_share_and_projects_cost_what_they_cost(drawn):
    costs, ballots, budget = drawn
    market = Market(election(costs, ballots, budget))
    run = Run(market, Fraction(market.budget, len(ballots))).finished()
    run.history.follow(run.rounds)
    spent = sum(market.costs[each.project] for each in run.rounds)
    left = run.history.held(run.rounds, (run.left > 0).nonzero()[0])
    idle = sum(1 for each in ballots if not each)
    assert spent + Fraction(left, run.history.bottom) + idle * run.endowment == market.budget


@patient
@given(drawn=elections())
def test_bounds_of_errors_hold(drawn):
    """Every budget that a run keeps as a float is within its bound of the exact one."""
    costs, ballots, budget = drawn
    market = Market(election(costs, ballots, budget))
    run = Run(market, Fraction(market.budget, len(ballots))).finished()
    ballots = (run.left > 0).nonzero()[0]
    for ballot, exact in zip(ballots, run.history.budgets(run, ballots), strict=True):
        assert abs(Fraction(float(run.left[ballot])) - exact) <= Fraction(float(run.errors[ballot]))
    for number, each in enumerate(run.rounds):
        distance = abs(Fraction(each.rho) - run.history.rho(number))
        assert distance <= Fraction(each.error)


def test_points_are_needed_for_cardinal_utility():
    held = Election.of_ballots([("A", 4)], 4, [["A"]])
    with pytest.raises(BadElection, match="no points"):
        decide(held, Parameters(utility="cardinal"))
