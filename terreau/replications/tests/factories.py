from datetime import date

from terreau.entries.models import Link
from terreau.organizations.tests.factories import make_organization
from terreau.replications.models import REPLICATES, Replication


def make_replication(project, taker=None, on=date(2025, 3, 1), **given):
    """A replication that was confirmed, with its link."""
    taker = taker or make_organization()
    link = Link.objects.create(source=taker, target=project, role=REPLICATES, valid_from=on)
    defaults = {"state": Replication.State.CONFIRMED, "link": link}
    return Replication.objects.create(project=project, taker=taker, on=on, **defaults | given)
