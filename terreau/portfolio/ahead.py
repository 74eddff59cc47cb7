"""Counts of the whole portfolio today, kept in the transaction of each change that they count.

What an import changed is not counted at once: the counts are forgotten then, and made again when
it ends or by a job. Without them readers wait for the pass over all spells (`courses`).
"""

import json
from collections import Counter
from datetime import date

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from terreau.portfolio.courses import MEASURES, Reading, read, read_chosen
from terreau.portfolio.models import Counts
from terreau.projects.models import Project

DAY = "day"
BATCH = 500


def reading_ahead(day):
    """The Reading of the whole portfolio on a day, known now, or None: one query."""
    rows = dict(Counts.objects.order_by().values_list("cell", "numbers"))
    if rows.pop(DAY, None) != day.isoformat():
        return None
    return reading_of({cell: loaded(numbers) for cell, numbers in rows.items()})


def loaded(numbers):
    return Counter(dict(zip(*json.loads(numbers), strict=True)))


def written(counts):
    """The counts of a cell as JSON, in the order of their numbers, without those of nothing."""
    pairs = sorted((number, n) for number, n in counts.items() if n)
    return json.dumps([[number for number, _ in pairs], [n for _, n in pairs]])


def cells_of(reading):
    """{cell: {number: n}} of a Reading."""
    cells = {}
    for measure in MEASURES:
        for key, counts in getattr(reading, measure).items():
            host, phase = key if isinstance(key, tuple) else (0, key)
            if any(counts.values()):
                cells[f"{measure} {host} {phase}"] = counts
    return cells


def reading_of(cells):
    """The Reading of {cell: {number: n}}."""
    reading = Reading()
    for cell, counts in cells.items():
        measure, host, phase = cell.split(" ")
        key = (int(host), phase) if measure == "alive_by" else phase
        getattr(reading, measure)[key] = counts
    return reading


def kept_day():
    """The day of the counts as text, or None where there are none: one query."""
    return Counts.objects.filter(cell=DAY).values_list("numbers", flat=True).first()


def cells(entry):
    """(day, {(cell, number): n}) that a project counts in, None where nothing is kept.

    No query for another kind, one where nothing is kept, seven otherwise.
    """
    is_project = isinstance(entry, Project) or entry.kind == Project.KIND
    if not is_project or (day := kept_day()) is None:
        return None
    if entry.pk is None:
        return day, Counter()
    reading = read_chosen(Q(project=entry.pk), date.fromisoformat(day))
    counted = {
        (cell, number): n
        for cell, counts in cells_of(reading).items()
        for number, n in counts.items()
    }
    return day, Counter(counted)


def shift(before, after):
    """Move the counts by the difference of two of what `cells` returned."""
    if before == after:
        return
    held = Counts.objects.filter(cell=DAY)
    if before is None or after is None or before[0] != after[0]:
        held.delete()
        return
    day, change = after[0], Counter(after[1])
    change.subtract(before[1])
    # Whoever changes counts holds the row of the day until the end, and finds it as it was.
    if not held.filter(numbers=day).update(numbers=day):
        held.delete()
        return
    moved = {}
    for (cell, number), n in change.items():
        moved.setdefault(cell, Counter())[number] += n
    for row in Counts.objects.filter(cell__in=moved).order_by("cell"):
        moved[row.cell].update(loaded(row.numbers))
    write({cell: written(counts) for cell, counts in moved.items()})


def write(rows):
    Counts.objects.bulk_create(
        (Counts(cell=cell, numbers=numbers) for cell, numbers in sorted(rows.items())),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["cell"],
        update_fields=["numbers"],
    )


def forget():
    """Rely on the counts no more, until they are made again: one query."""
    Counts.objects.filter(cell=DAY).delete()


def rebuild():
    """Make all counts afresh, of today; the caller holds the transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE portfolio_counts IN EXCLUSIVE MODE")
    today = timezone.localdate()
    counted = cells_of(read(today))
    Counts.objects.all().delete()
    write({cell: written(counts) for cell, counts in counted.items()} | {DAY: today.isoformat()})


def drift():
    """[cell] whose counts are not what the spells say, [] where none are kept."""
    day = kept_day()
    if day is None:
        return []
    kept = dict(Counts.objects.order_by().values_list("cell", "numbers"))
    kept.pop(DAY)
    nothing = written({})
    counted = {c: written(n) for c, n in cells_of(read(date.fromisoformat(day))).items()}
    return sorted(
        cell
        for cell in kept.keys() | counted.keys()
        if kept.get(cell, nothing) != counted.get(cell, nothing)
    )
