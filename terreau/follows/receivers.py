from django.dispatch import receiver

from terreau.entries.actions import recorded
from terreau.follows.actions import follow_as_author


@receiver(recorded)
def follow_what_one_made(sender, entry, statement, **said):
    """Whoever makes an entry follows it, in the transaction that makes it.

    Where the record does not say who that was, its action calls `follow_on`.
    """
    if entry.statement_count == 1:
        follow_as_author(statement.actor, entry)
