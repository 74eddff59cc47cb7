"""The official lists of territories that come with the package: how they are read."""

import csv
import gzip
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from terreau.territories.models import Territory

DATA = files("terreau.territories") / "data"
FRANCE = DATA / "france-2026.csv.gz"
FRANCE_DAY = date(2026, 1, 1)


class BadListError(ValueError):
    """A list of territories that cannot be loaded; the message names the line and the fault."""


@dataclass(frozen=True, slots=True)
class Row:
    """One territory of a list. `parent` and `also_within` are codes, "" for none; `former` are
    official codes that it or its parts had before, parted by spaces."""

    code: str
    level: str
    parent: str
    also_within: str
    postcodes: str
    siren: str
    population: int | None
    name: str
    former: str = ""

    @property
    def country(self) -> str:
        return self.code.partition("-")[0]

    @property
    def official_code(self) -> str:
        return self.code.rpartition("-")[2]

    @property
    def former_codes(self) -> list[str]:
        """The codes, as `code`, that now mean this territory."""
        prefix = self.code.removesuffix(self.official_code)
        return [f"{prefix}{code}" for code in self.former.split()]


def read(path: Traversable = FRANCE) -> Iterator[Row]:
    """The rows of a gzipped CSV file (columns: data/LICENCE.md), in its order.

    Raises BadListError for a file that is damaged or cut short, a missing column, a population
    that is no number, an unknown level.
    """
    try:
        with (
            path.open("rb") as packed,
            gzip.open(packed, "rt", encoding="utf-8", newline="") as text,
        ):
            for line, cells in enumerate(csv.DictReader(text), 2):
                yield _row(line, cells)
    except (EOFError, OSError, UnicodeDecodeError, zlib.error, csv.Error) as error:
        raise BadListError(f"{path.name} is damaged or cut short: {error}") from error


def _row(line: int, cells: dict) -> Row:
    try:
        people = int(cells["population"]) if cells["population"] else None
        row = Row(**cells | {"population": people})
    except (KeyError, TypeError, ValueError) as error:
        raise BadListError(f"line {line}: {error}") from error
    if people is not None and people < 0:
        raise BadListError(f"line {line}: {people} inhabitants")
    if row.level not in Territory.Level.values:
        raise BadListError(f"line {line}: unknown level {row.level!r}")
    return row


def containers(rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    """The codes that contain each code, itself last.

    The parents of a row contain it, and so does what `also_within` names, but not the parents of
    that: an intercommunality may spread over departments. Raises BadListError for a code given
    twice, or a container that has not come before on a larger level.
    """
    found: dict[str, tuple[str, ...]] = {}
    level: dict[str, int] = {}
    for row in rows:
        if row.code in found:
            raise BadListError(f"{row.code} is given twice")
        level[row.code] = Territory.Level.values.index(row.level)
        for code in (row.parent, row.also_within):
            if code and level.get(code, level[row.code]) >= level[row.code]:
                raise BadListError(
                    f"{row.code} lies in {code}, which no larger level has before it"
                )
        above = found[row.parent] if row.parent else ()
        beside = (row.also_within,) if row.also_within else ()
        found[row.code] = (*above, *beside, row.code)
    return found
