from datetime import time

from terreau.jobs.register import job
from terreau.projects.actions import refresh_states


@job("projects.refresh_states", daily_at=time(0, 5))
def follow_the_calendar():
    """Plans come true and ties end as days pass: bring cached states and counts to the day."""
    refresh_states()
