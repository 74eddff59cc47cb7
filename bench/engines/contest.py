"""What an engine and its peers are asked, and what is hoped of the answer."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

# A contestant prepares what the question is about and yields nothing: the clock starts. It answers
# and yields the answer, which JSON can say: the clock stops. Then it clears up.
Contestant = Callable[[Any], Iterator[Any]]


@dataclass(frozen=True, slots=True)
class Peer:
    """Somebody else's program. `module` is what must be importable for it to take part."""

    name: str
    module: str
    run: Contestant


@dataclass(frozen=True, slots=True)
class Goal:
    """What is hoped at one size; None: nothing in particular."""

    seconds: float | None = None  # at most
    mebibytes: float | None = None  # at most, the whole process
    times_faster: float | None = None  # than the slowest peer's time, or the bound that stopped it
    times_leaner: float | None = None  # than that peer's process


@dataclass(frozen=True, slots=True)
class Contest:
    """One question, asked of us and of each peer at growing sizes, each time in a new process.

    sizes: what is given to contestants; a number, or a name as of an election. ours and peers must
    be functions of a module (a child process finds them by name). same: whether answers must be
    equal. seconds, mebibytes: of the whole process, its preparation included; who exceeds one is
    stopped, and as a peer not asked at later sizes.
    """

    what: str
    sizes: tuple[int | str, ...]
    ours: Contestant
    peers: tuple[Peer, ...] = ()
    goals: Mapping[int | str, Goal] = field(default_factory=dict)
    same: bool = True
    seconds: float = 300.0
    mebibytes: float = 8192.0
