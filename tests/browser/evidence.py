"""Evidence of one project for the browser tests: something of everything, also what went wrong."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from terreau.evidence import actions, connections, definitions, pulls, spending, targets, titles
from terreau.evidence.models import Cost, Feed, Indicator, Measurement
from terreau.evidence.periods import named

METHOD = {"unit": "personnes", "period": "month", "direction": "up"}
VALUES = ("120", "180", "260.5", "240", "310", "420")


def add(user, project, name, dimension, **given):
    said = {"name": name, "dimension": dimension, "definition": f"{name}, comptées."} | METHOD
    definitions.add_indicator(user, project, **said | given)
    return Indicator.objects.get(project=project, name=name)


def record(user, indicator, period, value, source=""):
    begin, end = named(period)
    actions.record(
        user, indicator.project, indicator=indicator, value=Decimal(value), period_from=begin,
        period_to=end, source=source,
    )  # fmt: skip


def enter(user, project, body):
    """Enter it all; what the tests need to find their way."""
    users = add(user, project, "Personnes actives", "used", stands_for="active_users")
    ease = add(user, project, "Facilité d’usage", "usable", unit="points", period="quarter")
    for month, value in enumerate(VALUES, start=1):
        record(user, users, f"2025-{month:02}", value, "https://stats.example.org/")
    record(user, ease, "2025-Q4", "72.5")
    definitions.change_definition(
        user, project, indicator=users, valid_from=date(2025, 5, 1), definition="Sans les robots.",
        reason="Les robots ne sont plus comptés.", **METHOD,
    )  # fmt: skip
    first = Measurement.objects.get(indicator=users, period_from=date(2025, 1, 1))
    actions.correct(user, project, measurement=first, value=Decimal(118), reason="Doublon.")
    targets.set_target(user, project, indicator=users, value=Decimal(1000), due_on=date(2190, 1, 1))
    targets.freeze(
        project, project.uid, [(ease, Decimal(75), date(2190, 6, 1))], None, timezone.now()
    )
    for period in ("2025", "2024"):
        begin, end = named(period)
        spending.record_cost(
            user, project, amount=Decimal("240000"), period_from=begin, period_to=end,
            covers=["team", "hosting"], says="quatre personnes",
        )  # fmt: skip
    titles.attest(
        user, project, organization=body, title="Impact national", attested_on=date(2026, 2, 1)
    )
    connections.connect_source(
        user, project, indicator=ease, url="http://127.0.0.1:9/stats.json", value_path="a.b"
    )
    pulls.pull(Feed.objects.select_related("indicator__project").get())
    return {
        "indicator": str(users.uid),
        "read": str(ease.uid),
        "measurement": str(Measurement.objects.known().get(period_from=date(2025, 1, 1),
                                                           period_to=date(2025, 2, 1)).uid),
        "target": str(users.targets.get().uid),
        "cost": str(Cost.objects.order_by("pk").first().uid),
        "title": str(project.attestations.get().uid),
    }  # fmt: skip
