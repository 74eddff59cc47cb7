"""Whether a claimed outcome is right: reckoned again from the ballots, by the same parameters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from terreau.equalshares.amounts import Amount, BadElection, amount
from terreau.equalshares.elections import Election
from terreau.equalshares.rules import Outcome, Parameters, decide, shown


@dataclass(frozen=True, slots=True)
class Verdict:
    """missing: winners that the claim lacks; surplus: those that it should not name, projects that
    do not exist included; faults: what else is wrong, in words."""

    right: bool
    expected: Outcome
    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    faults: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        return {
            "right": self.right,
            "missing": list(self.missing),
            "surplus": list(self.surplus),
            "faults": list(self.faults),
            "expected": self.expected.plain(),
        }


def verify(
    election: Election,
    parameters: Parameters,
    winners: Iterable[str],
    cost: Amount | None = None,
) -> Verdict:
    """winners: claimed keys in any order; cost: what they are said to cost together."""
    expected, claimed = decide(election, parameters), list(winners)
    costs = {each.key: each.cost for each in election.projects}
    faults = []
    if len(set(claimed)) < len(claimed):
        faults.append("a winner is named more than once")
    known = [key for key in dict.fromkeys(claimed) if key in costs]
    total = sum((costs[key] for key in known), amount(0, "nothing"))
    if total > election.budget:
        faults.append(f"the winners cost {shown(total)}, the budget is {shown(election.budget)}")
    if cost is not None and amount(cost, "the claimed cost") != total:
        faults.append(f"the winners cost {shown(total)}, not {cost}")
    missing = tuple(key for key in expected.winners if key not in set(known))
    surplus = tuple(key for key in dict.fromkeys(claimed) if key not in set(expected.winners))
    return Verdict(not (missing or surplus or faults), expected, missing, surplus, tuple(faults))


def claim(said: Mapping[str, Any]) -> tuple[Parameters, list[str], Amount | None]:
    """(parameters, winners, cost) of an outcome as `Outcome.plain` says it."""
    winners, parameters = said.get("winners"), said.get("parameters", {})
    if not isinstance(winners, list) or not isinstance(parameters, Mapping):
        raise BadElection("a claim holds winners, a list, and parameters")
    return Parameters.of(parameters), [str(each) for each in winners], said.get("cost")
