"""Shares of a number of cases that either had the outcome or had not."""

import math
from collections.abc import Iterable

from terreau.survival.limits import normal_quantile
from terreau.survival.log_rank import chi_squared_tail


def wilson(successes: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Lower and upper limit of a share of `n` cases, always within [0, 1].

    The score interval (Wilson, *Probable inference, the law of succession, and statistical
    inference*, J. Am. Stat. Assoc. 22 (1927) 209–212), which keeps its coverage for small n
    (Brown, Cai & DasGupta, *Interval estimation for a binomial proportion*, Statistical Science
    16 (2001) 101–133). Raises ValueError unless 0 ≤ successes ≤ n and n > 0.
    """
    if not 0 <= successes <= n or n < 1:
        raise ValueError(f"no such share: {successes!r} of {n!r}")
    quantile = normal_quantile(confidence)
    share, square = successes / n, quantile**2 / n
    middle = share + square / 2
    half = quantile * math.sqrt(share * (1 - share) / n + square / (4 * n))
    low = (middle - half) / (1 + square) if successes else 0.0
    high = (middle + half) / (1 + square) if successes < n else 1.0
    return low, high


def homogeneity(groups: Iterable[tuple[int, int]]) -> float | None:
    """The p-value of Pearson's test that all groups (successes, n) have one share; None for none.

    χ² = Σ (k − n p)² / (n p (1 − p)) on as many degrees of freedom as groups less one, p the share
    of all together (Pearson, Phil. Mag. 50 (1900) 157–175). None for fewer than two groups, and
    where too little is expected for χ² to be near: less than 1 in a cell, or less than 6 on average
    (Roscoe & Byars, *An investigation of the restraints with respect to sample size commonly
    imposed on the use of the chi-square statistic*, J. Am. Stat. Assoc. 66 (1971) 755–759).
    """
    counted = list(groups)
    total = sum(n for _, n in counted)
    share = sum(k for k, _ in counted) / total if total else 0.0
    if len(counted) < 2 or not 0 < share < 1:
        return None
    cells = [n * part for _, n in counted for part in (share, 1 - share)]
    if min(cells) < 1 or total / len(cells) < 6:
        return None
    statistic = sum((k - n * share) ** 2 / (n * share * (1 - share)) for k, n in counted)
    return chi_squared_tail(statistic, len(counted) - 1)
