from datetime import time

from terreau.jobs.register import job
from terreau.moderation import pace


@job("moderation.forget_postings", daily_at=time(3, 30))
def forget_postings() -> None:
    pace.forget_old()
