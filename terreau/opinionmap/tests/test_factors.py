"""The second look: what it predicts, and what bridges."""

import numpy as np
import pytest

from terreau.opinionmap import Votes, factorised, likeliest, plane
from terreau.opinionmap.factors import asked_of_people, asked_of_topics, likeness
from terreau.opinionmap.tests.samples import dense, make_rows, make_votes


def test_held_out_votes_are_predicted_better_than_by_the_mean():
    rows, _ = make_rows(people=150, topics=40, seed=2)
    held = np.random.default_rng(0).random(len(rows)) < 0.1
    votes = Votes.from_rows([row for row, out in zip(rows, held, strict=True) if not out])
    found = factorised(votes)
    who, what, value = np.array([row for row, out in zip(rows, held, strict=True) if out]).T
    error = ((found.expected(who, what) - value) ** 2).sum()
    mean = ((plane(votes).means[what] - value) ** 2).sum()
    assert error < 0.5 * mean


def test_it_sees_what_the_map_sees():
    votes = make_votes(people=150, topics=40)
    found = factorised(votes)
    assert likeness(likeliest(votes, plane(votes)).positions, found.positions) > 0.9


def test_what_only_one_camp_likes_does_not_bridge():
    rows, camp = make_rows(people=90, topics=30, share=0.8, camps=2)
    everybody = [(who, 100, 1) for who in range(90)]
    one_camp = [(who, 101, 1 if camp[who] else -1) for who in range(90)]
    larger = [(who, 102, 1 if camp[who] else 0) for who in range(90)]
    found = factorised(Votes.from_rows([*rows, *everybody, *one_camp, *larger]))
    both, one, some = found.bridging[-3:]
    assert both > some > one
    assert (found.bridging_deviation > 0).all()


def test_sums_are_those_of_the_table():
    votes = Votes.from_rows(make_rows(people=8, topics=5)[0], moderated_out=[2])
    table = dense(votes)
    table[:, 2] = np.nan
    chance = np.random.default_rng(0)
    topics, people = chance.normal(size=(5, 3)), chance.normal(size=(8, 3))
    precision, pull = asked_of_people(votes, topics, np.zeros((5, 3, 3)))
    voted = ~np.isnan(table[3])
    asks = np.column_stack([np.ones(5), topics[:, 1:]])[voted]
    assert precision[3] == pytest.approx(asks.T @ asks)
    assert pull[3] == pytest.approx(asks.T @ (table[3] - topics[:, 0])[voted])
    precision, pull, left = asked_of_topics(votes, people, np.zeros((8, 3, 3)))
    voted = ~np.isnan(table[:, 1])
    tells = np.column_stack([np.ones(8), people[:, 1:]])[voted]
    assert precision[1] == pytest.approx(tells.T @ tells)
    assert pull[1] == pytest.approx(tells.T @ (table[:, 1] - people[:, 0])[voted])
    apart = np.nansum((table - people[:, :1]) ** 2) - np.nansum(table**2)
    assert left == pytest.approx(apart)


def test_what_is_set_aside_stays_out():
    rows, _ = make_rows()
    aside = Votes.from_rows(rows, moderated_out=[4])
    without = Votes.from_rows([row for row in rows if row[1] != 4], listed=range(30))
    assert factorised(aside).people == pytest.approx(factorised(without).people, abs=1e-3)


def test_progress_is_told():
    steps = []
    factorised(make_votes(), rounds=2, progress=lambda *step: steps.append(step))
    assert steps == [(1, 2), (2, 2)]
