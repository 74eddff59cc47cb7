"""The whole map: what it says, when it refuses, and that later votes give the same."""

import json

import numpy as np
import pytest

from terreau.opinionmap import TooLittle, Votes, opinion_map
from terreau.opinionmap.tests.samples import make_rows, make_votes


def test_the_same_votes_give_the_same_bytes():
    rows, _ = make_rows()
    shuffled = [rows[place] for place in np.random.default_rng(1).permutation(len(rows))]
    one, other = (opinion_map(Votes.from_rows(each), draws=2) for each in (rows, shuffled))
    assert one.to_json() == other.to_json()


def test_what_json_holds():
    found = opinion_map(make_votes(people=120, topics=40), draws=3, seed=4)
    said = json.loads(found.to_json())
    assert said["clear_groups"] is True
    assert said["stability"]["seed"] == 4
    assert len(said["stability"]["agreements"]) == 3
    assert len(said["statements"]) == 40
    assert sum(group["size"] for group in said["groups"]) == 120
    assert len(said["positions"]["x"]) == 120
    assert said["second_look"]["groups"] > 0.9
    assert {"bridging", "priority", "extremity"} <= said["statements"][0].keys()
    nobody = json.loads(found.to_json(participants=False))
    assert "positions" not in nobody


def test_without_stability_nothing_is_said_of_it():
    found = opinion_map(make_votes(), draws=0, factors=False)
    assert found.has_clear_groups is None
    said = found.as_dict()
    assert "stability" not in said
    assert "second_look" not in said
    assert "bridging" not in said["statements"][0]


def test_later_votes_give_the_map_of_all_of_them():
    rows, _ = make_rows(people=150, topics=60)
    rows = [rows[place] for place in np.random.default_rng(1).permutation(len(rows))]
    rows = [row for row in rows if row[1] != 33 or rows.index(row) > 3000] + [(999, 33, 1)]
    early = opinion_map(Votes.from_rows(rows[:-300]), draws=0)
    late = early.updated(rows[-300:], draws=3)
    whole = opinion_map(Votes.from_rows(rows), draws=3)
    assert np.array_equal(late.votes.codes, whole.votes.codes)
    assert np.array_equal(late.groups.labels, whole.groups.labels)
    assert late.likeliest.positions == pytest.approx(whole.likeliest.positions, abs=1e-8)
    assert late.stability == whole.stability
    assert late.statistics.representative == whole.statistics.representative
    assert np.array_equal(late.statistics.counts, whole.statistics.counts)


def test_progress_is_told_step_by_step():
    steps = []
    opinion_map(make_votes(), draws=2, progress=lambda *step: steps.append(step))
    assert steps[:2] == [("plane", 1, 1), ("groups", 1, 1)]
    assert steps[-1] == ("stability", 2, 2)
    assert ("factors", 10, 10) in steps


@pytest.mark.parametrize(
    ("rows", "known", "reason"),
    [
        ([], {}, "votes"),
        ([(1, 1, 1), (1, 2, -1)], {}, "participants"),
        ([(1, 1, 1), (2, 1, -1)], {}, "statements"),
        ([(1, 1, 1), (2, 1, -1), (2, 2, 1)], {"moderated_out": [2]}, "statements"),
        ([(1, 1, 0), (2, 1, 0), (2, 2, 0)], {}, "variation"),
        ([(1, 1, 1), (2, 1, 1), (2, 2, -1)], {}, "variation"),
    ],
)
def test_too_little(rows, known, reason):
    with pytest.raises(TooLittle) as caught:
        opinion_map(Votes.from_rows(rows, **known))
    assert caught.value.reason == reason


def test_the_least_of_which_there_is_a_map():
    found = opinion_map(Votes.from_rows([(1, 1, 1), (2, 1, -1), (2, 2, 1)]))
    assert json.loads(found.to_json())["participants"] == 2
    assert found.has_clear_groups is False
