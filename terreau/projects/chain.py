"""The spells of one project as a chain: each ends when the next begins."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from terreau.projects.phases import RANK


@dataclass(frozen=True)
class SpellFact:
    """What a spell says, apart from when we knew it."""

    phase: str
    valid_from: date
    sequence: int = 0
    valid_to: date | None = None
    undated: bool = False
    declared_end: date | None = None
    word: str = ""
    cause: str = "decision"
    reason: str = ""
    confirmed_by: object = None

    def asdict(self):
        return asdict(self)


FIELDS = tuple(SpellFact.__dataclass_fields__)


def fact_of(spell):
    """The fact that a row says."""
    return SpellFact(**{name: getattr(spell, name) for name in FIELDS})


def linked(facts):
    """The same facts in order of (start, lifecycle), each ending when the next begins."""
    ordered = sorted(facts, key=lambda fact: (fact.valid_from, RANK[fact.phase], fact.sequence))
    ends = [*(fact.valid_from for fact in ordered[1:]), None][: len(ordered)]
    return [replace(fact, valid_to=end) for fact, end in zip(ordered, ends, strict=True)]


def in_effect(facts, day):
    """The fact in effect on a day, or None; facts must be linked."""
    for fact in reversed(facts):
        if fact.valid_from <= day and (fact.valid_to is None or day < fact.valid_to):
            return fact
    return None
