"""What changes pages without a statement: work done after a commit, and harvests that found none.

Imported by what asks for the public version.
"""

from terreau.ledger.versions import register_mark

# Both, since two jobs may commit in another order than they ended in.
register_mark("last job", "SELECT MAX(finished_at) FROM jobs_job WHERE state = 'done'")
register_mark(
    "last jobs",
    "SELECT SUM(id) FROM (SELECT id FROM jobs_job WHERE state = 'done'"
    " ORDER BY finished_at DESC LIMIT 32) ended",
)
# Reactions change pages and leave no statement: each is noted where the pace of accounts is kept.
register_mark(
    "postings",
    "SELECT SUM(id) FROM (SELECT id FROM moderation_posting ORDER BY id DESC LIMIT 256) newest",
)
register_mark("harvests", "SELECT COUNT(*) FROM harvest_run")
register_mark("last harvest", "SELECT MAX(completed_at) FROM harvest_run")
