"""The words that beta.gouv.fr's files have used since 2018, and what each of them means here.

Where an old word meant two things, nothing is guessed: `success` and `alumni` have their own
phases. A word that is not here is kept as it was written and has no meaning.
"""

import unicodedata
from typing import NamedTuple

LIFECYCLE_ORDER = (
    "investigation",
    "construction",
    "acceleration",
    "consolidation",
    "dormant",
    "paused",
    "operated",
    "transferred",
    "merged",
    "sustained",
    "ended",
    "stopped",
    "stopped_in_investigation",
)
"""All phases; of two that start on one day the later in this order is the one that stays."""

RANK = {phase: rank for rank, phase in enumerate(LIFECYCLE_ORDER)}

IN_INCUBATION = frozenset(LIFECYCLE_ORDER[:4])
LIVE = IN_INCUBATION | {"operated"}

PHASES = {
    "investigation": "investigation",
    "construction": "construction",
    "acceleration": "acceleration",
    "consolidation": "consolidation",
    "transfer": "consolidation",
    "transfert": "consolidation",
    "passation": "consolidation",
    "opere": "operated",
    "transfere": "transferred",
    "success": "sustained",
    "alumni": "ended",
    "death": "stopped",
    "abandon": "stopped",
    "abandon-investigation": "stopped_in_investigation",
}

EVENTS = {
    "committee": "committee",
    "commitee": "committee",
    "product_launch": "product_launch",
    "national_impact": "national_impact",
    "fast": "funding",
    "end": "end",
    "eig": "other",
    "other": "other",
}

ACCESSIBILITY = {
    word: word for word in ("non conforme", "partiellement conforme", "totalement conforme")
}

USERTYPES = {
    word: word
    for word in (
        "etat",
        "particulier",
        "collectivite-territoriale",
        "entreprise",
        "association",
        "etablissement-scolaire",
    )
}

_MISSPELT = {"investigationn": "investigation", "commitee": "committee"}


class Meaning(NamedTuple):
    """What a word means: None when it is unknown; `exact` when it was written as it should be."""

    value: str | None
    exact: bool


def meaning(word: str, vocabulary: dict[str, str]) -> Meaning:
    """The meaning of a word: case, accents, outer space and known misspellings are forgiven."""
    if word in vocabulary and word not in _MISSPELT:
        return Meaning(vocabulary[word], True)
    folded = fold(word)
    folded = _MISSPELT.get(folded, folded)
    for variant in (folded, folded.replace(" ", "-"), folded.replace("_", "-")):
        if variant in vocabulary:
            return Meaning(vocabulary[variant], False)
    return Meaning(None, False)


def fold(text: str) -> str:
    """A text without case, accents and repeated space, to tell whether two are the same."""
    bare = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("æ", "ae"))
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(letters.casefold().replace("’", "'").split())
