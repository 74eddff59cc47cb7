from django.dispatch import receiver

from terreau.entries.actions import recorded
from terreau.needs.skills import follow
from terreau.people.models import Person


@receiver(recorded)
def follow_profile(sender, entry, **said):
    """Keep the words of a profile in the transaction of its change."""
    if isinstance(entry, Person) and entry.pk:
        follow(entry)
