"""The open data: everything public, kind by kind, as CSV and JSON, written row by row."""

import csv
import json

from terreau.entries.datasets import Dataset, datasets
from terreau.entries.kinds import all_kinds
from terreau.search.exports import harmless


def published():
    """Everything that is open data: the kinds, then the tables beside them."""
    return (*all_kinds(), *datasets())


def public_rows(table):
    """The rows of all public entries of a kind, as its `export` says them, or of a dataset."""
    if isinstance(table, Dataset):
        return table.rows()
    return table.export(table.model.objects.public())


def json_parts(rows):
    """The parts of a JSON array of rows."""
    separator = "[\n"
    for row in rows:
        yield separator + json.dumps(row, ensure_ascii=False, default=plain)
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def csv_lines(rows):
    """The lines of a CSV file (RFC 4180, with a byte order mark); lists parted by semicolons."""
    writer = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(Echo(), fieldnames=list(row))
            yield "\ufeff" + writer.writeheader()
        yield writer.writerow({name: harmless(cell(value)) for name, value in row.items()})
    if writer is None:
        yield "\ufeff"


def cell(value):
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def plain(value):
    return value.isoformat()


class Echo:
    def write(self, line):
        return line


FORMATS = {
    "csv": (csv_lines, "text/csv; charset=utf-8"),
    "json": (json_parts, "application/json; charset=utf-8"),
}
