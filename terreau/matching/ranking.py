"""What speaks for each candidate, added up and named."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from terreau.matching.places import Place, narrowest
from terreau.matching.texts import Sought, weighed

# How much each fact counts at its fullest. A likeness of texts seldom exceeds a third.
WEIGHTS = {
    "words": 6.0,
    "theme": 0.5,
    "place": 0.6,
    "form": 0.5,
    "available": 0.2,
    "success": 0.4,
}
LEAST_LIKE = 0.03  # below it two texts share words by chance
MOST_WORDS = 4  # so many shared words are named
MOST_SUCCESSES = 3  # more of them count no more


@dataclass(frozen=True)
class Seeker:
    """A need: its text, {key: name} of its themes, where it is, the form of help that it expects
    ("": any) and the last day on which help serves it (None: any)."""

    sought: Sought
    themes: dict = field(default_factory=dict)
    place: Place = field(default_factory=lambda: Place({}))
    form: str = ""
    deadline: date | None = None
    today: date | None = None


@dataclass(frozen=True)
class Candidate:
    """What could answer a need.

    lexemes: of its text, as often as they stand in it; form: the form of help that it is, "" where
    it has none; until: the last day on which it can be had, None where no end is known; free: how
    often it can still be had, None where that is not limited; successes: the days on which it met
    needs like this, or was met itself.
    """

    key: Hashable
    lexemes: Sequence[str] = ()
    themes: dict = field(default_factory=dict)
    place: Place = field(default_factory=lambda: Place({}))
    form: str = ""
    until: date | None = None
    free: int | None = None
    successes: Sequence[date] = ()


@dataclass(frozen=True)
class Reason:
    """A fact that speaks for a candidate: the key of a sentence and its parameters.

    words: lexemes; theme: names; place: level, code, name; form: form; available: free, until;
    success: on, times.
    """

    key: str
    weight: float
    parameters: dict


@dataclass(frozen=True)
class Match:
    """A candidate with its score and what it is made of, the weightiest reason first."""

    key: Hashable
    score: float
    likeness: float
    reasons: tuple[Reason, ...]


def rank(seeker: Seeker, candidates: Iterable[Candidate], limit: int) -> list[Match]:
    """The candidates that something of substance speaks for, best first, at most `limit`.

    That is a text that is alike, or a theme shared close by; one that is spent or comes too late
    is left out. Equal scores stand in the order of their keys.
    """
    found = [judged(seeker, each) for each in candidates if can_help(seeker, each)]
    kept = [each for each in found if has_substance(each)]
    return sorted(kept, key=lambda each: (-each.score, str(each.key)))[:limit]


def can_help(seeker: Seeker, candidate: Candidate) -> bool:
    spent = candidate.free is not None and candidate.free < 1
    ended = candidate.until and seeker.today and candidate.until < seeker.today
    return not spent and not ended


def has_substance(match: Match) -> bool:
    keys = {each.key for each in match.reasons}
    return match.likeness >= LEAST_LIKE or {"theme", "place"} <= keys


def judged(seeker: Seeker, candidate: Candidate) -> Match:
    likeness, parts = weighed(seeker.sought, candidate.lexemes)
    reasons = [
        *of_words(likeness, parts),
        *of_themes(seeker, candidate),
        *of_place(seeker, candidate),
        *of_form(seeker, candidate),
        *of_availability(candidate),
        *of_successes(candidate),
    ]
    score = sum(each.weight for each in reasons)
    ordered = tuple(sorted(reasons, key=lambda each: -each.weight))
    return Match(candidate.key, round(score, 6), likeness, ordered)


def of_words(likeness, parts):
    if likeness >= LEAST_LIKE:
        words = sorted(parts, key=lambda each: (-parts[each], each))[:MOST_WORDS]
        yield Reason("words", WEIGHTS["words"] * likeness, {"lexemes": words})


def of_themes(seeker, candidate):
    shared = sorted(seeker.themes.keys() & candidate.themes.keys())
    if shared:
        share = len(shared) / min(len(seeker.themes), 2)
        names = [seeker.themes[key] for key in shared]
        yield Reason("theme", WEIGHTS["theme"] * min(1.0, share), {"names": names})


def of_place(seeker, candidate):
    shared = narrowest(seeker.place, candidate.place)
    if shared is not None and shared.level != "country":
        said = {"level": shared.level, "code": shared.code, "name": shared.name}
        yield Reason("place", WEIGHTS["place"] * shared.nearness, said)


def of_form(seeker, candidate):
    if seeker.form and seeker.form == candidate.form:
        yield Reason("form", WEIGHTS["form"], {"form": candidate.form})


def of_availability(candidate):
    if candidate.free is not None or candidate.until is not None:
        yield Reason(
            "available", WEIGHTS["available"], {"free": candidate.free, "until": candidate.until}
        )


def of_successes(candidate):
    if candidate.successes:
        times = len(candidate.successes)
        weight = WEIGHTS["success"] * min(times, MOST_SUCCESSES) / MOST_SUCCESSES
        yield Reason("success", weight, {"on": max(candidate.successes), "times": times})
