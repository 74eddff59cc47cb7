"""Who can help with this? Candidates ranked for a need, each with the facts that speak for it.

Plain Python, no Django. `texts` says how alike two texts are, `places` how near two places,
`ranking` adds what speaks for a candidate and names it as `Reason`s: keys and parameters, which
whoever shows them turns into sentences. Texts come as lexemes, places as chains of names, so that
the package knows no language and no country.
"""

from terreau.matching.places import Place, Shared, narrowest
from terreau.matching.ranking import WEIGHTS, Candidate, Match, Reason, Seeker, rank
from terreau.matching.texts import Sought, likeness, likest, rarity, telling

__all__ = [
    "WEIGHTS",
    "Candidate",
    "Match",
    "Place",
    "Reason",
    "Seeker",
    "Shared",
    "Sought",
    "likeness",
    "likest",
    "narrowest",
    "rank",
    "rarity",
    "telling",
]
