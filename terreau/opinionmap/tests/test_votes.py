"""What comes from a database, and what is wrong with it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau.opinionmap import Votes
from terreau.opinionmap.tests.samples import dense, make_rows, make_votes

rows_of_votes = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 5), st.sampled_from([-1, 0, 1])), max_size=40
)


def last(rows):
    return sorted((who, what, vote) for (who, what), vote in {r[:2]: r[2] for r in rows}.items())


@given(rows_of_votes)
def test_the_last_vote_counts(rows):
    votes = Votes.from_rows(rows)
    assert list(votes.rows()) == last(rows)
    assert votes.cast.sum() == len(votes.codes)


@given(rows_of_votes, st.randoms())
def test_times_say_which_vote_was_last(rows, chance):
    timed = [(*row, time) for time, row in enumerate(rows)]
    chance.shuffle(timed)
    assert list(Votes.from_rows(timed).rows()) == last(rows)


@given(rows_of_votes, rows_of_votes)
def test_an_update_is_the_same_as_all_votes_together(rows, later):
    updated = Votes.from_rows(rows).updated(later)
    assert list(updated.rows()) == last([*rows, *later])
    whole = Votes.from_rows([*rows, *later])
    for name in ("participants", "statements", "starts", "codes"):
        assert np.array_equal(getattr(updated, name), getattr(whole, name))


def test_an_update_keeps_what_is_known_of_statements():
    votes = Votes.from_rows([(1, 1, 1)], listed=[1, 2, 3], moderated_out=[2], meta=[3])
    updated = votes.updated([(2, 4, 1)])
    assert updated.statements.tolist() == [1, 2, 3, 4]
    assert updated.moderated_out.tolist() == [False, True, False, False]
    assert updated.meta.tolist() == [False, False, True, False]
    assert updated.aside.tolist() == [False, True, True, False]


def test_ids_may_be_texts_or_numbers_far_apart():
    texts = Votes.from_rows([("b", "y", 1), ("a", "x", -1)])
    assert list(texts.rows()) == [("a", "x", -1), ("b", "y", 1)]
    assert list(texts.updated([("a", "y", 0)]).rows())[1] == ("a", "y", 0)
    far = [(10**15, -5, 1), (3, 10**12, 0)]
    assert list(Votes.from_rows(far).rows()) == sorted(far)


def test_counts_are_those_of_the_table():
    votes = make_votes()
    table = dense(votes)
    for column, value in enumerate((-1, 0, 1)):
        assert votes.counts[:, column].tolist() == (table == value).sum(axis=0).tolist()
    labels = np.arange(len(votes.participants)) % 3 - 1
    by = votes.counts_by(labels, 2)
    assert by[1, :, 2].tolist() == (table[labels == 1] == 1).sum(axis=0).tolist()


def test_blocks_do_not_show(monkeypatch):
    rows = make_rows()[0]
    whole = Votes.from_rows(rows)
    assert len(whole.blocks) == 1
    monkeypatch.setattr("terreau.opinionmap.votes.BLOCK", 50)
    pieces = Votes.from_rows(rows)
    assert len(pieces.blocks) > 20
    table = np.random.default_rng(0).normal(size=(3 * len(whole.statements), 2))
    assert np.allclose(whole.gather(table), pieces.gather(table))
    weights = np.random.default_rng(0).normal(size=len(whole.participants))
    assert np.allclose(whole.scatter(weights), pieces.scatter(weights))


def test_some_participants():
    votes = make_votes()
    chosen = np.arange(len(votes.participants)) % 3 == 0
    some = votes.of(chosen)
    assert list(some.rows()) == [row for row in votes.rows() if row[0] % 3 == 0]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([(1, 1, 2)], "vote 0 is not −1, 0 or 1: 2"),
        ([(1, 1, 1), (1, 2, float("nan"))], "vote 1 is not −1, 0 or 1: nan"),
        ([(1, 1, "1")], "vote 0"),
        ([(1, 1, 0.5)], "vote 0"),
        ([(1, 1, None)], "vote 0"),
        ([(1, 1, 1), ("a", 1, 1)], "participant ids must be all"),
        ([(1, 1.5, 1)], "statement ids must be all"),
        ([(None, 1, 1)], "participant ids must be all"),
        ([(1, 1)], "3 or 4 values"),
        ([(1, 1, 1), (1, 2)], "shorter"),
        ([(1, 1, 1, float("nan"))], "time 0 is not a number"),
    ],
)
def test_bad_rows_are_named(rows, said):
    with pytest.raises(ValueError, match=said):
        Votes.from_rows(rows)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"listed": [1, 1]}, "statement 1 is listed twice"),
        ({"listed": [2]}, "statement 1 is not listed"),
        ({"listed": ["1"]}, "all whole numbers or all texts"),
        ({"meta": [9]}, "statement 9 is not listed"),
        ({"moderated_out": [9]}, "statement 9 is not listed"),
    ],
)
def test_bad_statements_are_named(known, said):
    with pytest.raises(ValueError, match=said):
        Votes.from_rows([(1, 1, 1)], **known)


def test_columns_of_different_lengths():
    with pytest.raises(ValueError, match="2 participants, 1 statements, 1 votes"):
        Votes.from_arrays([1, 2], [1], [1])
    with pytest.raises(ValueError, match="1 votes but 2 times"):
        Votes.from_arrays([1], [1], [1], [1, 2])
