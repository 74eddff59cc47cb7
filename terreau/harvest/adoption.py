"""From the first act of a person on a harvested entry, it is theirs: sources no longer write it."""

from django.dispatch import receiver
from django.utils import timezone

from terreau.entries.actions import recorded
from terreau.harvest.models import Record


@receiver(recorded)
def adopt(entry, **_):
    Record.objects.filter(entry_id=entry.pk, adopted_at=None).update(adopted_at=timezone.now())
