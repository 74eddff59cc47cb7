"""Who and what could meet a need, and why: offers, people, projects, needs that were met.

Candidates come from the index of search, never more than a fixed number a kind; `matching` judges
them. Every reader is shown what they may see, and of profiles what their fields are open to.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone

from terreau.entries.models import Entry
from terreau.matching import Candidate, Match, Place, Seeker, Sought, rank
from terreau.needs import reasons, skills, surroundings
from terreau.needs.models import SOLVED, Need
from terreau.offers.models import Offer
from terreau.offers.models import State as OfferState
from terreau.people.models import Person
from terreau.people.queries import shown
from terreau.people.reaches import reaches_to
from terreau.projects.models import Project
from terreau.search import alike, analysis, engines, marks
from terreau.territories.models import Territory

KEPT = 40  # candidates of a kind whose facts are read
SHOWN = 5
GROUPS = {"offers": Offer, "people": Person, "projects": Project, "solved": Need}


@dataclass(frozen=True)
class Asked:
    """A need as it is looked for; key: of the need itself, which is not suggested; author: who
    needs, who is not suggested either."""

    text: str
    language: str = "fr"
    themes: dict = field(default_factory=dict)
    territory: Territory | None = None
    form: str = ""
    deadline: date | None = None
    key: int | None = None
    author: int | None = None


@dataclass(frozen=True)
class Suggestion:
    """entry: of its own kind, with its author for an offer; reasons: sentences."""

    entry: Any
    match: Match
    reasons: list


def asked_of(need):
    """The Asked of a need that is at hand: one query."""
    return Asked(
        text="\n".join([need.title, need.problem, need.background]),
        language=need.language,
        themes=surroundings.themes_of([need.pk])[need.pk],
        territory=need.territory,
        form=need.form,
        deadline=need.deadline,
        key=need.pk,
        author=need.author_id,
    )


def suggested(viewer, asked, limit=SHOWN, groups=tuple(GROUPS)):
    """{group: [Suggestion]} for a reader (None: anybody), best first, at most `limit` each.

    Some twenty queries, however many candidates there are.
    """
    text = alike.read(asked.text, analysis.language_of(asked.language))
    entries, lexemes, seekers = {}, {}, {}
    place = place_of(asked.territory)
    for group in groups:
        found = COLLECT[group](viewer, asked, text)
        entries[group] = {each.pk: each for each in found.entries}
        lexemes |= found.lexemes
        seekers[group] = seeking(asked, found.sought or text.sought, place)
    candidates = described(entries, lexemes)
    return {
        group: [
            Suggestion(
                entries[group][each.key],
                each,
                reasons.sentences(each, text.written, group == "solved"),
            )
            for each in rank(seekers[group], candidates[group], limit)
        ]
        for group in groups
    }


def seeking(asked, sought, place):
    return Seeker(
        sought=sought,
        themes=asked.themes,
        place=place,
        form=asked.form,
        deadline=asked.deadline,
        today=timezone.localdate(),
    )


def place_of(territory):
    if territory is None:
        return Place({})
    return surroundings.places_of([territory.pk]).get(territory.pk, Place({}))


@dataclass(frozen=True)
class Found:
    """Entries of a kind, and {key: lexemes} of their texts; sought: where it is not that of all."""

    entries: Iterable
    lexemes: dict
    sought: Sought | None = None


def likest(asked, text, kind, states=()):
    """{key: lexemes} of the KEPT texts of a kind that are the likest: two queries."""
    found = alike.alike(text, kind, states, KEPT + 1)
    return {key: lexemes for key, lexemes in found if key != asked.key}


def offers(viewer, asked, text):
    """Offers that are alike, and those that share a theme and are in the same department or
    region: four queries."""
    lexemes = near_by(asked, Offer.KIND, OfferState.OPEN) | likest(
        asked, text, Offer.KIND, [OfferState.OPEN]
    )
    entries = Offer.objects.visible_to(viewer).filter(pk__in=lexemes).exclude(author=asked.author)
    return Found(entries.select_related("territory", "author").order_by("pk"), lexemes)


def near_by(asked, kind, state):
    """{key: ()} of the newest entries with one of the themes, in the region: two queries, none
    where theme or place lack."""
    if not asked.themes or asked.territory is None:
        return {}
    level = Territory.Level.REGION
    region = asked.territory.containments.filter(ancestor__level=level).values_list("ancestor")
    inside = [marks.inside(pk) for (pk,) in region.order_by("ancestor")]
    if not inside:
        return {}
    themes = tuple(marks.about(topic) for topic in sorted(asked.themes))
    tokens = [(marks.of_kind(kind),), (marks.of_state(state),), themes, tuple(inside)]
    return dict.fromkeys(engines.newest(tokens, KEPT, alike.CAP), ())


def people(viewer, asked, text):
    """Profiles by what is open to the reader: at most six queries.

    Their words need not be those of any public entry: they count where the reader may read them.
    """
    keys = set(likest(asked, text, Person.KIND))
    if viewer is not None and viewer.is_authenticated:
        keys |= set(skills.people_with(text.written))
    found = Person.objects.public().filter(pk__in=keys).exclude(pk=asked.author)
    entries = [each for each in found.select_related("territory").order_by("pk")
               if viewer is None or each.user_id != viewer.pk]  # fmt: skip
    reaches = reaches_to(viewer, entries)
    lexemes = {
        each.pk: analysis.lexemes(
            skills.text_of(shown(each, reaches[each.pk])), analysis.language_of(each.language)
        )
        for each in entries
    }
    also = {lexeme for each in lexemes.values() for lexeme in each}
    return Found(entries, lexemes, text.seeking(also))


def projects(viewer, asked, text):
    lexemes = likest(asked, text, Project.KIND)
    entries = Project.objects.visible_to(viewer).filter(pk__in=lexemes).exclude(pk=asked.author)
    return Found(entries.select_related("territory").order_by("pk"), lexemes)


def solved(viewer, asked, text):
    lexemes = likest(asked, text, Need.KIND, SOLVED)
    entries = Need.objects.visible_to(viewer).filter(pk__in=lexemes)
    return Found(entries.select_related("territory").order_by("pk"), lexemes)


COLLECT = {"offers": offers, "people": people, "projects": projects, "solved": solved}


def described(entries, lexemes):
    """{group: [Candidate]} of entries by group and key: at most five queries."""
    every: dict[int, Entry] = {
        key: each for found in entries.values() for key, each in found.items()
    }
    themes = surroundings.themes_of(every)
    places = surroundings.places_of(each.territory_id for each in every.values())
    offered = entries.get("offers", {})
    met = surroundings.successes_of_offers(offered)
    helped = surroundings.successes_of_helpers(
        [*entries.get("people", {}), *entries.get("projects", {})]
    )

    def candidate(each):
        return Candidate(
            key=each.pk,
            lexemes=lexemes.get(each.pk, ()),
            themes=themes.get(each.pk, {}),
            place=places.get(each.territory_id, Place({})),
            successes=[*met.get(each.pk, ()), *helped.get(each.pk, ())],
        )

    def described_as(group, each):
        found = candidate(each)
        if group == "offers":
            return replace(found, form=each.form, until=each.until, free=each.free)
        if group == "solved":
            return replace(found, form=each.form, successes=[each.closed_on])
        return found

    return {
        group: [described_as(group, each) for each in found.values()]
        for group, found in entries.items()
    }
