"""Shares of a number of cases that either had the outcome or had not."""

import math

from terreau.survival.limits import normal_quantile


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
