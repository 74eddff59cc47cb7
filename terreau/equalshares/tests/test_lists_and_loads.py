"""Greedy and Phragmén's rule against their definitions."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from terreau.equalshares import Election, Parameters, decide
from terreau.equalshares.tests import naive
from terreau.equalshares.tests.samples import crowd, election, elections


@settings(max_examples=200, deadline=None)
@given(drawn=elections(free=True))
def test_phragmen_is_the_definition(drawn):
    costs, ballots, budget = drawn
    if not budget:
        return
    held = election(costs, ballots, budget)
    won = naive.phragmen(costs, ballots, budget, held.tie_ranks())
    found = decide(held, Parameters(rule="phragmen"))
    assert list(found.winners) == [held.projects[p].key for p in won]


@pytest.mark.parametrize("seed", range(6))
def test_phragmen_of_a_crowd_is_the_definition(seed):
    costs, ballots, budget = crowd(seed, voters=150, projects=15)
    held = election(costs, ballots, budget, points=True)
    won = naive.phragmen(costs, ballots, budget, held.tie_ranks())
    found = decide(held, Parameters(rule="phragmen"))
    assert list(found.winners) == [held.projects[p].key for p in won]


def test_phragmen_stops_when_a_tied_project_does_not_fit():
    """A and B are tied at 10 each; A alone would fit, the rule stops before both."""
    ballots = [["A"]] * 4 + [["B"]] * 5
    held = Election.of_ballots([("A", 40), ("B", 50)], 45, ballots)
    assert decide(held, Parameters(rule="phragmen")).winners == ("A",)  # B exceeds the budget
    held = Election.of_ballots([("A", 40), ("B", 50), ("C", 9)], 55, [*ballots, ["C"]])
    assert decide(held, Parameters(rule="phragmen")).winners == ("C",)


PROJECTS = [("A", 60), ("B", 50), ("C", 30), ("D", 10)]
BALLOTS = [["A", "D"]] * 4 + [["B"]] * 3 + [["C"]] * 2 + [["B", "D"]]


def greedy(**parameters):
    held = Election.of_ballots(PROJECTS, 100, BALLOTS)
    return decide(held, Parameters(rule="greedy", **parameters)).winners


def test_greedy_goes_by_votes_and_passes_over_what_does_not_fit():
    assert greedy() == ("D", "B", "C")  # 5, 4 for 50, then A (4 for 60) does not fit any more
    assert greedy(skip=False) == ("D", "B")
    assert greedy(threshold=3) == ("D", "B")


def test_greedy_by_votes_or_points_for_each_unit_of_cost():
    assert greedy(utility="cardinality") == ("D", "B", "C")
    ballots = [{"A": 9, "D": 1}, {"B": 1}, {"B": 1, "C": 2}]
    held = Election.of_ballots(PROJECTS, 100, ballots)
    assert decide(held, Parameters(rule="greedy", utility="cardinal")).winners == ("A", "D", "C")


@settings(max_examples=100, deadline=None)
@given(drawn=elections())
def test_greedy_leaves_nothing_out_that_fits(drawn):
    costs, ballots, budget = drawn
    found = decide(election(costs, ballots, budget), Parameters(rule="greedy"))
    taken = {int(key[1:]) for key in found.winners}
    wanted = {p for each in ballots for p in each} - taken
    assert found.cost == sum((costs[p] for p in taken), Fraction(0)) <= budget
    assert all(found.cost + costs[p] > budget for p in wanted)
