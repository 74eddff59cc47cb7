"""Writes on how far readers were told. They are private: none leaves a statement."""

from terreau.feed.models import Reader


def note_seen(user, number):
    """Keep that somebody's own page showed all up to a statement: one query, two for news."""
    known = Reader.objects.filter(user=user).values_list("seen_to", flat=True).first()
    if known is None:
        new = Reader(user=user, told_to=number, seen_to=number)
        Reader.objects.bulk_create([new], ignore_conflicts=True)
    elif known < number:
        Reader.objects.filter(user=user, seen_to__lt=number).update(seen_to=number)
