"""What texts find of the real projects of a source, against what was measured with scikit-learn."""

import pytest

from tests.problems import STATE, reproduced

pytestmark = [
    pytest.mark.shareddata,
    pytest.mark.skipif(not STATE.is_file(), reason="the shared states of the source are not here"),
]


def test_a_problem_finds_its_own_project_and_neighbours_that_share_its_themes():
    found = reproduced()
    assert found.queries > 390
    assert found.first >= 0.81
    assert found.within_ten >= 0.97
    assert found.themes >= 0.34
    assert found.chance == pytest.approx(0.11, abs=0.01)
