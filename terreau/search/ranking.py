"""The order of search results: one formula for both databases. Plain Python.

BM25F (Robertson, Zaragoza & Taylor 2004) over two fields: a lexeme in a title counts four times
one in the text, and each count is put in proportion to the length of its field. The usual lengths
are constants, so that a document's score depends on no other document but for rarity.
"""

from dataclasses import dataclass
from math import log

TITLE_WEIGHT = 4.0
TITLE_LENGTH, TITLE_SLOPE = 5.0, 0.6
BODY_LENGTH, BODY_SLOPE = 60.0, 0.5
SATURATION = 1.5


@dataclass(frozen=True)
class Wanted:
    """One word of a query: {lexeme: weight} of which any will do, and how many entries hold it."""

    lexemes: dict
    documents: int


def rarity(documents, total):
    """The weight of a word that so many of all documents hold (Robertson & Spärck Jones)."""
    held = min(documents, total)
    return log(1 + (total - held + 0.5) / (held + 0.5))


def score(title, body, wanted, total):
    """How well a document answers; title and body are its lexemes, separated by spaces."""
    title_norm = 1 - TITLE_SLOPE + TITLE_SLOPE * _length(title) / TITLE_LENGTH
    body_norm = 1 - BODY_SLOPE + BODY_SLOPE * _length(body) / BODY_LENGTH
    title, body = _apart(title), _apart(body)
    points = 0.0
    for word in wanted:
        times = 0.0
        for lexeme, weight in word.lexemes.items():
            times += weight * TITLE_WEIGHT * title.count(f" {lexeme} ") / title_norm
            times += weight * body.count(f" {lexeme} ") / body_norm
        points += rarity(word.documents, total) * times * (SATURATION + 1) / (SATURATION + times)
    return round(points, 6)


def ranked(documents, wanted, total):
    """Documents by falling score, then title, then age; total: how many documents there are."""
    keys = {
        each.entry_id: -score(each.title_lexemes, each.body_lexemes, wanted, total)
        for each in documents
    }
    return sorted(documents, key=lambda each: (keys[each.entry_id], each.sort_title, each.entry_id))


def _length(lexemes):
    return lexemes.count(" ") + 1 if lexemes else 0


def _apart(lexemes):
    """With a space of its own at each side of every lexeme, so that neighbours count as two."""
    return f" {lexemes.replace(' ', '  ')} "
