from datetime import time

from terreau.jobs.register import job
from terreau.people import actions, skills


@job("people.recheck", daily_at=time(2, 20), in_transaction=False)
def recheck():
    """People leave organizations: the mark of a verified agent goes with what showed it."""
    actions.recheck()


@job("people.reread_skills", daily_at=time(2, 40))
def reread_skills():
    """What changed without an action, as an update of the program, is found too."""
    skills.rebuild()
