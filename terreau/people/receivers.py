from django.dispatch import receiver

from terreau.entries.actions import recorded
from terreau.people import actions


@receiver(recorded)
def accept(sender, entry, statement, **said):
    """An act on anything but a profile is a contribution that the rules accepted."""
    if not statement.verb.startswith("people."):
        actions.accept(statement.actor)
