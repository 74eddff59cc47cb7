"""How long the suggestions for a need take, in the database that was filled."""

import time
from random import Random
from statistics import median

from terreau.needs.suggestions import Asked, suggested
from terreau.projects.models import Project

NEEDS = 20


def suggesting():
    """The milliseconds for a need in the words of a project, reasons included: the median."""
    last = Project.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    drawn = Random(2026).sample(range(1, last + 1), min(last, NEEDS * 10))  # noqa: S311
    texts = Project.objects.filter(pk__in=drawn).order_by("pk").values_list("summary", flat=True)
    took = []
    for text in texts[:NEEDS]:
        started = time.perf_counter()
        suggested(None, Asked(text=text))
        took.append((time.perf_counter() - started) * 1000)
    return round(median(took), 2) if took else None
