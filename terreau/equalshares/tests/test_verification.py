"""Claims that are right, and each way in which one is wrong."""

import json

import pytest
import rfc8785

from terreau.equalshares import BadElection, Election, Parameters, claim, decide, verify
from terreau.equalshares.tests.samples import crowd, election

HELD = Election.of_ballots(
    [("A", 500), ("B", 400), ("C", 300)], 1000, [["A"]] * 4 + [["A", "C"]] * 2 + [["B"]] * 4
)


def test_a_published_outcome_is_found_right():
    costs, ballots, budget = crowd(2)
    held = election(costs, ballots, budget, points=True)
    for how in (
        Parameters(completion="add1", integral=True, step="1/2", seed=4),
        Parameters(utility="cardinal", completion="add1u", comparison=True),
        Parameters(rule="greedy", skip=False, threshold=2),
        Parameters(rule="phragmen"),
    ):
        published = decide(held, how).json()
        assert verify(held, *claim(json.loads(published))).right
        assert rfc8785.dumps(json.loads(published)) == published.encode()


@pytest.mark.parametrize(
    ("winners", "cost", "missing", "surplus", "fault"),
    [
        (["A"], None, ("B",), (), ""),
        (["B", "A", "C"], None, (), ("C",), "the winners cost 1200, the budget is 1000"),
        (["A", "B", "Z"], None, (), ("Z",), ""),
        (["A", "B", "A"], None, (), (), "more than once"),
        (["A", "B"], 901, (), (), "the winners cost 900, not 901"),
    ],
)
def test_what_is_wrong_is_named(winners, cost, missing, surplus, fault):
    found = verify(HELD, Parameters(), winners, cost)
    assert not found.right
    assert (found.missing, found.surplus) == (missing, surplus)
    assert any(fault in each for each in found.faults) if fault else found.faults == ()


def test_the_order_of_a_claim_does_not_matter():
    assert verify(HELD, Parameters(), ["B", "A"], 900).right


def test_what_is_no_claim_is_said():
    for wrong, said in [({}, "a claim holds"), ({"winners": [], "parameters": {"x": 1}}, "'x'")]:
        with pytest.raises(BadElection, match=said):
            claim(wrong)
