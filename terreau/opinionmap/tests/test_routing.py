"""What is asked next: never what was answered, never nothing, always with its probability."""

from collections import Counter

import numpy as np
import pytest

from terreau.opinionmap import Router, Votes, factorised
from terreau.opinionmap.tests.samples import make_rows


@pytest.fixture(scope="module")
def router():
    rows, _ = make_rows(people=60, topics=20, share=0.6)
    rows = [row for row in rows if row[1] != 19 or row[0] < 2]
    votes = Votes.from_rows(rows, moderated_out=[4])
    return Router(votes, factorised(votes))


def test_nothing_twice_and_nothing_moderated_out(router):
    answered = {what for who, what, _ in router.votes.rows() if who == 7}
    drawn = [each.statement for each in router.draw(7, seed=1, seen=[0], count=50)]
    assert set(drawn) == set(range(20)) - answered - {0, 4}
    assert len(drawn) == len(set(drawn))
    assert router.draw(7, seed=1, seen=range(20)) == ()


def test_one_seed_draws_the_same(router):
    assert router.draw(3, seed=5, count=4) == router.draw(3, seed=5, count=4)


def test_drawn_as_often_as_said(router):
    left = ~router.votes.moderated_out
    shares = router.probabilities(None, left)
    assert shares.sum() == pytest.approx(1)
    assert shares[4] == 0
    assert (shares[left] >= 0.2 / left.sum() - 1e-12).all()
    times = Counter(router.draw(None, seed=seed)[0] for seed in range(3000))
    for draw, count in times.items():
        assert draw.probability == pytest.approx(shares[draw.statement])
        assert abs(count - 3000 * draw.probability) < 5 * (3000 * draw.probability) ** 0.5


def test_what_was_seldom_seen_is_asked_more(router):
    shares = router.probabilities(None, ~router.votes.moderated_out)
    assert shares[19] > np.median(shares)


def test_a_vote_counted_with_its_probability_speaks_for_everybody(router):
    """Horvitz & Thompson: the mean of 1/p over draws is the number of statements."""
    weights = [1 / router.draw(None, seed=seed)[0].probability for seed in range(3000)]
    assert np.mean(weights) == pytest.approx(19, rel=0.05)


def test_nothing_left(router):
    with pytest.raises(ValueError, match="no statement is left"):
        router.probabilities(None, np.zeros(20, bool))


def test_factors_of_other_votes(router):
    with pytest.raises(ValueError, match="factors of other votes"):
        Router(router.votes.updated([(999, 1, 1)]), router.factors)
