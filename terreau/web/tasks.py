from datetime import time

from terreau.accounts import actions
from terreau.jobs.register import job


@job("accounts.sweep", daily_at=time(3, 50))
def sweep_accounts():
    actions.sweep()
