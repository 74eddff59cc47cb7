"""The three rules on 150 invented elections, by us and by pabutools 1.2 where it is installed."""

from fractions import Fraction

import pytest

from terreau.equalshares import Parameters, decide
from terreau.equalshares.tests.samples import crowd, election

pabu = pytest.importorskip("pabutools.election", reason="pabutools is not installed")
rules = pytest.importorskip("pabutools.rules", reason="pabutools is not installed")
tiebreaking = pytest.importorskip("pabutools.tiebreaking", reason="pabutools is not installed")


class Peer:
    """One election as pabutools has it, ties by cost, votes, and the order of the list."""

    def __init__(self, costs, ballots, budget):
        projects = [pabu.Project(f"p{p}", int(cost)) for p, cost in enumerate(costs)]
        self.instance = pabu.Instance(projects, budget_limit=int(budget))
        cards = [pabu.ApprovalBallot(projects[p] for p in each) for each in ballots]
        self.profile = pabu.ApprovalProfile(cards, instance=self.instance)
        votes = {each: sum(each in card for card in cards) for each in projects}
        self.ties = tiebreaking.TieBreakingRule(
            lambda _instance, _profile, each: (each.cost, -votes[each], int(each.name[1:]))
        )
        self.wanted = {each.name for each in projects if votes[each]}
        self.start = Fraction(int(budget), len(ballots))

    def names(self, found):
        return {each.name for each in found} & self.wanted

    def equal_shares(self, utility, **more):
        sat = {"cost": pabu.Cost_Sat, "cardinality": pabu.Cardinality_Sat}[utility]
        return self.names(
            rules.method_of_equal_shares(
                self.instance, self.profile, sat_class=sat, tie_breaking=self.ties, **more
            )
        )

    def greedy(self, utility):
        sat = {"cost": pabu.Cost_Sat, "cardinality": pabu.Cardinality_Sat}[utility]
        return self.names(
            rules.greedy_utilitarian_welfare(
                self.instance, self.profile, sat_class=sat, tie_breaking=self.ties
            )
        )

    def phragmen(self):
        return self.names(
            rules.sequential_phragmen(self.instance, self.profile, tie_breaking=self.ties)
        )


def sample(seed):
    """Half of the elections small and full of ties."""
    costs, ballots, budget = crowd(seed, voters=30 + seed % 40, projects=6 + seed % 9)
    if seed % 2:
        costs = [Fraction(1 + int(each) // 500 % 6) for each in costs]
        budget = Fraction(int(sum(costs)) // 2)
    kept = [p for p, each in enumerate(costs) if each <= budget]
    wanted = {p for each in ballots for p in each}
    kept = [p for p in kept if p in wanted]
    ballots = [{kept.index(p): 1 for p in each if p in kept} for each in ballots]
    return [costs[p] for p in kept], ballots, budget


@pytest.mark.parametrize("seed", range(150))
def test_three_rules_agree(seed):
    costs, ballots, budget = sample(seed)
    held, peer = election(costs, ballots, budget), Peer(costs, ballots, budget)

    def ours(**how):
        return set(decide(held, Parameters(**how)).winners)

    for utility in ("cost", "cardinality"):
        assert ours(utility=utility) == peer.equal_shares(utility)
        assert ours(rule="greedy", utility=utility) == peer.greedy(utility)
    assert ours(rule="phragmen") == peer.phragmen()


@pytest.mark.parametrize("seed", range(0, 150, 10))
def test_add1_agrees(seed):
    costs, ballots, budget = sample(seed)
    held, peer = election(costs, ballots, budget), Peer(costs, ballots, budget)
    found = decide(held, Parameters(completion="add1", exhaustive=True, step=25))
    assert set(found.winners) == peer.equal_shares("cost", voter_budget_increment=25)
