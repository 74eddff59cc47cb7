"""The rule that turns the phases of a file into spells."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau.betagouv.records import PhaseRecord
from terreau.betagouv.spells import known_spells, spell_on
from terreau.betagouv.vocabulary import LIFECYCLE_ORDER, PHASES, RANK
from terreau.projects.phases import Phase

TODAY = date(2026, 8, 20)


def day(text):
    return date.fromisoformat(text) if text else None


def phases(*told):
    """Phases from (word, start) or (word, start, end), in the order of a file."""
    return [
        PhaseRecord(word, PHASES.get(word), day(start), day(*end) if end else None, "", index)
        for index, (word, start, *end) in enumerate(told)
    ]


def spells(*told):
    """The spells as (word, from, to, undated) with dates as texts."""
    return [
        (s.word, s.valid_from.isoformat(), s.valid_to and s.valid_to.isoformat(), s.undated)
        for s in known_spells(phases(*told), TODAY)
    ]


def test_the_life_cycle_is_that_of_projects():
    assert tuple(phase for phase in Phase.values if phase != "unknown") == LIFECYCLE_ORDER


def test_a_spell_ends_when_the_next_begins_whatever_end_was_declared():
    assert spells(
        ("investigation", "2024-01-01", "2024-02-01"),
        ("construction", "2024-03-01", "2026-01-01"),
        ("acceleration", "2025-01-01", "2025-02-01"),
    ) == [
        ("investigation", "2024-01-01", "2024-03-01", False),
        ("construction", "2024-03-01", "2025-01-01", False),
        ("acceleration", "2025-01-01", None, False),
    ]


def test_declared_ends_comments_and_places_are_kept():
    (record,) = phases(("construction", "2024-03-01", "2026-01-01"))
    (spell,) = known_spells([record], TODAY)
    assert (spell.phase, spell.sequence, spell.declared_end) == (
        "construction",
        0,
        day("2026-01-01"),
    )


def test_of_one_day_the_later_in_the_life_cycle_stays():
    assert spells(("construction", "2024-01-01"), ("investigation", "2024-01-01")) == [
        ("investigation", "2024-01-01", "2024-01-01", False),
        ("construction", "2024-01-01", None, False),
    ]


def test_the_order_of_dates_counts_not_that_of_the_file():
    assert spells(("alumni", "2024-06-01"), ("construction", "2024-01-01")) == [
        ("construction", "2024-01-01", "2024-06-01", False),
        ("alumni", "2024-06-01", None, False),
    ]


def test_an_undated_last_phase_counts_from_the_snapshot_on_at_the_latest():
    assert spells(("construction", "2024-01-01"), ("alumni", None)) == [
        ("construction", "2024-01-01", "2026-08-20", False),
        ("alumni", "2026-08-20", None, True),
    ]
    assert spells(("death", None)) == [("death", "2026-08-20", None, True)]


def test_an_undated_last_phase_stays_over_a_dated_one_of_that_day():
    assert spells(("abandon", "2026-08-20"), ("construction", None))[-1] == (
        "construction", "2026-08-20", None, True,
    )  # fmt: skip


def test_other_undated_phases_are_evidence_without_length():
    assert spells(("investigation", None), ("construction", "2024-01-01"), ("alumni", None)) == [
        ("investigation", "2024-01-01", "2024-01-01", True),
        ("construction", "2024-01-01", "2026-08-20", False),
        ("alumni", "2026-08-20", None, True),
    ]
    assert spells(("investigation", None), ("construction", None)) == [
        ("investigation", "2026-08-20", "2026-08-20", True),
        ("construction", "2026-08-20", None, True),
    ]


def test_plans_keep_their_date_and_are_not_the_present():
    told = phases(("construction", "2024-01-01"), ("transfere", "2026-12-18"))
    found = known_spells(told, TODAY)
    assert [spell.valid_from for spell in found] == [day("2024-01-01"), day("2026-12-18")]
    assert spell_on(found, TODAY).phase == "construction"
    assert spell_on(found, day("2026-12-18")).phase == "transferred"
    assert spell_on(found, day("2023-12-31")) is None


def test_an_unknown_word_takes_its_time_and_is_not_replaced_by_a_guess():
    found = known_spells(phases(("construction", "2024-01-01"), ("pivot", "2025-01-01")), TODAY)
    assert [(spell.phase, spell.word) for spell in found] == [
        ("construction", "construction"),
        (None, "pivot"),
    ]
    assert spell_on(found, TODAY).phase is None


def test_no_phase_no_spell():
    assert known_spells([], TODAY) == []


@pytest.mark.parametrize("word", ["success", "alumni"])
def test_words_of_unknown_outcome_keep_their_own_phase(word):
    assert PHASES[word] in ("sustained", "ended")
    assert list(PHASES.values()).count(PHASES[word]) == 1


PHASE_LISTS = st.lists(
    st.tuples(
        st.sampled_from([*PHASES, "pivot"]),
        st.none() | st.dates(date(2018, 1, 1), date(2018, 1, 12)) | st.dates(date(2017, 1, 1)),
        st.none() | st.dates(date(2017, 1, 1)),
    ),
    max_size=8,
).map(
    lambda told: [
        PhaseRecord(word, PHASES.get(word), start, end, "", index)
        for index, (word, start, end) in enumerate(told)
    ]
)


@given(PHASE_LISTS, st.dates(date(2017, 12, 25), date(2018, 1, 20)))
def test_spells_never_overlap_and_lose_nothing(told, today):
    found = known_spells(told, today)
    assert sorted(spell.sequence for spell in found) == [phase.index for phase in told]
    long = [spell for spell in found if spell.has_length]
    for before, after in pairwise(long):
        assert before.valid_to == after.valid_from
    assert all(spell.valid_to is None or spell.valid_from <= spell.valid_to for spell in found)
    assert [spell.valid_to for spell in found].count(None) == (1 if told else 0)
    assert found == sorted(found, key=lambda spell: (spell.valid_from, spell.has_length))


@given(PHASE_LISTS, st.dates(date(2017, 12, 25), date(2018, 1, 20)))
def test_the_phase_on_a_day_is_that_of_a_slow_reference(told, today):
    """Of what has begun by a day, the last by (start, undated last of the file, life cycle)."""
    starts = {phase.index: phase.start or (today if phase is told[-1] else None) for phase in told}
    begun = [phase for phase in told if starts[phase.index]]
    for offset in range(-5, 6):
        asked = today + timedelta(days=offset)
        reference = max(
            (phase for phase in begun if starts[phase.index] <= asked),
            key=lambda phase: (
                starts[phase.index],
                phase.start is None,
                RANK.get(phase.phase, len(RANK)),
                phase.index,
            ),
            default=None,
        )
        spell = spell_on(known_spells(told, today), asked)
        assert (spell and spell.sequence) == (reference and reference.index)
