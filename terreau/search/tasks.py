from datetime import time

from terreau.jobs.register import job
from terreau.search import actions


@job("search.follow_the_calendar", daily_at=time(0, 15), in_transaction=False)
def follow_the_calendar():
    """Links begin and end as days pass, without an action: bring their entries to the day."""
    actions.index_turning()
