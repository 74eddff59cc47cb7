"""How near two places are: by the smallest territory that holds both."""

from dataclasses import dataclass

NEARNESS = {
    "commune": 1.0,
    "intercommunality": 0.8,
    "department": 0.6,
    "region": 0.35,
    "country": 0.05,
}


@dataclass(frozen=True)
class Place:
    """A territory with all that contains it: {level: (code, name)}; empty where nothing is known.

    The levels are those of NEARNESS, any of them may be missing.
    """

    chain: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Shared:
    """The smallest territory that holds two places."""

    level: str
    code: str
    name: str

    @property
    def nearness(self) -> float:
        return NEARNESS[self.level]


def narrowest(one: Place, other: Place) -> Shared | None:
    """The smallest territory in which both places lie, or None."""
    for level in NEARNESS:
        if level in one.chain and one.chain[level] == other.chain.get(level):
            return Shared(level, *one.chain[level])
    return None
