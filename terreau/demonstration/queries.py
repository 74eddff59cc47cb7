from terreau.entries.invented import FIRST, LAST
from terreau.entries.models import Entry, Tombstone

RANGE = (FIRST, LAST)
# What others are the author of goes last.
ORDER = (
    "post",
    "group",
    "need",
    "offer",
    "collection",
    "resource",
    "project",
    "person",
    "organization",
)


def invented():
    """The invented entries, as a queryset."""
    return Entry.objects.filter(uid__range=RANGE)


def is_shown():
    """Whether there is any: one query."""
    return invented().exists()


def is_forgotten():
    """Whether they were here and were removed: one query."""
    return Tombstone.objects.filter(uid__range=RANGE).exists()
