"""The opinion map against Polis's own results, and its promises on real conversations."""

from functools import cache

import numpy as np
import pytest

from terreau.opinionmap import (
    Votes,
    grouped,
    in_conversation,
    likeliest,
    opinion_map,
    plane,
    positions,
    priority,
    stability,
    statistics,
)
from terreau.opinionmap.geometry import Plane
from tests.opinions import (
    CONVERSATIONS,
    FOLDER,
    PARTIAL,
    WHOLE,
    conversation,
    fixture,
    held_out_errors,
    votes_with_times,
)

EXACT = {"rel": 1e-9, "abs": 1e-9}
SINGLE = {"rel": 1e-6, "abs": 1e-6}  # stored by Polis as numbers of 32 bits
ORDERS = 100

pytestmark = [
    pytest.mark.shareddata,
    pytest.mark.xdist_group("known opinions"),
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared conversations are not here"),
]
each_fixture = pytest.mark.parametrize("name", [*WHOLE, PARTIAL])
each_whole = pytest.mark.parametrize("name", WHOLE)

fixture = cache(fixture)
conversation = cache(conversation)


def plane_of_polis(found):
    """Polis's own plane, from which everything else in its geometry follows."""
    said = found.said["pca"]
    components = np.array(said["comps"])
    return Plane(-np.array(said["center"]), components, np.zeros(2))


@each_whole
def test_means_and_components(name):
    found = fixture(name)
    mine, theirs = plane(found.votes), plane_of_polis(found)
    assert mine.means == pytest.approx(theirs.means, **EXACT)
    for one, other in zip(mine.components, theirs.components, strict=True):
        assert abs(one @ other) == pytest.approx(1, **EXACT)


@each_fixture
def test_statements_in_the_plane(name):
    found = fixture(name)
    said, theirs = found.said["pca"], plane_of_polis(found)
    aside = found.votes.aside
    projection = np.array(said["comment-projection"])
    assert projection == pytest.approx(-theirs.statements.T, **EXACT)
    assert theirs.extremity == pytest.approx(said["comment-extremity"], **EXACT)
    assert (theirs.means[aside] == 0).all()


@each_fixture
def test_participants_in_the_plane(name):
    """Polis says where base clusters are: the means of their members."""
    found = fixture(name)
    places = -positions(found.votes, plane_of_polis(found))
    base = found.said["base-clusters"]
    known = set(found.votes.participants.tolist())
    for members, x, y in zip(base["members"], base["x"], base["y"], strict=True):
        if set(members) <= known:
            held = np.isin(found.votes.participants, members)
            assert places[held].mean(axis=0) == pytest.approx([x, y], **EXACT)


@each_whole
def test_who_is_in_the_conversation(name):
    """All of ours are in Polis's; once in, Polis keeps people in, so that it has a few more."""
    found = fixture(name)
    mine = set(found.votes.participants[in_conversation(found.votes)].tolist())
    assert mine <= set(found.said["in-conv"])
    assert len(mine) >= len(found.said["in-conv"]) - 4


@each_fixture
def test_counts_of_groups(name):
    found = fixture(name)
    counts = found.votes.counts_by(found.labels, 3)
    for group in found.said["group-votes"].values():
        for place, topic in enumerate(found.said["tids"]):
            said = group["votes"][str(topic)]
            disagree, passes, agree = counts[group["id"], place].tolist()
            assert said == {"A": agree, "D": disagree, "S": disagree + passes + agree}


@each_fixture
def test_what_represents_groups(name):
    found = fixture(name)
    mine = statistics(found.votes, found.labels, 3)
    for group, chosen in enumerate(mine.representative):
        theirs = found.said["repness"][str(group)]
        assert [(each.statement, each.direction) for each in chosen] == [
            (each["tid"], each["repful-for"]) for each in theirs
        ]
        for one, other in zip(chosen, theirs, strict=True):
            assert (one.count, one.seen) == (other["n-success"], other["n-trials"])
            assert one.best_agree == other.get("best-agree", False)
            assert one.probability == pytest.approx(other["p-success"], **EXACT)
            assert one.probability_test == pytest.approx(other["p-test"], **EXACT)
            assert one.ratio == pytest.approx(other["repness"], **EXACT)
            assert one.ratio_test == pytest.approx(other["repness-test"], **SINGLE)


@each_fixture
def test_consensus(name):
    found = fixture(name)
    mine = statistics(found.votes, found.labels, 3)
    for chosen, direction in ((mine.agreed, "agree"), (mine.disagreed, "disagree")):
        theirs = found.said["consensus"][direction]
        assert [each.statement for each in chosen] == [each["tid"] for each in theirs]
        for one, other in zip(chosen, theirs, strict=True):
            assert (one.count, one.seen) == (other["n-success"], other["n-trials"])
            assert one.probability == pytest.approx(other["p-success"], **EXACT)
            assert one.probability_test == pytest.approx(other["p-test"], **EXACT)
    by_topic = found.said["group-aware-consensus"]
    wanted = [by_topic[str(topic)] for topic in found.said["tids"]]
    assert mine.group_consensus == pytest.approx(wanted, **EXACT)


@each_whole
def test_priorities(name):
    found = fixture(name)
    counts = found.votes.counts_by(found.labels, 3)
    mine = priority(counts, plane_of_polis(found).extremity, found.votes.meta)
    by_topic = found.said["comment-priorities"]
    assert mine == pytest.approx([by_topic[str(topic)] for topic in found.said["tids"]], **EXACT)


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_both_files_of_votes_say_the_same(name):
    rows = votes_with_times(name)
    if not rows:
        pytest.skip("the votes of this conversation come without times")
    assert list(Votes.from_rows(rows).rows()) == list(conversation(name).votes.rows())


def test_the_map_is_the_same_for_any_order_of_votes():
    rows = votes_with_times("brexit-consensus")
    known = Votes.from_rows(rows)
    wanted = opinion_map(known, draws=0).to_json()
    for seed in range(ORDERS):
        order = np.random.default_rng(seed).permutation(len(rows))
        again = Votes.from_rows([rows[place] for place in order])
        assert np.array_equal(again.codes, known.codes)
        if seed % 20 == 0:  # the same votes, hence the same map; and it is
            assert opinion_map(again, draws=0).to_json() == wanted


def test_groups_hold_with_fewer_participants():
    held = {}
    for name in CONVERSATIONS:
        votes = conversation(name).votes
        groups = grouped(likeliest(votes, plane(votes)).positions, in_conversation(votes))
        held[name] = stability(votes, groups, draws=10).mean
    assert np.mean(list(held.values())) >= 0.83, held


def test_votes_held_out_are_foreseen():
    errors = [held_out_errors(conversation(name).votes, 0) for name in CONVERSATIONS]
    polis, likely, factors = (np.mean([each[way] for each in errors]) for way in errors[0])
    assert factors <= 0.81
    assert factors < likely < polis
