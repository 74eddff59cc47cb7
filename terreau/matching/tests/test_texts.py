from math import log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau.matching import Sought, likeness, rarity, telling
from terreau.matching.texts import RARITY, weighed

TEXTS = st.lists(st.sampled_from("abcdefgh"), max_size=30)


def sought(text, **documents):
    return Sought.of(text.split(), documents, total=100)


def test_a_lexeme_that_every_text_holds_weighs_one():
    assert rarity(100, 100) == 1
    assert rarity(9, 99) == pytest.approx(1 + log(10))
    assert rarity(150, 100) == 1  # counted before some were deleted


def test_by_hand():
    """One rare lexeme of two, in a text that has it twice beside another."""
    asked = sought("rare usual", rare=0, usual=100)
    weight = (1 + log(101)) ** RARITY
    counts = 1 + log(2)
    expected = weight * counts / sqrt(counts**2 + 1) / sqrt(weight**2 + 1)
    assert likeness(asked, ["rare", "other", "rare"]) == pytest.approx(expected)


def test_rare_words_in_common_say_more_than_usual_ones():
    asked = sought("rare usual", rare=1, usual=90)
    assert likeness(asked, ["rare", "x"]) > likeness(asked, ["usual", "x"]) > 0


def test_a_long_text_is_not_alike_for_its_length():
    asked = sought("rare", rare=1)
    assert likeness(asked, ["rare"]) > likeness(asked, ["rare", *"abcdefgh"])


def test_the_parts_are_those_in_common_and_make_up_the_whole():
    whole, parts = weighed(sought("a b c", a=1, b=2, c=3), ["a", "c", "d"])
    assert set(parts) == {"a", "c"}
    assert whole == pytest.approx(sum(parts.values()))


@given(TEXTS, TEXTS)
def test_from_nothing_to_one(one, other):
    found = likeness(Sought.of(one, {}, 100), other)
    assert 0 <= found <= 1
    assert (found > 0) == bool(set(one) & set(other))


@given(TEXTS.filter(bool))
def test_where_all_lexemes_are_as_rare_the_same_text_is_the_most_alike(text):
    assert likeness(Sought.of(text, {}, 100), text) == pytest.approx(1)


def test_texts_are_looked_for_by_the_rarest_within_the_budget():
    held = {"a": 5, "b": 1, "c": 40, "d": 0}
    assert telling(held, 46) == ["d", "b", "a"]
    assert telling(held, 47) == ["d", "b", "a", "c"]
    assert telling({"c": 40}, 39) == []
