from datetime import time

from terreau.attachments import actions
from terreau.jobs.register import job


@job("attachments.sweep", daily_at=time(3, 20), in_transaction=False)
def sweep_files():
    actions.sweep()
