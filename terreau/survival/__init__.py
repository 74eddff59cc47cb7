"""Statistics of durations that are not all over yet: how long do things last, how do they end?

Plain Python without any dependency. Kaplan–Meier survival, Aalen–Johansen cumulative incidence
for exits that exclude each other, and the log-rank test. Durations are numbers of any one unit;
results are frozen dataclasses; bad input raises ValueError.
"""

from terreau.survival.aalen_johansen import IncidenceCurve, IncidencePoint, cumulative_incidence
from terreau.survival.kaplan_meier import (
    Quantile,
    SurvivalCurve,
    SurvivalEstimate,
    SurvivalPoint,
    kaplan_meier,
)
from terreau.survival.log_rank import GroupCount, LogRank, chi_squared_tail, log_rank
from terreau.survival.observations import DAYS_PER_MONTH, months_between
from terreau.survival.proportions import homogeneity, wilson

__all__ = [
    "DAYS_PER_MONTH",
    "GroupCount",
    "IncidenceCurve",
    "IncidencePoint",
    "LogRank",
    "Quantile",
    "SurvivalCurve",
    "SurvivalEstimate",
    "SurvivalPoint",
    "chi_squared_tail",
    "cumulative_incidence",
    "homogeneity",
    "kaplan_meier",
    "log_rank",
    "months_between",
    "wilson",
]
