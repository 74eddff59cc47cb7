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
    return scorer(wanted, total)(title, body)


def scorer(wanted, total):
    """The function (title, body) → score for one query, with what all documents share."""
    words = [
        (rarity(word.documents, total), [(f" {each} ", n) for each, n in word.lexemes.items()])
        for word in wanted
    ]

    def weigh(title, body):
        title_norm = 1 - TITLE_SLOPE + TITLE_SLOPE * _length(title) / TITLE_LENGTH
        body_norm = 1 - BODY_SLOPE + BODY_SLOPE * _length(body) / BODY_LENGTH
        title, body, points = f" {title} ", f" {body} ", 0.0
        for rare, lexemes in words:
            times = 0.0
            for lexeme, weight in lexemes:
                times += weight * TITLE_WEIGHT * _count(title, lexeme) / title_norm
                times += weight * _count(body, lexeme) / body_norm
            points += rare * times * (SATURATION + 1) / (SATURATION + times)
        return round(points, 6)

    return weigh


def ranked(documents, wanted, total):
    """Documents by falling score, then title, then age; total: how many documents there are."""
    weigh = scorer(wanted, total)
    keys = {each.entry_id: -weigh(each.title_lexemes, each.body_lexemes) for each in documents}
    return sorted(documents, key=lambda each: (keys[each.entry_id], each.sort_title, each.entry_id))


def _length(lexemes):
    return lexemes.count(" ") + 1 if lexemes else 0


def _count(text, lexeme):
    """How often a lexeme stands in a text, each between spaces; neighbours may share one."""
    if lexeme not in text:
        return 0
    if lexeme + lexeme[1:] in text:
        text = text.replace(" ", "  ")
    return text.count(lexeme)
