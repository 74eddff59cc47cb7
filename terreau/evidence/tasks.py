from datetime import timedelta

from terreau.evidence import pulls
from terreau.evidence.queries import due_feeds, feed_with
from terreau.jobs.actions import enqueue
from terreau.jobs.register import job

BEHIND = -5  # others may be slow to answer: what people wait for goes first


@job("evidence.read_source", in_transaction=False)
def read_source(*, feed):
    """Read one statistics address; safe to run twice. Its failures are its own, not the job's."""
    found = feed_with(feed)
    if found is not None:
        pulls.pull(found)


@job("evidence.read_due_sources", every=timedelta(minutes=5))
def read_due_sources():
    """Ask for every statistics address whose time has come, each once."""
    for uid in due_feeds():
        enqueue(read_source, unique=f"evidence:{uid}", priority=BEHIND, feed=str(uid))
