"""What follows a first run: the jump between endowments against stepping through all of them."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau.equalshares import Election, Parameters, decide
from terreau.equalshares.completions import steady
from terreau.equalshares.shares import Market, Run
from terreau.equalshares.tests import naive
from terreau.equalshares.tests.samples import crowd, election, elections

UTILITIES = ("cost", "cardinality", "cardinal")


@settings(max_examples=150, deadline=None)
@given(
    drawn=elections(points=True), utility=st.sampled_from(UTILITIES), exhaustive=st.booleans(),
    step=st.sampled_from(["1/7", "1/3", "1", "5/2"]),
)  # fmt: skip
def test_add1_is_the_definition_stepped_through(drawn, utility, exhaustive, step):
    costs, ballots, budget = drawn
    held = election(costs, ballots, budget, points=True)
    won = naive.add1(
        costs, ballots, budget, budget / len(ballots), Fraction(step), exhaustive, utility,
        held.tie_ranks(),
    )  # fmt: skip
    how = Parameters(utility=utility, completion="add1", exhaustive=exhaustive, step=step)
    assert list(decide(held, how).winners) == [held.projects[p].key for p in won]
    assert decide(held, how).plain() == decide(held, how, jump=False).plain()


@pytest.mark.parametrize("utility", UTILITIES)
@pytest.mark.parametrize("seed", range(6))
def test_jumping_ends_where_stepping_ends(seed, utility):
    costs, ballots, budget = crowd(seed)
    held = election(costs, ballots, budget, points=True)
    for exhaustive in (False, True):
        how = Parameters(utility=utility, completion="add1", exhaustive=exhaustive, integral=True)
        jumped, few = told(held, how, jump=True)
        stepped, all_ = told(held, how, jump=False)
        assert jumped == stepped
        assert all_ == list(range(len(all_)))
        assert set(few) <= set(all_)


def told(held, how, *, jump):
    """(outcome, the steps of which progress was told)."""
    seen: list[int] = []
    found = decide(held, how, progress=lambda at, _bought: seen.append(at), jump=jump)
    return found, seen


@pytest.mark.parametrize("seed", range(8))
def test_a_stretch_that_is_proved_steady_buys_the_same_everywhere(seed):
    costs, ballots, budget = crowd(seed, voters=150, projects=12)
    market = Market(election(costs, ballots, budget, points=True), UTILITIES[seed % 3])
    proved = 0
    for number in range(60):
        low = Fraction(market.budget * (10 + number), len(ballots) * 10)
        run = Run(market, low).finished()
        for stride in (3, 30):
            ahead = steady(run, low + stride)
            if ahead is not None:
                proved += 1
                for inside in (Fraction(1, 3), Fraction(1), Fraction(stride) - Fraction(1, 97)):
                    assert Run(market, low + inside).finished().bought == run.bought
                again = Run(market, low + stride).finished()
                assert again.bought == ahead.bought == run.bought
    assert proved > 10


def test_jumps_leave_most_runs_out_where_little_changes():
    ballots = [["A"]] * 3 + [["B"]] * 2 + [["C"]]
    held = Election.of_ballots([("A", 30_000), ("B", 50_000), ("C", 90_000)], 100_000, ballots)
    asked: list[int] = []
    how = Parameters(completion="add1", integral=True)
    found = decide(held, how, progress=lambda at, _bought: asked.append(at))
    assert found.winners == ("A", "B")
    assert found.steps > 10_000
    assert len(asked) < 100


def test_all_that_anybody_wants_ends_it():
    held = Election.of_ballots([("A", 30), ("B", 20)], 100, [["A"], [], []])
    found = decide(held, Parameters(completion="add1", step="1/2"))
    assert found.winners == ("A",)
    assert found.plain()["endowment"] == "100/3"


def test_utilitarian_takes_what_still_fits_by_votes():
    ballots = [["A", "C"]] * 3 + [["B"], ["D"]]
    held = Election.of_ballots([("A", 60), ("B", 40), ("C", 30), ("D", 10)], 100, ballots)
    assert decide(held).winners == ("C", "D")
    found = decide(held, Parameters(completion="utilitarian"))
    assert (found.winners, found.completed) == (("C", "D", "A"), 1)
    assert decide(held, Parameters(completion="add1u")).cost <= 100


def test_greedy_stands_where_more_voters_prefer_it():
    """Equal shares serve the two who want B; greedy the seven who want A, and nobody else."""
    ballots = [["A"]] * 7 + [["B"]] * 3
    held = Election.of_ballots([("A", 90), ("B", 30)], 100, ballots)
    alone = decide(held)
    assert alone.winners == ("B",)
    compared = decide(held, Parameters(comparison=True))
    assert compared.winners == ("A",)
    assert compared.replaced
    assert compared.preferred == (3, 7)
