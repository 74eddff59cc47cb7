"""A chart: what it says in words, its data table, and how it is drawn at two widths."""

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from terreau.charts.figures import Kind, Value, written

EDITION = 1
"""Counts the changes of look: a new edition draws afresh what a cache still holds."""

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

Spec = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """A column of the data table; `kind` says how its values are written."""

    name: str
    kind: Kind = "number"
    decimals: int | None = None


@dataclass(frozen=True)
class Table:
    """The data of a chart: every row as long as the columns, or ValueError."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} of {len(self.columns)} values")


@dataclass(frozen=True)
class Chart:
    """One statistical picture and everything that says the same without it.

    `title` and `description` are read out in its place; `note` stands under it (n, definition,
    as-of, known-at, source). `wide` (640 pixels) and `narrow` (360) are Vega-Lite
    specifications, None when there is nothing to draw.
    """

    title: str
    description: str
    table: Table
    note: str = ""
    language: str = "en"
    wide: Spec | None = field(default=None, repr=False, hash=False)
    narrow: Spec | None = field(default=None, repr=False, hash=False)

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns of the data table."""
        return tuple(column.name for column in self.table.columns)

    @property
    def rows(self) -> list[list[str]]:
        """Rows of the data table, written in the chart's language."""
        return [
            [
                written(value, column.kind, self.language, column.decimals)
                for value, column in zip(row, self.table.columns, strict=True)
            ]
            for row in self.table.rows
        ]

    def spec(self, *, narrow: bool = False) -> Spec | None:
        """The specification for a page column of 640 or of 360 pixels."""
        return self.narrow if narrow else self.wide

    def digest(self, *, narrow: bool = False) -> str:
        """64 hexadecimal digits that change whenever the finished SVG might."""
        said = [EDITION, self.title, self.description, self.spec(narrow=narrow)]
        text = json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def to_csv(chart: Chart) -> str:
    """The data table as RFC 4180 text: decimal points, ISO dates, nothing for None.

    Numbers are given in full. A text that a spreadsheet would take for a formula gets an
    apostrophe before it.
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([_cell(name) for name in chart.header])
    writer.writerows([_cell(value) for value in row] for row in chart.table.rows)
    return stream.getvalue()


def table(columns: Sequence[Column | str], rows: Sequence[Sequence[Value]]) -> Table:
    """A table from any sequences; a bare name is a column of numbers."""
    return Table(
        tuple(Column(column) if isinstance(column, str) else column for column in columns),
        tuple(tuple(row) for row in rows),
    )


def _cell(value: Value) -> Value:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        return f"'{value}"
    return value
