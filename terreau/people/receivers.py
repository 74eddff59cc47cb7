from django.dispatch import receiver

from terreau.entries.actions import recorded
from terreau.entries.tallies import keep_beside
from terreau.people import actions, skills
from terreau.people.models import Person

keep_beside(skills.COUNTS)


@receiver(recorded)
def accept(sender, entry, statement, **said):
    """An act on anything but a profile is a contribution that the rules accepted."""
    if not statement.verb.startswith("people."):
        actions.accept(statement.actor)


@receiver(recorded)
def follow_profile(sender, entry, **said):
    """Keep what a profile is found by in the transaction of its change."""
    if isinstance(entry, Person) and entry.pk:
        skills.follow(entry)
