from math import erfc, sqrt

import pytest

from terreau.survival import homogeneity, wilson


@pytest.mark.parametrize(
    "successes, n, low, high",
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe, Stat. Med. 17 (1998) 857–872, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_published_intervals(successes, n, low, high):
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


def test_it_stays_between_nothing_and_everything_and_is_symmetric():
    for n in range(1, 40):
        for successes in range(n + 1):
            low, high = wilson(successes, n)
            assert 0 <= low <= successes / n <= high <= 1
            mirrored = wilson(n - successes, n)
            assert (1 - high, 1 - low) == pytest.approx(mirrored)


@pytest.mark.parametrize("successes, n", [(0, 0), (-1, 3), (4, 3)])
def test_what_is_no_share_is_refused(successes, n):
    with pytest.raises(ValueError, match="no such share"):
        wilson(successes, n)


def test_shares_that_differ_and_shares_that_do_not():
    # Snedecor & Cochran, Statistical Methods, 8th ed. 1989, §11.4: χ² of a 2 × 2 table without
    # correction is (ad − bc)² N / (product of the margins).
    a, b, c, d = 32, 8, 20, 30
    expected = (a * d - b * c) ** 2 * 90 / ((a + b) * (c + d) * (a + c) * (b + d))
    assert homogeneity([(a, a + b), (c, c + d)]) == pytest.approx(erfc(sqrt(expected / 2)))
    assert homogeneity([(10, 20), (20, 40), (30, 60)]) == pytest.approx(1)


@pytest.mark.parametrize(
    "groups", [[], [(5, 10)], [(0, 10), (0, 20)], [(10, 10), (20, 20)], [(1, 10), (2, 12)]]
)
def test_too_little_to_compare(groups):
    assert homogeneity(groups) is None
