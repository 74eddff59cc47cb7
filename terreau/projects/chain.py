"""The spells of one project as a chain: each ends when the next begins."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from terreau.projects.phases import NOT_YET, RANK, SUSPENDED


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
    ordered = sorted(facts, key=order)
    ends = [*(fact.valid_from for fact in ordered[1:]), None][: len(ordered)]
    return [replace(fact, valid_to=end) for fact, end in zip(ordered, ends, strict=True)]


def order(fact):
    """Where a fact stands among those of its day: without a start of its own, before or after."""
    evidence = fact.undated and fact.valid_to == fact.valid_from
    return fact.valid_from, not evidence, fact.undated, RANK[fact.phase], fact.sequence


def last_at_work(facts, day):
    """The phase of the last fact begun by a day that is no pause or rest; "" without."""
    begun = [f for f in facts if f.valid_from <= day and f.valid_to != f.valid_from]
    return next((f.phase for f in reversed(begun) if f.phase not in SUSPENDED), NOT_YET)


def in_effect(facts, day):
    """The fact in effect on a day, or None; facts must be linked."""
    for fact in reversed(facts):
        if fact.valid_from <= day and (fact.valid_to is None or day < fact.valid_to):
            return fact
    return None
