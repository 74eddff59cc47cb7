"""What is an election and what is not, and how ballots are merged."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from terreau.equalshares import BadElection, Election, Parameters, Project, decide, lot
from terreau.equalshares.tests.samples import election, elections

A, B = ("A", 4), ("B", 6)


@pytest.mark.parametrize(
    ("projects", "budget", "ballots", "said"),
    [
        ([], 10, [["A"]], "there is no project"),
        ([A, B], 10, [], "nobody votes"),
        ([A, B], 0, [["A"]], "the budget is 0"),
        ([A, B], -5, [["A"]], "the budget is below 0"),
        ([A, B], float("nan"), [["A"]], "the budget is no amount"),
        ([A, B], "much", [["A"]], "the budget is no amount: 'much'"),
        ([A, ("A", 7)], 10, [["A"]], "two projects have the key 'A'"),
        ([A, ("B", -6)], 10, [["A"]], "the cost of B is below 0"),
        ([A, ("B", float("nan"))], 10, [["A"]], "the cost of B is no amount"),
        ([A, ("B", float("inf"))], 10, [["A"]], "the cost of B is no amount"),
        ([A, ("B", None)], 10, [["A"]], "the cost of B is no amount"),
        ([A, ("B", 2**60)], 10, [["A"]], "beyond 2"),
        ([A, B], 10, [["A"], ["C"]], "ballot 2 names an unknown project: 'C'"),
        ([A, B], 10, [["A"], ["B", "A", "B"]], "voter 1 names 'B' twice"),
        ([A, B], 10, [{"A": -1}], "what a ballot gives is below 0"),
        ([A, B], 10, [{"A": float("nan")}], "what a ballot gives is no amount"),
    ],
)
def test_what_is_no_election_is_said(projects, budget, ballots, said):
    with pytest.raises(BadElection, match=said):
        Election.of_ballots(projects, budget, ballots)


def test_arrays_are_held_against_each_other():
    def of(*given, **more):
        return Election.of_arrays([A, B], 10, *given, **more)

    for wrong, said in [
        (([0, 1], [0]), "2 voters beside 1 projects"),
        (([0, 1], [0, 2]), "project number 2, of 2"),
        (([0, -1], [0, 1]), "-1 is below 0"),
        (([0.5], [0]), "whole numbers"),
        (([0], [0], [1, 2]), "2 points beside 1 votes"),
        (([0, 7], [0, 1], None, 3), "voter 7 of 3"),
        (([0, 1], [0, 1], [1, 2**52]), "points beyond"),
        (([], []), "nobody votes"),
    ]:
        with pytest.raises(BadElection, match=said):
            of(*wrong)
    held = of(np.array([1, 0]), np.array([0, 1]), voters=4)
    assert (held.voters, held.votes) == (4, [1, 1])
    assert held.ballot_of[2:].tolist() == [-1, -1]


def test_parameters_are_checked():
    for wrong in ({"rule": "lottery"}, {"utility": "joy"}, {"completion": "all"}, {"step": 0}):
        with pytest.raises(BadElection, match=next(iter(wrong))):
            Parameters(**wrong)
    with pytest.raises(BadElection, match="the step is below 0"):
        Parameters(step=-1)


def test_one_voter_takes_what_the_budget_buys():
    held = Election.of_ballots([A, B], 10, [["A", "B"]])
    assert decide(held).winners == ("A", "B")
    assert decide(Election.of_ballots([A, B], 9, [["A", "B"]])).winners == ("A",)


def test_what_costs_more_than_the_budget_takes_no_part():
    held = Election.of_ballots([("A", 4), ("B", 11)], 10, [["A", "B"], ["B"]])
    for rule in ("equal-shares", "phragmen", "greedy"):
        how = Parameters(rule=rule, completion="add1u")
        assert decide(held, how).winners == ("A",)


def test_ballots_that_name_nothing_hold_their_share_back():
    projects = [("A", 4), ("B", 5)]
    assert decide(Election.of_ballots(projects, 8, [["A"], ["A"]])).winners == ("A",)
    assert decide(Election.of_ballots(projects, 8, [["A"], [], [], []])).winners == ()
    nobody = Election.of_ballots(projects, 8, [[], []])
    for rule in ("equal-shares", "phragmen", "greedy"):
        for completion in ("none", "add1", "add1u"):
            found = decide(nobody, Parameters(rule=rule, completion=completion, comparison=True))
            assert (found.winners, found.cost) == ((), 0)


def test_amounts_are_taken_as_they_are_written():
    projects = [("A", 0.1), ("B", "0.1"), ("C", Decimal("0.1")), Project("D", Fraction(1, 10))]
    held = Election.of_ballots(projects, 1, [["A"]])
    assert {each.cost for each in held.projects} == {Fraction(1, 10)}
    assert held.money_scale == 10


def test_rows_as_a_database_gives_them():
    rows = iter([("kim", "A", 2), ("ali", "B", 1), ("kim", "B", 0), ("ali", "A", 2)])
    held = Election.of_rows([A, B], 10, rows, voters=5)
    assert (held.voters, held.votes, held.scores) == (5, [2, 1], [4, 1])
    with pytest.raises(BadElection, match="row 0 names an unknown project: 'Z'"):
        Election.of_rows([A, B], 10, [("kim", "Z")])
    with pytest.raises(BadElection, match="row 1 has 2 values"):
        Election.of_rows([A, B], 10, [("kim", "A", 2), ("ali", "B")])


@settings(max_examples=100, deadline=None)
@given(drawn=elections(points=True))
def test_merging_keeps_every_ballot(drawn):
    costs, ballots, budget = drawn
    held = election(costs, ballots, budget, points=True)
    assert int(held.weights.sum()) == sum(1 for each in ballots if each)
    kinds = {tuple(sorted(each.items())) for each in ballots if each}
    assert len(held.weights) == len(kinds)
    for voter, ballot in enumerate(ballots):
        kind = held.ballot_of[voter]
        named = {
            p: int(points[who == kind][0])
            for p, (who, points) in enumerate(zip(held.supporters, held.points or (), strict=False))
            if kind in who
        }
        assert named == ballot


def test_the_lot_is_drawn_from_names_and_seed_alone():
    keys = [f"project {number}" for number in range(20)]
    assert lot(keys) == list(range(20))
    drawn = dict(zip(keys, lot(keys, 2026), strict=True))
    assert drawn == dict(zip(keys[::-1], lot(keys[::-1], 2026), strict=True))
    assert drawn != dict(zip(keys, lot(keys, 2027), strict=True))
    assert lot(["a", "b", "c"], 5) == [2, 0, 1]
