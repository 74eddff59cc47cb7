from datetime import time

from terreau.jobs.register import job
from terreau.people import actions


@job("people.recheck", daily_at=time(2, 20), in_transaction=False)
def recheck():
    """People leave organizations: the mark of a verified agent goes with what showed it."""
    actions.recheck()
