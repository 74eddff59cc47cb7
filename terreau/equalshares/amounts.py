"""Amounts as they are written, exactly; what is none is said."""

from decimal import Decimal
from fractions import Fraction
from math import lcm

import numpy as np

Amount = int | float | str | Decimal | Fraction
LARGEST = 2**53  # whole numbers up to it are exact as floats


class BadElection(ValueError):
    """What was given is no election: the message says what is wrong and where."""


def amount(value: Amount, what: str) -> Fraction:
    """A number, exactly: a float is what it prints as. Not finite or below 0 is an error."""
    try:
        found = Fraction(str(value)) if isinstance(value, float | np.floating) else Fraction(value)
    except (ValueError, OverflowError, TypeError, ZeroDivisionError):
        raise BadElection(f"{what} is no amount: {value!r}") from None
    if found < 0:
        raise BadElection(f"{what} is below 0: {value}")
    return found


def positions(values, what) -> np.ndarray:
    """(N,) whole numbers from 0."""
    found = np.asarray(values)
    if not found.size:
        return np.empty(0, np.int64)
    if found.ndim != 1 or found.dtype.kind not in "iu":
        raise BadElection(f"{what}: whole numbers in one dimension are wanted")
    if int(found.min()) < 0:
        raise BadElection(f"{what}: {int(found.min())} is below 0")
    return found.astype(np.int64, copy=False)


def whole(points, count) -> tuple[np.ndarray, int]:
    """((N,) whole numbers, scale): points = whole / scale, exactly."""
    given = np.asarray(points)
    if given.shape != (count,):
        raise BadElection(f"{given.size} points beside {count} votes")
    scale = 1
    if given.dtype.kind not in "iu":
        values, where = np.unique(given, return_inverse=True)
        exact = [amount(each, "what a ballot gives") for each in values.tolist()]
        scale = lcm(1, *(each.denominator for each in exact))
        given = np.array([int(each * scale) for each in exact], np.int64)[where]
    given = given.astype(np.int64, copy=False)
    if count and int(given.min()) < 0:
        raise BadElection(f"what a ballot gives is below 0: {int(given.min())}")
    if count and int(given.max()) * count >= LARGEST:
        raise BadElection("points beyond 2**53 together are not told apart")
    return given, scale
