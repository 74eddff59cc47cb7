from django.dispatch import receiver

from terreau.entries import tallies
from terreau.entries.actions import imported
from terreau.portfolio import ahead

tallies.keep_beside(tallies.Counts(ahead.cells, ahead.shift, ahead.rebuild))


@receiver(imported)
def forget(sender, **said):
    """What an import changed is counted when it ends."""
    ahead.forget()
