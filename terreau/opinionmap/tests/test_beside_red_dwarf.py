"""Beside red-dwarf, another implementation of Polis: `pip install red-dwarf` for these to run."""

import warnings

import numpy as np
import pytest

from terreau.opinionmap import (
    Votes,
    plane,
    positions,
    priority,
    representativeness,
    statistics,
)
from terreau.opinionmap.tests.samples import make_rows

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    peer = pytest.importorskip("reddwarf.implementations.polis", reason="red-dwarf is not here")

OUT = 3


@pytest.fixture(scope="module", params=[0, 1, 2])
def both(request):
    """Ours of the groups that the peer found, and the peer's results."""
    rows, _ = make_rows(people=50, topics=20, seed=request.param)
    said = [
        {"participant_id": who, "statement_id": what, "vote": vote, "modified": place}
        for place, (who, what, vote) in enumerate(rows)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = peer.run_pipeline(votes=said, random_state=0, mod_out_statement_ids=[OUT])
    votes = Votes.from_rows(rows, moderated_out=[OUT])
    labels = theirs.participants_df["cluster_id"].fillna(-1).to_numpy(np.int64)
    return votes, statistics(votes, labels, labels.max() + 1), theirs


def test_positions(both):
    votes, _, theirs = both
    mine = positions(votes, plane(votes))
    for axis, column in enumerate("xy"):
        other = theirs.participants_df[column].to_numpy()
        assert abs(mine[:, axis]) == pytest.approx(abs(other), abs=1e-9)


def test_figures_of_groups(both):
    _, mine, theirs = both
    frame = theirs.group_comment_stats
    figures = {"count": "n", "probability": "p", "ratio": "r"}
    for direction, sign in (("agree", "a"), ("disagree", "d")):
        found = representativeness(mine.counts, direction)
        for name, letter in figures.items():
            wanted = frame[f"{letter}{sign}"].unstack("statement_id").to_numpy()
            assert getattr(found, name) == pytest.approx(wanted)
        for name, letter in (("probability_test", "p"), ("ratio_test", "r")):
            wanted = frame[f"{letter}{sign}t"].unstack("statement_id").to_numpy()
            assert getattr(found, name) == pytest.approx(wanted)


def test_what_is_chosen(both):
    _, mine, theirs = both
    for group, chosen in enumerate(mine.representative):
        other = [(each["tid"], each["repful-for"]) for each in theirs.repness[group]]
        assert sorted((each.statement, each.direction) for each in chosen) == sorted(other)
    for chosen, direction in ((mine.agreed, "agree"), (mine.disagreed, "disagree")):
        wanted = [each["tid"] for each in theirs.consensus[direction]]
        assert [each.statement for each in chosen] == wanted


def test_priorities(both):
    votes, mine, theirs = both
    found = priority(mine.counts, plane(votes).extremity, votes.meta)
    wanted = theirs.statements_df["priority"].to_numpy(float)
    kept = votes.statements != OUT
    assert found[kept] == pytest.approx(wanted[kept])
