"""Many entries at once, for importers: the same rows in few queries."""

from django.db import connections, router
from django.db.models.sql import InsertQuery

from terreau.entries.models import Entry

BATCH = 500


def create_all(model, entries):
    """Insert entries of one kind: a query a batch for the parent table and one for the child's.

    Django's bulk_create refuses models with a parent table. Sets the keys; sends no signals.
    """
    fields = list(Entry._meta.local_concrete_fields)
    names = [field.attname for field in fields if not field.primary_key]
    parents = []
    for entry in entries:
        entry.kind = model.KIND
        parents.append(Entry(**{name: getattr(entry, name) for name in names}))
    Entry.objects.bulk_create(parents, batch_size=BATCH)
    for entry, parent in zip(entries, parents, strict=True):
        entry.pk = entry.id = entry.entry_ptr_id = parent.pk
        entry._state.adding = False
    alias = router.db_for_write(model)
    for start in range(0, len(entries), BATCH):
        query = InsertQuery(model)
        query.insert_values(model._meta.local_concrete_fields, entries[start : start + BATCH])
        query.get_compiler(connection=connections[alias]).execute_sql()
    return entries


def link_topics(pairs):
    """Give entries themes: (entry key, topic key) pairs; those that are there are left alone."""
    through = Entry.topics.through
    through.objects.bulk_create(
        [through(entry_id=entry, topic_id=topic) for entry, topic in sorted(pairs)],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
