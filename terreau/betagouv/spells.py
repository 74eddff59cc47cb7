"""From the phases of a file to spells that do not overlap: what a snapshot lets us know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from terreau.betagouv.records import PhaseRecord
from terreau.betagouv.vocabulary import RANK


@dataclass(frozen=True, slots=True)
class SpellFact:
    """A stretch of time [valid_from, valid_to) in a phase; valid_to None: until further notice.

    One without length is evidence: a phase that another of the same day overtook, or one that
    came before others but has no date. `undated`: the source gives no start, so that valid_from
    is only the latest day it can have begun. `declared_end` is what the source says and never
    ends a spell. `sequence` is the place in the file. `phase` is None when the word is unknown.
    """

    phase: str | None
    word: str
    valid_from: date
    valid_to: date | None
    sequence: int
    undated: bool = False
    declared_end: date | None = None
    comment: str = ""

    @property
    def has_length(self) -> bool:
        return self.valid_to != self.valid_from

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def known_spells(phases: Sequence[PhaseRecord], snapshot_date: date) -> list[SpellFact]:
    """The spells that the phases of one file mean, in order of time.

    A spell ends when the next starts; of several that start on one day the last in the life
    cycle stays and the others have no length. A phase without a start counts when it is the last
    of the file: from the snapshot's date, at the latest. Other phases without a start are kept
    without length at the next known start. Starts in the future are plans and keep their date.
    """
    placed, evidence = [], []
    for position, record in enumerate(phases):
        start = record.start
        undated = start is None
        if start is None:
            later = (phase.start for phase in phases[position + 1 :] if phase.start)
            start = next(later, snapshot_date)
            if position < len(phases) - 1:
                evidence.append(_spell(record, start, start, undated=True))
                continue
        placed.append(((start, undated, _rank(record), position), record))
    placed.sort(key=lambda each: each[0])
    starts = [key[0] for key, _ in placed]
    spells = [
        _spell(record, key[0], end, undated=key[1])
        for (key, record), end in zip_longest(placed, starts[1:])
    ]
    return sorted(evidence + spells, key=lambda spell: (spell.valid_from, spell.has_length))


def spell_on(spells: Iterable[SpellFact], day: date) -> SpellFact | None:
    """The spell that covers a day, None before the first."""
    return next((spell for spell in spells if spell.covers(day)), None)


def _rank(record: PhaseRecord) -> int:
    """Unknown words come after all others of their day: something changed, we do not know what."""
    return RANK[record.phase] if record.phase else len(RANK)


def _spell(record: PhaseRecord, start: date, end: date | None, *, undated: bool) -> SpellFact:
    return SpellFact(
        phase=record.phase,
        word=record.word,
        valid_from=start,
        valid_to=end,
        sequence=record.index,
        undated=undated,
        declared_end=record.end,
        comment=record.comment,
    )
