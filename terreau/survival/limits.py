"""Pointwise confidence limits of a probability on the complementary log-log scale."""

import math
from statistics import NormalDist


def normal_quantile(confidence: float) -> float:
    """The two-sided normal quantile: 1.959964 for a confidence of 0.95."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def limit_before_any_event(at_risk: int, confidence: float) -> float:
    """Lower limit of a survival of 1: that of a binomial with `at_risk` trials, all survivors.

    `(α/2) ** (1/n)` (Clopper & Pearson 1934; for survival Fay, Brittain & Proschan, *Pointwise
    confidence intervals for a survival distribution with small samples or heavy censoring*,
    Biostatistics 14 (2013) 723–736). The log-log scale would claim certainty here.
    """
    return ((1 - confidence) / 2) ** (1 / at_risk)


def log_log_limits(probability: float, variance: float, quantile: float) -> tuple[float, float]:
    """Lower and upper limit of `probability`, always within [0, 1].

    `p ** exp(±z · se / (p · ln p))`, the delta method on ln(−ln p) (Kalbfleisch & Prentice,
    The Statistical Analysis of Failure Time Data, 2nd ed., 2002, §1.4; Collett, Modelling
    Survival Data in Medical Research, 3rd ed., 2015, §2.2 and §12.2). At 0 and 1 the scale has
    no value: both limits are then the probability itself.
    """
    if not 0 < probability < 1:
        return probability, probability
    exponent = quantile * math.sqrt(variance) / abs(probability * math.log(probability))
    # Beyond 700 the exponential overflows; the limit is then 0 or 1 to every digit.
    exponent = min(exponent, 700.0)
    return probability ** math.exp(exponent), probability ** math.exp(-exponent)
