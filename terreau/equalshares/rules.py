"""An election, parameters, and what comes out of them, ready to be published."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, get_args

import numpy as np

from terreau.equalshares.amounts import Amount, BadElection, amount
from terreau.equalshares.completions import Progress, add1
from terreau.equalshares.elections import Election
from terreau.equalshares.greedy import greedy
from terreau.equalshares.phragmen import phragmen
from terreau.equalshares.shares import Market, Run, Utility

Rule = Literal["equal-shares", "phragmen", "greedy"]
Completion = Literal["none", "utilitarian", "add1", "add1u"]
CHOICES = {"rule": Rule, "utility": Utility, "completion": Completion}


@dataclass(frozen=True, slots=True)
class Parameters:
    """All that an outcome depends on beside the election.

    utility: of equal shares and greedy; completion, step, integral, exhaustive, comparison: of
    equal shares. step: money by which endowments rise; integral: they start at ⌊budget / voters⌋;
    exhaustive: rising stops as soon as nothing else fits; comparison: greedy's outcome stands if
    more voters prefer it. skip, threshold: of greedy, see there. seed: of the lot between projects
    of equal cost and votes; None: the order in which they are listed.
    """

    rule: Rule = "equal-shares"
    utility: Utility = "cost"
    completion: Completion = "none"
    step: Amount = 1
    integral: bool = False
    exhaustive: bool = False
    comparison: bool = False
    skip: bool = True
    threshold: int = 0
    seed: int | None = None

    def __post_init__(self):
        for name, choices in CHOICES.items():
            if getattr(self, name) not in get_args(choices):
                raise BadElection(f"{name}: {getattr(self, name)!r} is none of {get_args(choices)}")
        if not amount(self.step, "the step"):
            raise BadElection("the step is 0")

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Parameters":
        """Those of `plain`."""
        unknown = sorted(set(said) - set(cls.__dataclass_fields__))
        if unknown:
            raise BadElection(f"no parameter is called {unknown[0]!r}")
        return cls(**said)

    def plain(self) -> dict[str, Any]:
        """Those that the rule looks at."""
        said: dict[str, Any] = {"rule": self.rule, "seed": self.seed}
        if self.rule != "phragmen":
            said["utility"] = self.utility
        if self.rule == "greedy":
            said |= {"skip": self.skip, "threshold": self.threshold}
        if self.rule == "equal-shares":
            said |= {"completion": self.completion, "comparison": self.comparison}
            if self.completion in ("add1", "add1u"):
                said |= {"integral": self.integral, "exhaustive": self.exhaustive}
                said["step"] = shown(amount(self.step, "the step"))
        return said


@dataclass(frozen=True, slots=True)
class Outcome:
    """winners: keys in the order in which they won. endowment: what each voter holds in the run
    that stands (None without equal shares), `steps` above the first; completed: how many of the
    winners, the last ones, the utilitarian completion added. preferred: voters that prefer
    (equal shares, greedy) where they were compared; replaced: whether greedy's outcome stands."""

    parameters: Parameters
    winners: tuple[str, ...]
    cost: Fraction
    budget: Fraction
    voters: int
    endowment: Fraction | None = None
    steps: int = 0
    completed: int = 0
    preferred: tuple[int, int] | None = None
    replaced: bool = False
    run: Run | None = field(default=None, repr=False, compare=False)

    def plain(self) -> dict[str, Any]:
        """Whole numbers, texts and lists: amounts that are not whole are texts."""
        said: dict[str, Any] = {
            "parameters": self.parameters.plain(),
            "winners": list(self.winners),
            "cost": shown(self.cost),
            "budget": shown(self.budget),
            "voters": self.voters,
        }
        if self.endowment is not None:
            said |= {"endowment": shown(self.endowment), "steps": self.steps}
            said["completed"] = self.completed
        if self.preferred is not None:
            ours, theirs = self.preferred
            said["preferred"] = {"equal-shares": ours, "greedy": theirs}
            said["replaced"] = self.replaced
        return said

    def json(self) -> str:
        """Canonical JSON (RFC 8785): no floats, sorted keys, no spaces."""
        return json.dumps(self.plain(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def decide(
    election: Election,
    parameters: Parameters | None = None,
    progress: Progress | None = None,
    *,
    jump: bool = True,
) -> Outcome:
    """The outcome of an election. progress: called with (steps so far, projects bought) during
    add1; jump: see `completions.add1`."""
    how = parameters or Parameters()
    if how.rule == "phragmen":
        return outcome(election, how, phragmen(election, how.seed))
    if how.rule == "greedy":
        won = greedy(election, how.utility, skip=how.skip, threshold=how.threshold, seed=how.seed)
        return outcome(election, how, won)
    return equal_shares(election, how, progress, jump)


def equal_shares(election, how, progress, jump) -> Outcome:
    market = Market(election, how.utility, how.seed)
    raised = how.completion in ("add1", "add1u")
    start = Fraction(market.budget, election.voters)
    if raised and how.integral:
        start = Fraction(int(start / market.scale) * market.scale)
    if raised:
        step = amount(how.step, "the step") * market.scale
        run, steps = add1(
            market, start, step, exhaustive=how.exhaustive, progress=progress, jump=jump
        )
    else:
        run, steps = Run(market, start).finished(), 0
    won, more = run.bought, []
    if how.completion in ("utilitarian", "add1u"):
        more = greedy(election, how.utility, seed=how.seed, already=won)
    said: dict[str, Any] = {
        "endowment": run.endowment / market.scale, "steps": steps, "completed": len(more),
        "run": run,
    }  # fmt: skip
    chosen = [*won, *more]
    if how.comparison:
        other = greedy(election, how.utility, seed=how.seed)
        said["preferred"] = preferred(election, how.utility, chosen, other)
        if said["preferred"][1] > said["preferred"][0]:
            chosen, said["replaced"] = other, True
    return outcome(election, how, chosen, **said)


def outcome(election, how, chosen, **said) -> Outcome:
    return Outcome(
        how,
        tuple(election.projects[p].key for p in chosen),
        election.total(chosen),
        election.budget,
        election.voters,
        **said,
    )


def preferred(
    election: Election, utility: Utility, one: list[int], other: list[int]
) -> tuple[int, int]:
    """Voters to whom one outcome is of more utility than the other, and the other way round."""
    held = [utilities(election, utility, each) for each in (one, other)]
    gain = held[0] - held[1]
    return int(election.weights[gain > 0].sum()), int(election.weights[gain < 0].sum())


def utilities(election: Election, utility: Utility, chosen: list[int]) -> np.ndarray:
    """(B,) what an outcome is worth to each ballot: whole numbers of a unit."""
    scale = election.money_scale
    large = election.budget * scale >= 2**62
    found = np.zeros(len(election.weights), object if large else np.int64)
    for p in chosen:
        if utility == "cardinal" and election.points is not None:
            found[election.supporters[p]] += election.points[p]
        else:
            worth = int(election.projects[p].cost * scale) if utility == "cost" else 1
            found[election.supporters[p]] += worth
    return found


def shown(value: Fraction) -> int | str:
    """A whole number as such, another as "numerator/denominator"."""
    return value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
