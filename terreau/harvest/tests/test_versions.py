from datetime import date
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from terreau.harvest.versions import Stretch, observed, rows_known, segments

DAYS = [date(2026, 1, n) for n in range(1, 7)]


def harvested(order, contents):
    """The stretches after harvesting the runs in that order."""
    stretches, runs = [], []
    for day in order:
        runs = sorted({*runs, day})
        stretches = observed(stretches, runs, day, contents[day])
    return stretches, runs


def test_the_same_content_seen_again_lengthens_a_version():
    contents = dict.fromkeys(DAYS[:3], "a")
    assert harvested(DAYS[:3], contents)[0] == [Stretch(DAYS[0], DAYS[2], "a")]


def test_a_state_harvested_late_takes_its_place():
    contents = {DAYS[0]: "a", DAYS[1]: "b", DAYS[2]: "a"}
    stretches, runs = harvested([DAYS[0], DAYS[2], DAYS[1]], contents)
    assert [(s.first, s.last, s.digest) for s in stretches] == [
        (DAYS[0], DAYS[0], "a"),
        (DAYS[1], DAYS[1], "b"),
        (DAYS[2], DAYS[2], "a"),
    ]
    assert segments(stretches, runs) == [(DAYS[0], "a"), (DAYS[1], "b"), (DAYS[2], "a")]


def test_absence_is_a_segment_of_its_own():
    contents = {DAYS[0]: "a", DAYS[1]: None, DAYS[2]: None, DAYS[3]: "a", DAYS[4]: None}
    assert segments(*harvested(DAYS[:5], contents)) == [
        (DAYS[0], "a"),
        (DAYS[1], None),
        (DAYS[3], "a"),
        (DAYS[4], None),
    ]


@given(st.lists(st.sampled_from(["a", "b", None]), min_size=4, max_size=4))
def test_the_order_of_harvests_does_not_matter(said):
    contents = dict(zip(DAYS, said, strict=False))
    results = {tuple(harvested(order, contents)[0]) for order in permutations(list(contents), 4)}
    assert len(results) == 1
    stretches = results.pop()
    for day, digest in contents.items():
        covering = [s.digest for s in stretches if s.first <= day <= s.last]
        assert covering == ([digest] if digest else [])


@given(st.lists(st.sets(st.sampled_from("abc")), min_size=1, max_size=6))
def test_rows_say_at_each_moment_what_was_told(told):
    told = list(enumerate(told))
    rows = rows_known(told)
    for moment, facts in told:
        known = [
            f for f, begun, ended in rows if begun <= moment and (ended is None or moment < ended)
        ]
        assert sorted(known) == sorted(facts)
