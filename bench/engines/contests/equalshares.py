"""Budgets beside pabutools: crowds of 10,000 to 1,000,000 voters, and real elections."""

import sys
from importlib import import_module
from pathlib import Path

import numpy as np

from bench.engines.contest import Contest, Goal, Peer
from bench.engines.measured import ROOT
from terreau.equalshares import Election, Parameters, decide, pabulib

FILES = ROOT.parent / "shared" / "data" / "pabulib"
MODULE = "pabutools"
PROJECTS = 200
OFFICIAL = Parameters(completion="add1", integral=True)
LODZ, WROCLAW = "Poland_Lodz_2022", "Poland_Wroclaw_2015_150_-_500"
RAISED = (
    "Netherlands_Assen_2024", "Poland_Swiecie_2023", "Poland_Wieliczka_2023_Green_Budget",
    "France_Toulouse_2019", "France_Toulouse_2022", "France_Toulouse_2024",
)  # fmt: skip


def crowd(voters):
    """(costs, budget, voter of each vote, project of each vote): 200 projects of skewed taste, one
    to ten votes a voter."""
    random = np.random.default_rng(voters)
    costs = random.integers(1, 100, PROJECTS) * 5_000
    taste = random.pareto(1.1, PROJECTS) + 0.05
    drawn = random.choice(PROJECTS, (voters, 10), p=taste / taste.sum())
    kept = np.arange(10) < random.integers(1, 11, voters)[:, None]
    votes = np.unique(np.nonzero(kept)[0] * PROJECTS + drawn[kept])
    voter, project = np.divmod(votes, PROJECTS)
    return costs, int(costs.sum() // 4), voter, project


def keys(costs):
    return [(f"p{number}", int(cost)) for number, cost in enumerate(costs)]


def ours_crowd(voters):
    costs, budget, voter, project = crowd(voters)
    listed = keys(costs)
    yield
    yield sorted(decide(Election.of_arrays(listed, budget, voter, project, voters=voters)).winners)


def ours_file(name):
    election = pabulib.read(FILES / f"{name}.pb.gz").election()
    yield
    yield sorted(decide(election).winners)


def ours_raised(name):
    election = pabulib.read(FILES / f"{name}.pb.gz").election()
    yield
    yield sorted(decide(election, OFFICIAL).winners)


class Peers:
    """pabutools with our order among equals."""

    def __init__(self, projects, ballots, budget):
        sys.setrecursionlimit(100_000)
        names = ("election", "rules", "tiebreaking")
        election, rules, tiebreaking = (import_module(f"{MODULE}.{name}") for name in names)
        self.election, self.rules = election, rules
        listed = [election.Project(key, cost) for key, cost in projects]
        self.instance = election.Instance(listed, budget_limit=budget)
        cards = [election.ApprovalBallot(listed[p] for p in each) for each in ballots]
        profile = election.ApprovalProfile(cards, instance=self.instance)
        self.profile = profile.as_multiprofile()
        votes = dict.fromkeys(listed, 0)
        for card in cards:
            for each in card:
                votes[each] += 1
        places = {each: place for place, each in enumerate(listed)}
        self.ties = tiebreaking.TieBreakingRule(
            lambda _instance, _profile, each: (each.cost, -votes[each], places[each])
        )

    def equal_shares(self):
        found = self.rules.method_of_equal_shares(
            self.instance, self.profile, sat_class=self.election.Cost_Sat, tie_breaking=self.ties
        )
        return sorted(each.name for each in found)


def theirs_crowd(voters):
    costs, budget, voter, project = crowd(voters)
    ends = np.flatnonzero(np.diff(voter)) + 1
    peers = Peers(keys(costs), [each.tolist() for each in np.split(project, ends)], budget)
    yield
    yield peers.equal_shares()


def theirs_file(name):
    held = pabulib.read(FILES / f"{name}.pb.gz").election()
    ballots = [[] for _ in range(held.voters)]
    of_ballot = [[] for _ in held.weights]
    for p, who in enumerate(held.supporters):
        for each in who.tolist():
            of_ballot[each].append(p)
    ballots = [of_ballot[each] if each >= 0 else [] for each in held.ballot_of.tolist()]
    projects = [(each.key, int(each.cost)) for each in held.projects]
    peers = Peers(projects, ballots, int(held.budget))
    yield
    yield peers.equal_shares()


def here(*names):
    return tuple(name for name in names if Path(FILES / f"{name}.pb.gz").is_file())


CONTESTS = [
    Contest(
        "equal shares of a crowd, merged and decided",
        (10_000, 100_000, 1_000_000),
        ours_crowd,
        (Peer("pabutools", MODULE, theirs_crowd),),
        {1_000_000: Goal(seconds=3)},
        seconds=120,
    ),
    Contest(
        "equal shares of a city",
        here(WROCLAW, LODZ),
        ours_file,
        (Peer("pabutools", MODULE, theirs_file),),
        {LODZ: Goal(times_faster=100)},
    ),
    Contest(
        "the whole add1 from ⌊B/n⌋ by steps of 1",
        here(*RAISED),
        ours_raised,
        goals={name: Goal(seconds=10) for name in RAISED},
    ),
]
