"""What somebody follows as a file that other programs read."""

import csv
import io

from terreau.follows.personal import follow_rows, watch_rows
from terreau.search.exports import harmless

COLUMNS = ("sort", "entry", "title", "kind", "territory", "topic", "level", "since")


def csv_of(user):
    """A table in CSV (UTF-8 with its mark, for spreadsheets): a row a follow or watch."""
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, restval="", extrasaction="ignore")
    table.writeheader()
    for sort, rows in (("follow", follow_rows(user)), ("watch", watch_rows(user))):
        for row in rows:
            table.writerow(
                {name: harmless("" if value is None else str(value)) for name, value in row.items()}
                | {"sort": sort}
            )
    return "\ufeff" + text.getvalue()
