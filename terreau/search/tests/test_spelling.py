import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau.search.spelling import distance, nearest, trigrams

WORDS = st.text("abc", max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("logement", "logement", 0),
        ("logemnt", "logement", 1),
        ("loggement", "logement", 1),
        ("lohement", "logement", 1),
        ("lgoement", "logement", 1),
        ("lgoemnt", "logement", 2),
        ("velo", "logement", 3),
        ("", "ab", 2),
    ],
)
def test_distance_counts_slips_up_to_a_limit(one, other, slips):
    assert distance(one, other, 2) == slips


@given(WORDS, WORDS)
def test_distance_is_the_same_both_ways_and_zero_for_the_same_word_only(one, other):
    assert distance(one, other, 6) == distance(other, one, 6)
    assert (distance(one, other, 6) == 0) == (one == other)


def test_trigrams_know_where_a_word_begins_and_ends():
    assert trigrams("abc") == [" ab", "abc", "bc "]


@pytest.mark.parametrize(
    ("word", "candidates", "found"),
    [
        ("logemnt", [("logements", 9), ("logement", 1)], "logement"),
        ("acceder", [("exceder", 9), ("accedes", 1)], "accedes"),
        ("portaik", [("portail", 2), ("portais", 5)], "portais"),
        ("portaik", [("portais", 5), ("portail", 5)], "portail"),
        ("abc", [("abd", 9)], None),
        ("velo", [("logement", 9)], None),
    ],
)
def test_the_nearest_word_is_the_likeliest(word, candidates, found):
    assert nearest(word, candidates) == found
