from django.dispatch import receiver

from terreau.entries.actions import imported, recorded
from terreau.search.actions import index, index_many


@receiver(recorded)
def follow(sender, entry, **said):
    """Index an entry in the transaction of its change."""
    index(entry)


@receiver(imported)
def follow_import(sender, keys, **said):
    """Index what an import changed, in the transaction of each of its batches."""
    index_many(keys)
