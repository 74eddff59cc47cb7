from datetime import time

from terreau.jobs.register import job
from terreau.search import actions, engines


@job("search.follow_the_calendar", daily_at=time(0, 15), in_transaction=False)
def follow_the_calendar():
    """Links begin and end as days pass, without an action: bring their entries to the day."""
    actions.index_turning()


@job("search.merge", in_transaction=False)
def merge():
    """What was erased leaves the pieces of the full-text index with them."""
    engines.merge()
