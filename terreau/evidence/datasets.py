"""Evidence as open data: every known value of every public project."""

from django.utils.translation import gettext_lazy

from terreau.entries.datasets import Dataset, register_dataset
from terreau.evidence.decimals import plain
from terreau.evidence.periods import ONE_DAY
from terreau.evidence.queries import known_values
from terreau.evidence.verdicts import method_on


def rows():
    """One plain row a value, in the order in which they were recorded: two queries a batch."""
    for row, methods in known_values():
        indicator = row.indicator
        method = method_on(methods, row.period_to - ONE_DAY)
        yield {
            "project_uid": str(indicator.project.uid),
            "project": indicator.project.slug,
            "indicator_uid": str(indicator.uid),
            "indicator": indicator.name,
            "dimension": indicator.dimension,
            "first_day": row.period_from,
            "last_day": row.period_to - ONE_DAY,
            "value": plain(row.value),
            "unit": method.unit,
            "definition_version": method.number,
            "level": row.level,
            "way": row.way,
            "source": row.source,
            "recorded_at": row.recorded_at,
        }


register_dataset(Dataset("measurements", gettext_lazy("measurements"), "projects", rows))
