"""Forgetting an entry so that nothing of it is left to find, not even its words."""

from terreau.jobs.actions import enqueue
from terreau.search import engines
from terreau.search.actions import words_of
from terreau.search.models import Document, Word
from terreau.search.tasks import merge


def forget(entry):
    """Take an entry from the index, and from the vocabulary the words that it alone held.

    For what must leave no trace, such as the name of a person; in the caller's transaction. What
    the full-text index still holds of it in its pieces goes when a job merges them.
    """
    if not Document.objects.filter(pk=entry.pk).exists():
        return
    pairs = words_of(entry)
    Document.objects.filter(pk=entry.pk).delete()
    for word, lexeme in pairs:
        held = Word.objects.filter(word=word, lexeme=lexeme)
        if not engines.newest([(lexeme,)], 1, 1):
            held.delete()
        else:
            held.filter(documents__lte=1).delete()
    enqueue(merge, unique="search.merge")
