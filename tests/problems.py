"""Real texts to find real texts by: the section “Problème” of a project seeks the rest of it."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from terreau.betagouv.reader import read
from terreau.betagouv.sections import sections
from terreau.matching import Sought, likest
from terreau.search.analysis import FRENCH, lexemes

STATE = Path(__file__).parents[2] / "shared" / "data" / "betagouv" / "2026-08-20.tar.gz"
SHORTEST = 150  # letters of a problem that is long enough to seek by
BOLD_LEVEL = 7
NEIGHBOURS = 10
KEPT = 40  # texts of which suggestions are made


@dataclass(frozen=True)
class Found:
    """Shares of the queries: the project itself first, within ten; and of the pairs of a project
    that has themes with its ten neighbours, and with any other: those that share one."""

    queries: int
    first: float
    within_ten: float
    themes: float
    chance: float


def parted(startup):
    """(the problem, "" where there is none; the rest)."""
    parts = sections(startup.body).sections
    for part in parts:
        says_so = re.search("probl[eè]me", part.heading, re.I) and part.level < BOLD_LEVEL
        if says_so and len(part.text) >= SHORTEST:
            rest = [f"{each.heading}\n{each.text}" for each in parts if each is not part]
            return part.text, "\n".join([startup.title, startup.mission, *rest])
    return "", "\n".join([startup.title, startup.mission, startup.body])


def reproduced():
    startups = read(STATE, snapshot_date=date(2026, 8, 20)).startups
    problems, rests = zip(*map(parted, startups), strict=True)
    texts = [lexemes(rest, FRENCH) for rest in rests]
    documents = {}
    for text in texts:
        for lexeme in set(text):
            documents[lexeme] = documents.get(lexeme, 0) + 1
    themes = [set(each.themes) for each in startups]
    places, shares = [], []
    for own, problem in enumerate(problems):
        if not problem:
            continue
        known = [each for each in lexemes(problem, FRENCH) if each in documents]
        sought = Sought.of(known, documents, len(texts))
        order = [key for key, _text in likest(sought, list(enumerate(texts)), KEPT)]
        places.append(order.index(own) if own in order else KEPT)
        if themes[own]:
            near = [each for each in order if each != own][:NEIGHBOURS]
            shares.append(sum(bool(themes[own] & themes[each]) for each in near) / NEIGHBOURS)
    return Found(
        queries=len(places),
        first=sum(place == 0 for place in places) / len(places),
        within_ten=sum(place < NEIGHBOURS for place in places) / len(places),
        themes=sum(shares) / len(shares),
        chance=chance(themes),
    )


def chance(themes):
    """How often any two projects share a theme, of those where one has any."""
    pairs = [
        bool(one & other)
        for place, one in enumerate(themes)
        if one
        for at, other in enumerate(themes)
        if at != place
    ]
    return sum(pairs) / len(pairs)
