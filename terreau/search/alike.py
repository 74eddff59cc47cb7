"""The public entries whose text is like a given one: read from the index, never more than a fixed
number. Which of them is the likest is judged by `matching`.
"""

from dataclasses import dataclass
from functools import cached_property

from terreau.entries.queries import tallied
from terreau.matching import Sought, likest, telling
from terreau.search import analysis, engines, marks
from terreau.search.words import documents_with

CAP = 800  # documents of one kind that are compared
MOST_WORDS = 400  # different lexemes of a text that are asked for


@dataclass(frozen=True)
class Text:
    """A text as it can be looked for.

    lexemes: as often as they stand in it; documents: {lexeme: entries that hold it}, of those
    that any does; written: {lexeme: how the text writes it}; public: {(kind, state): entries}
    that there are.
    """

    lexemes: list
    documents: dict
    written: dict
    public: dict

    @cached_property
    def total(self):
        return sum(self.public.values())

    @cached_property
    def sought(self):
        return self.seeking(())

    def seeking(self, also):
        """What is sought of the text: its lexemes that public entries hold, and those of `also`."""
        known = [each for each in self.lexemes if each in self.documents or each in also]
        return Sought.of(known, self.documents, self.total)

    def telling(self, kind, states=()):
        """The rarest lexemes that together lead to about CAP entries of a kind; all of them where
        there are no more entries than that."""
        there = sum(
            count
            for (each, state), count in self.public.items()
            if each == kind and (not states or state in states)
        )
        if there <= CAP:
            return sorted(self.documents)
        return telling(self.documents, CAP * self.total / there)


def read(text, language=analysis.FRENCH):
    """The Text of what somebody wrote: two queries."""
    words = analysis.telling_words(text, language)
    lexemes = analysis.stems(words, language)
    spelt = analysis.spellings(text)
    written = {}
    for word, lexeme in zip(words, lexemes, strict=True):
        written.setdefault(lexeme, spelt.get(word, word))
    wanted = list(written)[:MOST_WORDS]
    documents = documents_with(wanted) if wanted else {}
    return Text(lexemes, documents, written, tallied("all"))


def alike(text, kind, states=(), keep=40):
    """[(key of an entry, its lexemes)] of the public entries of a kind whose text is the likest to
    a Text, the likest first: two queries, none where no entry holds any of its words."""
    if not text.documents:
        return []
    narrowed = [(marks.of_kind(kind),)]
    if states:
        narrowed.append(tuple(marks.of_state(each) for each in states))
    ids = engines.newest([*by_words(text, kind, states), *narrowed], CAP, CAP)
    rows = engines.rows(ids, ("entry_id", "title_lexemes", "body_lexemes")) if ids else ()
    texts = ((key, f"{title} {body}".split()) for key, title, body in sorted(rows, reverse=True))
    return likest(text.sought, texts, keep)


def by_words(text, kind, states):
    """The expression for `engines`: any of the telling lexemes; where each is too usual, the two
    rarest together, or the only one."""
    found = text.telling(kind, states)
    if found:
        return [tuple(found)]
    rarest = sorted(text.documents, key=lambda each: (text.documents[each], each))[:2]
    return [(each,) for each in rarest]
