"""Groups that are there are found, the same ones whatever the order, and none where none is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau.opinionmap import (
    Votes,
    adjusted_rand,
    grouped,
    in_conversation,
    likeliest,
    plane,
    stability,
)
from terreau.opinionmap.tests.samples import make_rows, make_votes


def labels_of(votes):
    found = likeliest(votes, plane(votes))
    return grouped(found.positions, in_conversation(votes)).labels


@pytest.mark.parametrize("camps", [2, 3])
def test_camps_are_found(camps):
    rows, camp = make_rows(people=120, topics=40, camps=camps)
    assert adjusted_rand(labels_of(Votes.from_rows(rows)), camp) > 0.95


@settings(max_examples=20, deadline=None)
@given(st.randoms())
def test_the_order_of_votes_has_no_part(chance):
    rows, _ = make_rows(people=40, topics=15)
    shuffled = rows.copy()
    chance.shuffle(shuffled)
    assert np.array_equal(labels_of(Votes.from_rows(rows)), labels_of(Votes.from_rows(shuffled)))


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(40)), st.permutations(range(15)))
def test_names_have_no_part(people, topics):
    rows, _ = make_rows(people=40, topics=15)
    named = Votes.from_rows(
        [(f"p{people[who]:02}", f"s{topics[what]:02}", v) for who, what, v in rows]
    )
    before = dict(zip(range(40), labels_of(Votes.from_rows(rows)).tolist(), strict=True))
    after = dict(zip(named.participants.tolist(), labels_of(named).tolist(), strict=True))
    both = [(before[who], after[f"p{people[who]:02}"]) for who in range(40)]
    assert adjusted_rand(*map(np.array, zip(*both, strict=True))) == 1


def test_everybody_twice_changes_nothing():
    rows, _ = make_rows(people=60)
    once = labels_of(Votes.from_rows(rows))
    twice = labels_of(Votes.from_rows([*rows, *((who + 60, what, v) for who, what, v in rows)]))
    assert np.array_equal(twice[:60], once)
    assert np.array_equal(twice[60:], once)


def test_the_largest_group_comes_first_and_none_is_tiny():
    votes = make_votes(people=200, topics=40)
    sizes = np.bincount(labels_of(votes))
    assert sizes.tolist() == sorted(sizes, reverse=True)
    points = np.concatenate([np.random.default_rng(0).normal(0, 0.1, (50, 2)), [[9, 9], [9, 9.1]]])
    found = grouped(points, np.ones(52, bool))
    assert found.sizes.min() >= 5


def test_many_are_taken_together_by_squares():
    chance = np.random.default_rng(0)
    camp = chance.integers(0, 3, 9000)
    points = np.array([[0, 0], [4, 0], [0, 4]])[camp] + chance.normal(0, 0.5, (9000, 2))
    found = grouped(points, np.ones(9000, bool))
    assert adjusted_rand(found.labels, camp) > 0.99


def test_one_place_is_one_group():
    found = grouped(np.zeros((20, 2)), np.ones(20, bool))
    assert found.sizes.tolist() == [20]
    assert found.silhouettes == {}
    assert grouped(np.zeros((20, 2)), np.zeros(20, bool)).sizes.tolist() == []


def test_seven_votes_or_fifteen_people_are_in_the_conversation():
    enough = [(who, what, 1) for who in range(20) for what in range(7)]
    little = [(who, what, 1) for who in range(20, 30) for what in range(6)]
    assert in_conversation(Votes.from_rows(enough + little)).sum() == 20
    few = [row for row in enough if row[0] < 5]
    assert in_conversation(Votes.from_rows(few + little)).sum() == 15
    assert in_conversation(Votes.from_rows([(who, 0, 1) for who in range(3)])).sum() == 3


def test_adjusted_rand_of_known_tables():
    # Hubert & Arabie's measure, worked by hand: 4 pairs kept together of 5 and 6, 21 in all.
    one, other = np.array([0, 0, 0, 1, 1, 2, 2]), np.array([0, 0, 0, 1, 1, 1, 2])
    expected = 5 * 6 / 21
    assert adjusted_rand(one, other) == pytest.approx((4 - expected) / (5.5 - expected))
    assert adjusted_rand(one, np.array([5, 5, 5, 0, 0, 9, 9])) == 1
    assert adjusted_rand(np.zeros(5, int), np.zeros(5, int)) == 1
    assert adjusted_rand(np.zeros(5, int), np.arange(5)) == 0
    with pytest.raises(ValueError, match="4 and 5 labels"):
        adjusted_rand(np.zeros(4, int), np.zeros(5, int))


def test_stability_tells_camps_from_noise():
    votes = make_votes(people=150, topics=40)
    groups = grouped(likeliest(votes, plane(votes)).positions, in_conversation(votes))
    steps = []
    held = stability(votes, groups, draws=4, seed=3, progress=lambda *step: steps.append(step))
    assert held.is_clear
    assert held.mean > 0.9
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert held == stability(votes, groups, draws=4, seed=3)
    chance = np.random.default_rng(1)
    noise = Votes.from_rows(
        [(who, what, int(chance.integers(-1, 2))) for who in range(80) for what in range(40)]
    )
    groups = grouped(likeliest(noise, plane(noise)).positions, in_conversation(noise))
    assert not stability(noise, groups, draws=4).is_clear
