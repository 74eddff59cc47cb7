"""Conversations to try things on, drawn by chance that a seed fixes."""

import numpy as np

from terreau.opinionmap import Votes

CAMPS = np.array([[1.2, 0.0], [-0.8, 1.0], [-0.4, -1.2]])


def make_rows(people=90, topics=30, share=0.5, camps=3, seed=0):
    """[(participant, statement, vote)] of people in camps; and of which camp each is."""
    chance = np.random.default_rng(seed)
    appeal, weight = chance.normal(0, 0.4, topics), chance.normal(0, 1, (topics, 2))
    camp = chance.integers(0, camps, people)
    places = CAMPS[camp] + chance.normal(0, 0.25, (people, 2))
    leaning = places @ weight.T + appeal + chance.normal(0, 0.4, (people, topics))
    votes = np.where(leaning > 0.4, 1, np.where(leaning < -0.4, -1, 0))
    cast = chance.random((people, topics)) < share
    rows = [(int(i), int(j), int(votes[i, j])) for i, j in zip(*np.nonzero(cast), strict=True)]
    return rows, camp


def make_votes(**options):
    return Votes.from_rows(make_rows(**options)[0])


def dense(votes):
    """The votes as P × S, NaN where none was cast."""
    table = np.full((len(votes.participants), len(votes.statements)), np.nan)
    table[votes.who, votes.codes // 3] = votes.codes % 3 - 1
    return table
