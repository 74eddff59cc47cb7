"""Where the tests find snapshots: the real ones when they lie beside the project, and always the
facts that come with the package."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from terreau.betagouv.reader import read, read_demonstration

REAL = Path(__file__).parents[3].parent / "shared" / "data" / "betagouv"
DAYS = ("2019-02-19", "2020-11-27", "2024-01-09", "2024-12-31", "2026-01-16", "2026-08-20")

real_ones = pytest.mark.skipif(not REAL.is_dir(), reason=f"no snapshots in {REAL}")
doors = pytest.mark.parametrize(
    "door",
    [pytest.param("files", marks=[real_ones, pytest.mark.shareddata]), "demonstration"],
)


@cache
def real(day):
    return read(REAL / f"{day}.tar.gz", snapshot_date=date.fromisoformat(day))


@cache
def demonstration():
    return {day.isoformat(): snapshot for day, snapshot in read_demonstration()}


def snapshot_of(door, day):
    return real(day) if door == "files" else demonstration()[day]
