from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

from terreau.evidence.models import (
    Attestation,
    Cost,
    Feed,
    Indicator,
    Measurement,
    MethodVersion,
    Target,
)
from terreau.evidence.periods import named
from terreau.evidence.vocabulary import Dimension
from terreau.projects.tests.factories import make_project

_serial = count(1)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def make_indicator(project=None, *, method=None, **given):
    """An indicator with its first definition; method: fields of it."""
    project = project or make_project()
    defaults = {
        "name": f"Personnes actives {next(_serial)}",
        "dimension": Dimension.USED,
        "recorded_at": LONG_AGO,
    }
    indicator = Indicator.objects.create(project=project, **defaults | given)
    words = {"definition": "Personnes connectées.", "unit": "personnes", "recorded_at": LONG_AGO}
    MethodVersion.objects.create(indicator=indicator, **words | (method or {}))
    return indicator


def make_measurement(indicator, period="2026-03", value="100", **given):
    begin, end = named(period)
    stretch = {"period_from": begin, "period_to": end}
    return Measurement.objects.create(
        **{"indicator": indicator, "value": Decimal(value)} | stretch | given
    )


def make_target(indicator, value="150", due_on=date(2026, 6, 30), **given):
    defaults = {"set_on": date(2026, 1, 1), "recorded_at": LONG_AGO}
    return Target.objects.create(
        indicator=indicator, value=Decimal(value), due_on=due_on, **defaults | given
    )


def make_cost(project, period="2025", amount="120000", **given):
    begin, end = named(period)
    defaults = {"covers": ["team"], "period_from": begin, "period_to": end}
    return Cost.objects.create(project=project, amount=Decimal(amount), **defaults | given)


def make_attestation(project, organization, **given):
    defaults = {"title": "Service à impact national", "attested_on": date(2026, 1, 15)}
    return Attestation.objects.create(
        project=project, organization=organization, **defaults | given
    )


def make_feed(indicator, url="https://stats.example.org/api.json", **given):
    return Feed.objects.create(indicator=indicator, url=url, **{"value_path": "value"} | given)
