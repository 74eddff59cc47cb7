"""The statistics of Polis, worked by hand; its published results are in test_known_opinions."""

import numpy as np
import pytest

from terreau.opinionmap import Votes, priority, representativeness, statistics
from terreau.opinionmap.polis import (
    consensus,
    group_consensus,
    proportion_test,
    representative,
    two_proportion_test,
)


def make_counts(*groups):
    """groups × S × (disagree, pass, agree)."""
    return np.array(groups)


def test_figures_by_hand():
    counts = make_counts([[0, 0, 9]], [[5, 1, 2]])
    agree = representativeness(counts, "agree")
    assert agree.probability[0, 0] == pytest.approx(10 / 11)
    assert agree.probability_test[0, 0] == pytest.approx(2 * 10**0.5 * 0.5)
    assert agree.ratio[0, 0] == pytest.approx((10 / 11) / (3 / 10))
    pooled = (10 + 3) / (10 + 9)
    spread = (pooled * (1 - pooled) * (1 / 10 + 1 / 9)) ** 0.5
    assert agree.ratio_test[0, 0] == pytest.approx((10 / 10 - 3 / 9) / spread)
    disagree = representativeness(counts, "disagree")
    assert disagree.count[1, 0] == 5
    assert disagree.probability[1, 0] == pytest.approx(6 / 10)


def test_whole_proportions_are_no_difference():
    assert two_proportion_test(9, 9, 5, 5) == 0
    assert two_proportion_test([9, 9], [9, 9], [5, 2], [5, 5])[1] > 0


def test_few_votes_say_little():
    assert proportion_test(1, 1) < proportion_test(9, 9)
    assert proportion_test(0, 0) == pytest.approx(1)


def test_what_represents_groups():
    counts = make_counts(
        [[0, 0, 20], [10, 0, 10], [20, 0, 0], [0, 0, 0]],
        [[20, 0, 0], [10, 0, 10], [0, 0, 20], [0, 0, 0]],
    )
    shown = np.ones(4, bool)
    first, second = representative(counts, np.array([10, 20, 30, 40]), shown)
    assert [(each.statement, each.direction) for each in first] == [(10, "agree"), (30, "disagree")]
    assert [(each.statement, each.direction) for each in second] == [
        (30, "agree"),
        (10, "disagree"),
    ]
    assert [each.best_agree for each in first] == [True, False]
    hidden = np.array([False, True, True, True])
    assert [each.statement for each in representative(counts, np.arange(4), hidden)[0]] == [2]


def test_a_group_without_any_clear_statement_still_has_one():
    counts = make_counts([[1, 0, 1], [1, 1, 0]], [[1, 0, 1], [1, 1, 0]])
    for each in representative(counts, np.arange(2), np.ones(2, bool)):
        assert len(each) == 1


def test_consensus_is_everybody_s():
    rows = [(who, 1, 1) for who in range(12)] + [(who, 2, -1) for who in range(12)]
    rows += [(who, 3, (-1) ** who) for who in range(12)]
    votes = Votes.from_rows([*rows, *((who, 5, 1) for who in range(12))], moderated_out=[5])
    (agreed,) = consensus(votes, "agree")
    assert (agreed.statement, agreed.count, agreed.seen) == (1, 12, 12)
    assert agreed.probability == pytest.approx(13 / 14)
    assert [each.statement for each in consensus(votes, "disagree")] == [2]


def test_consensus_of_groups_wants_every_group():
    counts = make_counts([[0, 0, 8], [0, 0, 8]], [[0, 0, 8], [8, 0, 0]])
    assert group_consensus(counts) == pytest.approx([0.9 * 0.9, 0.9 * 0.1])


def test_priority():
    counts = make_counts([[0, 1, 2], [0, 0, 0]], [[1, 0, 1], [0, 0, 0]])
    wanted = (1 - 2 / 7) * (1.5 + 1) * (4 / 7) * (1 + 8 * 2**-1)
    found = priority(counts, np.array([1.5, 0.0]), np.array([False, False]))
    assert found == pytest.approx([wanted**2, (0.5 * 0.5 * 9) ** 2])
    assert priority(counts, np.zeros(2), np.array([True, False]))[0] == 49


def test_statistics_take_any_groups():
    rows = [(who, what, 1 if what < who else -1) for who in range(6) for what in range(4)]
    votes = Votes.from_rows(rows)
    found = statistics(votes, np.array([0, 0, 1, 1, -1, -1]), 2)
    assert found.counts.sum(axis=2).tolist() == [[2] * 4, [2] * 4]
    assert len(found.representative) == 2
