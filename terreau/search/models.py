from django.db import models
from django.utils.translation import gettext_lazy as _

from terreau.entries.models import Entry


class Document(models.Model):
    """What search knows of a public entry; an entry that is not public has none.

    The lexemes are those of `analysis`, in their order and separated by spaces; marks are the
    tokens by which entries are filtered and found by their title (see `marks`). The database
    indexes the three together (see `engines`). The other fields serve the directory's orders.
    """

    entry = models.OneToOneField(
        Entry, models.CASCADE, primary_key=True, related_name="search_document"
    )
    kind = models.CharField(max_length=32)
    state = models.CharField(max_length=32, blank=True)
    sort_title = models.CharField(max_length=120, blank=True)
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    title_lexemes = models.TextField(blank=True)
    body_lexemes = models.TextField(blank=True)
    marks = models.TextField(blank=True)

    class Meta:
        verbose_name = _("search document")
        indexes = [
            models.Index(fields=["-published_at", "-entry"], name="document_newest"),
            models.Index(fields=["sort_title", "entry"], name="document_title"),
            models.Index(fields=["-changed_at", "-entry"], name="document_changed"),
            models.Index(fields=["kind", "-published_at", "-entry"], name="document_kind_newest"),
            models.Index(fields=["kind", "sort_title", "entry"], name="document_kind_title"),
            models.Index(fields=["kind", "-changed_at", "-entry"], name="document_kind_changed"),
            models.Index(
                fields=["kind", "state", "-published_at", "-entry"], name="document_state_newest"
            ),
            models.Index(
                fields=["kind", "state", "sort_title", "entry"], name="document_state_title"
            ),
            models.Index(
                fields=["kind", "state", "-changed_at", "-entry"], name="document_state_changed"
            ),
        ]

    def __str__(self):
        return f"document of {self.entry_id}"


class Word(models.Model):
    """A folded word that entries hold, with its lexeme, how it is written, and in how many.

    The number grows with each new document; `reindex` counts it afresh.
    """

    word = models.CharField(max_length=40)
    lexeme = models.CharField(max_length=40)
    written = models.CharField(max_length=40)
    documents = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("word")
        constraints = [models.UniqueConstraint(fields=["word", "lexeme"], name="word_once")]
        indexes = [models.Index(fields=["lexeme"], name="word_lexeme")]

    def __str__(self):
        return self.word


class Trigram(models.Model):
    """Three signs in a row of a word, by which words that are nearly alike are found."""

    gram = models.CharField(max_length=3)
    length = models.PositiveSmallIntegerField()
    word = models.ForeignKey(Word, models.CASCADE, related_name="trigrams")

    class Meta:
        verbose_name = _("trigram")
        indexes = [models.Index(fields=["gram", "length", "word"], name="trigram_of")]

    def __str__(self):
        return self.gram
