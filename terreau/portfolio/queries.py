"""The figures of the portfolio as plain numbers: what was counted, on which day, as known when."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.cache import cache
from django.db.models import F

from terreau import __version__
from terreau.entries.models import Entry, Topic
from terreau.ledger.versions import public_version
from terreau.organizations.queries import hosts
from terreau.portfolio import statistics
from terreau.portfolio.ahead import reading_ahead
from terreau.portfolio.courses import read
from terreau.projects.queries import COUNTED, count_by_last_written, known_spells, narrowed
from terreau.territories.models import Territory
from terreau.territories.queries import by_code

KEPT_SECONDS = 86_400
LISTED = 1000  # keys that a query names one by one


@dataclass(frozen=True)
class Part:
    """A part of the portfolio: an incubator, a territory or a theme, with its counts by phase."""

    key: str
    name: str
    phases: dict


@dataclass(frozen=True)
class Results:
    """All figures of one question, whatever its definition.

    phases: {phase: projects}, "" for none yet. evolution: [(day, {phase: projects})].
    flows, survival,
    ways, stays, funnel, compared: see statistics. hosts, themes: parts, most projects first.
    places: {key of the territory that a project names: {phase: projects}}. departments: {code:
    {phase: projects}} with what lies in them.
    """

    phases: dict
    evolution: list
    flows: list
    survival: statistics.Survival | None
    ways: statistics.Ways | None
    stays: dict
    funnel: list
    compared: statistics.Compared
    hosts: list
    places: dict
    departments: dict
    themes: list


def results(question):
    """The figures of a question: nine queries, or one where they were asked for before."""
    asked = question.but(definition="all").parameters | {"now": question.known_at is None}
    return kept("portfolio", sorted(asked.items()), lambda: fresh(question))


def kept(name, asked, count):
    """What count() returns, or what it returned before: one query, and its own where it is called.

    asked: all that the result depends on, beside what is public. It is kept until anything public
    changes: at the version of the record that was read first, so that it is never older than it
    says.
    """
    if not settings.PAGE_SHELF_BYTES:
        return count()
    said = f"{__version__} {public_version()} {asked}"
    key = f"terreau.{name}.{hashlib.sha256(said.encode()).hexdigest()}"
    found = cache.get(key)
    if found is None:
        found = count()
        cache.set(key, found, KEPT_SECONDS)
    return found


def fresh(question):
    """The figures of a question: four queries where they are counted ahead, else ten or more."""
    reading = None
    if question.is_whole and question.known_at is None:
        reading = reading_ahead(question.as_of)
    if reading is None:
        reading = read(question.as_of, question.known_at, **question.narrow)
    organizations = Entry.objects.in_bulk(keys_of(reading.hosts))
    themes = Topic.objects.in_bulk(keys_of(reading.themes))
    departments = codes_of_departments()
    named = {key: (entry.slug, entry.title) for key, entry in organizations.items()}
    return Results(
        phases=reading.phases,
        evolution=statistics.evolution(reading, question.as_of),
        flows=statistics.flows(reading),
        survival=statistics.survival(reading),
        ways=statistics.ways(reading),
        stays=statistics.stays(reading),
        funnel=statistics.funnel(reading),
        compared=statistics.compared(reading, named),
        hosts=parts(reading.hosts, named),
        places=by_key(reading.places),
        departments={
            departments[key]: phases for key, phases in by_key(reading.departments).items()
        },
        themes=parts(
            reading.themes, {pk: (topic.slug, topic.name) for pk, topic in themes.items()}
        ),
    )


def keys_of(counts):
    return {key for keys in counts.values() for key in keys}


def by_key(counts):
    """{key: {phase: projects}} of {phase: {key: projects}}."""
    found = defaultdict(dict)
    for phase, keys in counts.items():
        for key, n in keys.items():
            found[key][phase] = n
    return dict(found)


def parts(counts, named):
    """[Part] of {phase: {key: projects}}, most projects first, then by name."""
    made = [Part(*named[key], phases) for key, phases in by_key(counts).items() if key in named]
    return sorted(made, key=lambda part: (-sum(part.phases.values()), part.name, part.key))


def codes_of_departments():
    """{key: code}: one query."""
    departments = Territory.objects.filter(level=Territory.Level.DEPARTMENT).order_by()
    return dict(departments.values_list("pk", "code"))


def by_phase(question):
    """{phase: projects}, "" for none yet, of the definition's phases; the queries of `results`."""
    return {name: n for name, n in results(question).phases.items() if question.counts(name)}


def total(question):
    """How many projects the definition counts; the queries of `results`."""
    return sum(by_phase(question).values())


def moves(question):
    """The spells by which projects entered or left a phase in a year, in order: a FlowQuestion.

    Each with its project; `day` is when it happened.
    """
    day = {"entered": "valid_from", "left": "valid_to"}[question.way]
    first, last = date(question.year, 1, 1), date(question.year, 12, 31)
    chosen = narrowed(question.as_of, question.known_at, **question.narrow)
    spells = known_spells(question.known_at).filter(COUNTED, chosen, phase=question.phase)
    spells = spells.filter(
        **{f"{day}__range": (first, min(last, question.as_of))}, valid_from__lte=question.as_of
    )
    spells = spells.annotate(day=F(day)).select_related("project")
    return spells.order_by("day", "project__title", "project")


def by_last_written(question):
    """{phase: projects} by what the source wrote last, whatever its dates: two queries."""
    return {
        name: n
        for name, n in count_by_last_written(question.known_at).items()
        if n and question.counts(name)
    }


def counted(part_list, question):
    """[(part, projects that the definition counts)] without zeros, most first, then by name."""
    pairs = [(part, defined(part.phases, question)) for part in part_list]
    return sorted((p for p in pairs if p[1]), key=lambda p: (-p[1], p[0].name, p[0].key))


def defined(phases, question):
    """How many projects the definition counts of {phase: projects}."""
    return sum(n for phase, n in phases.items() if question.counts(phase))


def counted_places(found, question, most=None):
    """As `counted`, of the territories that projects name: one query.

    ([(part, projects)], how many territories, their projects); most: with the first of them only.
    """
    counts = {key: n for key, phases in found.places.items() if (n := defined(phases, question))}
    least = sorted(counts.values(), reverse=True)[:most][-1] if counts else 0
    wanted = [key for key, n in counts.items() if n >= least]
    places = Territory.objects.order_by()
    if len(wanted) <= LISTED:
        places = places.filter(pk__in=wanted)
    rows = places.values_list("pk", "code", "name")
    made = [Part(code, name, found.places[key]) for key, code, name in rows if key in counts]
    return counted(made, question)[:most], len(counts), sum(counts.values())


def choices():
    """What a reader may narrow to: three queries.

    {"incubator": [(slug, name)], "territory": [(code, name)] of the regions and the departments,
    "theme": [(slug, name)]}, by name.
    """
    levels = (Territory.Level.REGION, Territory.Level.DEPARTMENT)
    places = Territory.objects.current().filter(level__in=levels).order_by("-level", "folded", "pk")
    return {
        "incubator": list(hosts().values_list("slug", "title")),
        "territory": list(places.values_list("code", "name")),
        "theme": list(Topic.objects.order_by("name", "pk").values_list("slug", "name")),
    }


def host_at(slug):
    """The incubator or accelerator of that address, or None: one query."""
    return hosts().filter(slug=slug).first()


def theme_at(slug):
    """The theme of that address, or None: one query."""
    return Topic.objects.filter(slug=slug).first()


def territory_at(code):
    """The territory of a code, or None: one query."""
    return by_code(code)
