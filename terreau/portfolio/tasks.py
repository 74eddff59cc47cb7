from datetime import timedelta

from django.utils import timezone

from terreau.jobs.register import job
from terreau.portfolio import ahead


@job("portfolio.count_ahead", every=timedelta(minutes=5))
def count_ahead():
    """Count the portfolio of today where nothing is kept of it: after a new day, an import, a move
    to this version."""
    if ahead.kept_day() != timezone.localdate().isoformat():
        ahead.rebuild()
