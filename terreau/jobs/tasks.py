from datetime import time

from terreau.jobs import actions
from terreau.jobs.register import job


@job("jobs.forget_finished", daily_at=time(3, 40))
def forget_finished() -> None:
    actions.forget_finished()
