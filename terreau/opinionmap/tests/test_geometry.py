"""Where people lie, against the same done the long way."""

import numpy as np
import pytest

from terreau.opinionmap import Votes, likeliest, plane, positions
from terreau.opinionmap.tests.samples import dense, make_rows, make_votes


def centred_table(votes):
    table = dense(votes)
    centred = np.where(np.isnan(table), 0, table - np.nanmean(table, axis=0))
    centred[:, votes.aside] = 0
    return centred


@pytest.mark.parametrize("topics", [3, 12, 60])
def test_components_are_those_of_the_whole_matrix(topics):
    votes = make_votes(topics=topics)
    found = plane(votes)
    _, singular, axes = np.linalg.svd(centred_table(votes), full_matrices=False)
    for mine, theirs in zip(found.components, axes, strict=False):
        assert abs(mine @ theirs) == pytest.approx(1, abs=1e-9)
        assert (mine**3).sum() > 0
    assert found.variances == pytest.approx(singular[:2] ** 2 / len(votes.participants))


def test_what_is_set_aside_has_no_place():
    rows = make_rows()[0]
    votes = Votes.from_rows(rows, moderated_out=[3], meta=[5])
    found = plane(votes)
    assert (found.components[:, [3, 5]] == 0).all()
    assert (found.means[[3, 5]] == 0).all()
    assert (found.extremity[[3, 5]] == 0).all()
    without = plane(Votes.from_rows([row for row in rows if row[1] not in (3, 5)]))
    kept = np.delete(found.components, [3, 5], axis=1)
    assert kept == pytest.approx(without.components, abs=1e-8)


def test_positions_are_scaled_by_votes_cast():
    votes = Votes.from_rows(make_rows()[0], moderated_out=[3])
    found, table = plane(votes), dense(votes)
    table[:, 3] = 0
    cast = (~np.isnan(table)).sum(axis=1)
    whole = centred_table(votes) @ found.components.T
    wanted = np.sqrt(len(votes.statements) / cast)[:, None] * whole
    assert positions(votes, found) == pytest.approx(wanted, abs=1e-9)


def test_a_statement_lies_where_one_is_who_only_agrees_with_it():
    votes = make_votes()
    found = plane(votes)
    alone = Votes.from_rows([(1, 7, 1)], listed=votes.statements.tolist())
    assert positions(alone, found)[0] == pytest.approx(found.statements[7])
    assert found.extremity[7] == pytest.approx(np.hypot(*found.statements[7]))


def test_likeliest_positions_solve_their_equations():
    votes = make_votes()
    found = plane(votes)
    likely = likeliest(votes, found)
    table = dense(votes)
    for place in (0, 17):
        voted = ~np.isnan(table[place])
        axes = found.components.T[voted]
        precision = axes.T @ axes + likely.noise * np.diag(1 / likely.variances)
        wanted = np.linalg.solve(precision, axes.T @ (table[place] - found.means)[voted])
        assert likely.positions[place] == pytest.approx(wanted)
        cover = likely.noise * np.linalg.inv(precision)
        assert likely.covariances[place] == pytest.approx(cover[[0, 0, 1], [0, 1, 1]])


def test_variances_are_the_likeliest():
    votes = make_votes(people=200)
    found = plane(votes)
    likely = likeliest(votes, found)
    table = dense(votes)

    def evidence(variances, noise):
        total = 0.0
        for row in table:
            voted = ~np.isnan(row)
            axes, apart = found.components.T[voted], (row - found.means)[voted]
            cover = axes @ np.diag(variances) @ axes.T + noise * np.eye(len(apart))
            _, logarithm = np.linalg.slogdet(cover)
            total -= (logarithm + apart @ np.linalg.solve(cover, apart)) / 2
        return total

    best = evidence(likely.variances, likely.noise)
    for factor in (0.8, 1.25):
        assert evidence(likely.variances * [factor, 1], likely.noise) < best
        assert evidence(likely.variances * [1, factor], likely.noise) < best
        assert evidence(likely.variances, likely.noise * factor) < best


def test_whoever_votes_little_stays_near_the_middle():
    rows, _ = make_rows(share=1.0)
    whole = Votes.from_rows(rows)
    found = plane(whole)
    few = Votes.from_rows([row for row in rows if row[1] < 2], listed=range(30))
    far, near = (np.hypot(*likeliest(each, found).positions.T) for each in (whole, few))
    assert near.mean() < 0.7 * far.mean()


def test_nothing_varies():
    votes = Votes.from_rows([(who, what, 0) for who in range(5) for what in range(30)])
    assert not plane(votes).components.any()
    assert not positions(votes, plane(votes)).any()


def test_one_dimension():
    votes = Votes.from_rows([(who, what, (-1) ** who) for who in range(6) for what in range(40)])
    found = plane(votes)
    assert found.variances[0] > 1
    assert not found.components[1].any()
    assert likeliest(votes, found).positions[:, 1] == pytest.approx(0)


def test_a_start_changes_nothing_but_the_time():
    rows = make_rows(people=300, topics=60)[0]
    before, after = Votes.from_rows(rows[:-20]), Votes.from_rows(rows)
    cold, warm = plane(after), plane(after, plane(before))
    assert warm.components == pytest.approx(cold.components, abs=1e-9)
    assert warm.passes <= cold.passes
