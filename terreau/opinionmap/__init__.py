"""Opinion maps: who votes like whom on statements, which groups form, what they say and share.

Plain Python on numpy and scipy, no Django, no state. `Votes` takes rows as they come from a
database; `opinion_map` makes the map; `Router` says what to ask next; `exchange` reads and writes
the files of Polis; `picture` draws. The statistics are those of Polis to the last digit, the
geometry goes beyond: the same whatever the order of votes, with its stability, likeliest positions
and a second look without groups.
"""

from terreau.opinionmap.exchange import Conversation, Statement, read, write, write_votes
from terreau.opinionmap.factors import Factors, factorised
from terreau.opinionmap.geometry import Likeliest, Plane, likeliest, plane, positions
from terreau.opinionmap.groups import Groups, adjusted_rand, grouped, in_conversation
from terreau.opinionmap.mapping import OpinionMap, TooLittle, opinion_map
from terreau.opinionmap.picture import Words, letter, picture
from terreau.opinionmap.polis import (
    Consensual,
    Representative,
    Statistics,
    priority,
    representativeness,
    statistics,
)
from terreau.opinionmap.resampling import Stability, stability
from terreau.opinionmap.routing import Draw, Router
from terreau.opinionmap.votes import Votes

__all__ = [
    "Consensual",
    "Conversation",
    "Draw",
    "Factors",
    "Groups",
    "Likeliest",
    "OpinionMap",
    "Plane",
    "Representative",
    "Router",
    "Stability",
    "Statement",
    "Statistics",
    "TooLittle",
    "Votes",
    "Words",
    "adjusted_rand",
    "factorised",
    "grouped",
    "in_conversation",
    "letter",
    "likeliest",
    "opinion_map",
    "picture",
    "plane",
    "positions",
    "priority",
    "read",
    "representativeness",
    "stability",
    "statistics",
    "write",
    "write_votes",
]
