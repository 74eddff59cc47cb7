from django.dispatch import receiver

from terreau.entries.actions import recorded
from terreau.search.actions import index


@receiver(recorded)
def follow(sender, entry, **said):
    """Index an entry in the transaction of its change."""
    index(entry)
