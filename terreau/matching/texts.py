"""How alike a text is to what is sought: TF-IDF with a length that the text knows by itself.

A lexeme that stands n times counts 1 + log n. What is sought weighs each of its lexemes by its
rarity to the power of RARITY; a text is brought to length one by its own counts, without rarities.
So its likeness depends on no other text, and needs of all texts together only in how many of them
each sought lexeme stands: nothing has to be kept beside the lexemes, and a text that changes is
found by its new words at once.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from operator import itemgetter

RARITY = 1.7
GENEROUS = 4  # so many times what is kept is counted in full
UNKNOWN = 1  # texts that hold a lexeme of which nobody has counted them


def rarity(documents: int, total: int) -> float:
    """The weight of a lexeme that so many of all texts hold: 1 where all do."""
    return log((1 + max(total, documents)) / (1 + documents)) + 1


@dataclass(frozen=True)
class Sought:
    """{lexeme: weight} of a text that is sought, and the likeness of a text that is the same."""

    weights: Mapping[str, float]
    length: float

    @classmethod
    def of(cls, lexemes: Iterable[str], documents: Mapping[str, int], total: int) -> "Sought":
        """lexemes: as often as they stand in the text; documents: {lexeme: texts that hold it}."""
        weights = {
            lexeme: (1 + log(times)) * rarity(documents.get(lexeme, UNKNOWN), total) ** RARITY
            for lexeme, times in Counter(lexemes).items()
        }
        return cls(weights, sqrt(sum(weight * weight for weight in weights.values())))


def likeness(sought: Sought, lexemes: Iterable[str]) -> float:
    """From 0, no lexeme in common, to 1."""
    return weighed(sought, lexemes)[0]


def weighed(sought: Sought, lexemes: Iterable[str]) -> tuple[float, dict[str, float]]:
    """The likeness, and {lexeme: its part in it} of those in common."""
    counts = Counter(lexemes)
    weights = sought.weights
    shared = counts.keys() & weights.keys()
    if not shared:
        return 0.0, {}
    squares, logs = 0.0, {}
    for times, kinds in Counter(counts.values()).items():
        logs[times] = 1 + log(times)
        squares += kinds * logs[times] ** 2
    scale = 1 / (sqrt(squares) * sought.length)
    parts = {each: weights[each] * logs[counts[each]] * scale for each in shared}
    return min(1.0, sum(parts.values())), parts


def likest(
    sought: Sought, texts: Iterable[tuple[Hashable, Sequence[str]]], keep: int
) -> list[tuple[Hashable, Sequence[str]]]:
    """The `keep` texts (key, lexemes) that are the likest, the likest first.

    Counting every lexeme of every text would take three times as long as looking which of those
    sought it holds: by these alone a few times `keep` are chosen, and then counted.
    """
    weights = sought.weights
    promising = []
    for place, (key, lexemes) in enumerate(texts):
        shared = weights.keys() & set(lexemes)
        if shared:
            promise = sum(map(weights.__getitem__, shared)) / sqrt(len(lexemes))
            promising.append((-promise, place, key, lexemes))
    promising.sort(key=itemgetter(0, 1))
    judged = [
        (-likeness(sought, lexemes), place, key, lexemes)
        for _promise, place, key, lexemes in promising[: keep * GENEROUS]
    ]
    judged.sort(key=itemgetter(0, 1))
    return [(key, lexemes) for _likeness, _place, key, lexemes in judged[:keep]]


def telling(documents: Mapping[str, int], budget: float) -> list[str]:
    """The lexemes by which texts are looked for: the rarest, of which at most `budget` texts hold
    any. [] where each is held by more. documents: {lexeme: texts that hold it}, none by no text."""
    chosen, held = [], 0
    for lexeme in sorted(documents, key=lambda each: (documents[each], each)):
        held += max(1, documents[lexeme])
        if held > budget:
            break
        chosen.append(lexeme)
    return chosen
