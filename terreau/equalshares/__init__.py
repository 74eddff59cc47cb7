"""Who gets what of a common budget: the Method of Equal Shares, Phragmén's rule, greedy.

Plain Python and numpy. An `Election` is made of rows, arrays or ballots, or read from a .pb file
(`pabulib`); `decide` gives its `Outcome` under `Parameters`, exactly: what floats leave open is
decided in rationals, ties by rules published beforehand. `explain` says who paid what and what
others lacked, `verify` whether a claimed outcome is right.
"""

from terreau.equalshares.amounts import BadElection
from terreau.equalshares.elections import Election, Project, lot
from terreau.equalshares.explanations import Explanation, Payment, explain
from terreau.equalshares.rules import Outcome, Parameters, decide
from terreau.equalshares.verification import Verdict, claim, verify

__all__ = [
    "BadElection",
    "Election",
    "Explanation",
    "Outcome",
    "Parameters",
    "Payment",
    "Project",
    "Verdict",
    "claim",
    "decide",
    "explain",
    "lot",
    "verify",
]
