"""From the first act of a person on a harvested entry, it is theirs: sources no longer write it."""

from django.dispatch import receiver
from django.utils import timezone

from terreau.entries.actions import lock_all, recorded
from terreau.entries.kinds import kind_of
from terreau.harvest.models import Record


@receiver(recorded)
def adopt(entry, **_):
    Record.objects.filter(entry_id=entry.pk, adopted_at=None).update(adopted_at=timezone.now())


def hold(records):
    """Keep people from acting on the entries of records, and reread which of them they adopted."""
    if not records:
        return
    lock_all(kind_of(records[0].entry).model, [record.entry_id for record in records])
    keys = [record.pk for record in records]
    adopted = Record.objects.filter(adopted_at__isnull=False).in_bulk(keys)
    for record in records:
        record.adopted_at = adopted[record.pk].adopted_at if record.pk in adopted else None
