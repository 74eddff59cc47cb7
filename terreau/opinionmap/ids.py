"""Ids of participants and statements: whole numbers or texts, as a database has them."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Id = int | str
Ids = NDArray[Any]
Places = NDArray[np.integer]


def checked_ids(ids: ArrayLike, name: str) -> Ids:
    """Ids as one column of whole numbers or of texts; ValueError otherwise."""
    column = ids if isinstance(ids, np.ndarray) else list(ids)  # type: ignore[arg-type]
    if isinstance(column, list):
        kinds = {type(each) for each in column}
        if len(kinds) > 1 or not kinds <= {int, str}:
            kinds = {
                int if issubclass(each, np.integer) else str if issubclass(each, str) else each
                for each in kinds
            }
        if len(kinds) > 1 or not kinds <= {int, str}:
            said = ", ".join(sorted(kind.__name__ for kind in kinds))
            raise ValueError(f"{name} ids must be all whole numbers or all texts, not {said}")
        column = np.array(column, dtype=np.int64 if int in kinds or not kinds else np.str_)
    if column.ndim != 1 or column.dtype.kind not in "iuU":
        raise ValueError(f"{name} ids must be a column of whole numbers or of texts")
    return column


def numbered(ids: Ids) -> tuple[Ids, Places]:
    """The ids once each, ascending, and the place of each among them."""
    if ids.dtype.kind in "iu" and len(ids):
        low, high = int(ids.min()), int(ids.max())
        if high - low < 4 * len(ids) + 1024:
            there = np.zeros(high - low + 1, bool)
            there[ids - low] = True
            numbers = np.cumsum(there, dtype=np.int32) - 1
            return np.flatnonzero(there) + low, numbers[ids - low]
    found, places = np.unique(ids, return_inverse=True)
    return found, places.astype(np.int32)


def placed(ids: Ids, among: Ids) -> Places:
    """The place of each id among others that ascend; ValueError if it is none of them."""
    if not len(ids):
        return np.zeros(0, np.int64)
    if ids.dtype.kind in "iu" and among.dtype.kind == "U":
        raise ValueError("ids must be all whole numbers or all texts")
    places = np.searchsorted(among, ids)
    right = (
        (places < len(among)) & (among[np.minimum(places, len(among) - 1)] == ids)
        if len(among)
        else np.zeros(len(ids), bool)
    )
    if not right.all():
        raise ValueError(f"statement {ids[~right].tolist()[0]!r} is not listed")
    return places


def marked(ids: Iterable[Id], among: Ids) -> NDArray[np.bool_]:
    """Which of the statements are among the ids."""
    marks = np.zeros(len(among), bool)
    marks[placed(checked_ids(list(ids), "statement"), among)] = True
    return marks


def union(some: Ids, more: Ids) -> Ids:
    """Ids of both, once each, ascending; ValueError if one holds numbers and the other texts."""
    if len(some) and len(more) and (some.dtype.kind == "U") != (more.dtype.kind == "U"):
        raise ValueError("ids must be all whole numbers or all texts")
    if not len(more) or not len(some):
        return some if len(some) else more
    return np.union1d(some, more)
