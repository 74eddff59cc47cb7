"""What the words of a query stand for: their lexemes, the words they begin, the words they miss."""

import re
from dataclasses import dataclass

from django.db.models import Count, Sum

from terreau.prepared import prepared
from terreau.search import analysis, marks, spelling
from terreau.search.models import Trigram, Word
from terreau.search.ranking import Wanted

BEGINNINGS = 12  # so many words a beginning stands for, the most usual first
BEGINNING_WEIGHT = 0.8
NEAR = 60  # so many words are compared with a mistyped one


@dataclass(frozen=True)
class Understood:
    """A query text as it can be searched.

    wanted: a ranking.Wanted per word; ignored: words too common to tell anything; missing: words
    that no entry holds, nor any that is like them; instead: the text that is searched in place of
    the one typed, "" where it is that one.
    """

    wanted: tuple = ()
    ignored: tuple = ()
    missing: tuple = ()
    instead: str = ""

    @property
    def expression(self):
        """For engines.newest: entries that hold every word anywhere."""
        return [tuple(sorted(word.lexemes)) for word in self.wanted]

    @property
    def title_expression(self):
        """For engines.newest: entries that hold every word in their title."""
        return [tuple(map(marks.in_title, sorted(word.lexemes))) for word in self.wanted]


def understood(text):
    """Understood: one query, one more per beginning of a word, three per word that is unknown.

    A word is known where an entry holds its lexeme. The last word, where unknown (and any that
    ends in an asterisk), is taken as a beginning; what is still unknown, as mistyped.
    """
    terms, ignored = analysis.query_terms(text)
    if not terms:
        return Understood(ignored=tuple(ignored))
    counts = documents_with({lexeme for term in terms for lexeme in term.lexemes})
    wanted, missing, instead = [], [], text
    for term in terms:
        held = {lexeme: counts[lexeme] for lexeme in term.lexemes if lexeme in counts}
        weights = dict.fromkeys(held, 1.0)
        if term.open and (term.asked_open or not held):
            begun = beginning_with(term.word)
            held |= begun
            weights |= {lexeme: BEGINNING_WEIGHT for lexeme in begun if lexeme not in weights}
        if not held:
            near = like(term.word)
            if near is None:
                missing.append(term.word)
                continue
            held = near.held
            weights = dict.fromkeys(held, 1.0)
            instead = replaced(instead, term.word, near.written)
        wanted.append(Wanted(weights, sum(held.values())))
    return Understood(
        tuple(wanted), tuple(ignored), tuple(missing), instead if instead != text else ""
    )


def documents_with(lexemes):
    """{lexeme: how many entries hold it} of those that any does: one query."""
    return dict(_documents_with(lexemes))


@prepared
def _documents_with(lexemes):
    rows = Word.objects.filter(lexeme__in=lexemes).values("lexeme").order_by("lexeme")
    return rows.annotate(n=Sum("documents")).values_list("lexeme", "n")


def beginning_with(start):
    """{lexeme: how many entries} of the most usual words that begin so: one query."""
    if len(start) < 2:
        return {}
    held = {}
    for lexeme, documents in _between(start, start + chr(0x10FFFF)):
        held[lexeme] = held.get(lexeme, 0) + documents
    return held


@prepared
def _between(start, end):
    begun = Word.objects.filter(word__gte=start, word__lt=end)
    begun = begun.order_by("-documents", "word", "lexeme")
    return begun.values_list("lexeme", "documents")[:BEGINNINGS]


@dataclass(frozen=True)
class Near:
    """The word that a mistyped one is taken for; held: {lexeme: how many entries}."""

    written: str
    held: dict


def like(word):
    """The Near of a word that no entry holds, or None: two queries, or none for a short word."""
    slips = spelling.allowed(word)
    if not slips or not word.isalpha():
        return None
    sharing = _sharing(spelling.trigrams(word), len(word) - slips, len(word) + slips)
    candidates = _words(sharing)
    best = spelling.nearest(word, [(each[0], each[3]) for each in candidates])
    if best is None:
        return None
    same = [each for each in candidates if each[0] == best]
    return Near(same[0][2], {lexeme: count for _word, lexeme, _written, count in same})


@prepared
def _sharing(grams, shortest, longest):
    """The keys of the words of some lengths that have the most of these trigrams."""
    found = Trigram.objects.filter(gram__in=grams, length__gte=shortest, length__lte=longest)
    shared = found.values("word").annotate(n=Count("gram")).order_by("-n", "word")
    return shared.values_list("word", flat=True)[:NEAR]


@prepared
def _words(pks):
    found = Word.objects.filter(pk__in=pks).order_by("word", "lexeme")
    return found.values_list("word", "lexeme", "written", "documents")


def replaced(text, word, other):
    """The text with another word in the place of one, however that is written in it."""
    written = analysis.spellings(text).get(word, word)
    return re.sub(rf"(?<!\w){re.escape(written)}(?!\w)", lambda _: other, text, flags=re.I)
