"""Every published figure of the portfolio: what was counted, on which day, as known when."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F
from django.utils import timezone

from terreau.entries.models import Link
from terreau.organizations.models import Organization
from terreau.portfolio.durations import in_each_phase, since_construction
from terreau.projects.phases import DEFINITIONS, EXITS, INCUBATION, STOPS, Phase
from terreau.projects.queries import (
    INCUBATED_BY,
    PUBLIC,
    count_by_phase,
    known_spells,
    narrowed,
    spells_at,
)
from terreau.survival import cumulative_incidence, kaplan_meier


@dataclass(frozen=True)
class Question:
    """What a figure is asked of: a day, a moment of knowledge, a definition, a part of the whole.

    known_at None: now. host, territory, topic: an Organization, a code, a slug, or None.
    """

    as_of: date
    known_at: date | None = None
    definition: str = "in_incubation"
    host: Organization | None = None
    territory: str | None = None
    topic: str | None = None

    @property
    def phases(self):
        return DEFINITIONS[self.definition].phases

    @property
    def narrow(self):
        return {"host": self.host, "territory": self.territory, "topic": self.topic}

    @property
    def known_on(self):
        return self.known_at or timezone.localdate()


def by_phase(question):
    """{phase: projects}, "" for none yet, of the definition's phases: two queries."""
    counts = count_by_phase(question.as_of, question.known_at, **question.narrow)
    wanted = question.phases
    return {name: n for name, n in counts.items() if n and (not wanted or name in wanted)}


def total(question):
    """How many projects answer the definition: two queries."""
    return sum(by_phase(question).values())


def spells_of(question):
    """The spells in effect of the projects that the question is about."""
    chosen = narrowed(question.as_of, question.known_at, **question.narrow)
    spells = spells_at(question.as_of, question.known_at).filter(PUBLIC, chosen).order_by()
    return spells.filter(phase__in=question.phases) if question.phases else spells


def by_host(question):
    """[(slug, title, projects)] by incubator on that day, most first: two queries.

    A project with two incubators counts with both.
    """
    ties = Link.objects.at(question.as_of, question.known_at).filter(role=INCUBATED_BY)
    return named(
        ties.filter(source__in=spells_of(question).values("project"))
        .order_by()
        .values_list("target__slug", "target__title")
        .annotate(n=Count("source", distinct=True))
    )


def by_topic(question):
    """[(slug, name, projects)] by theme, most first: one query."""
    return named(
        spells_of(question)
        .filter(project__topics__isnull=False)
        .values_list("project__topics__slug", "project__topics__name")
        .annotate(n=Count("project", distinct=True))
    )


def by_territory(question):
    """[(code, name, projects)] by the territory that a project names, most first: one query."""
    return named(
        spells_of(question)
        .filter(project__territory__isnull=False)
        .values_list("project__territory__code", "project__territory__name")
        .annotate(n=Count("project", distinct=True))
    )


def named(rows):
    return sorted(rows, key=lambda row: (-row[2], row[1], row[0]))


BY = {"incubator": by_host, "territory": by_territory, "theme": by_topic}


def evolution(question, months=3):
    """[(day, {phase: projects})]: the counts at the first of every third month, and on the day.

    Two aggregate queries, whatever the number of days: what began less what ended, month by month.
    """
    chosen = narrowed(question.as_of, question.known_at, **question.narrow)
    spells = known_spells(question.known_at).filter(PUBLIC, chosen, valid_from__lte=question.as_of)
    spells = spells.exclude(valid_to=F("valid_from")).order_by()
    begun = spells.values_list("valid_from", "phase").annotate(n=Count("id"))
    ended = spells.filter(valid_to__lte=question.as_of).values_list("valid_to", "phase")
    changes = defaultdict(lambda: defaultdict(int))
    for day, phase, n in begun:
        changes[day][phase] += n
    for day, phase, n in ended.annotate(n=Count("id")):
        changes[day][phase] -= n
    if not changes:
        return []
    points, counts = [], defaultdict(int)
    days = iter(sorted(changes))
    day = next(days, None)
    for point in [*first_days(min(changes), question.as_of, months), question.as_of]:
        while day is not None and day <= point:
            for phase, n in changes[day].items():
                counts[phase] += n
            day = next(days, None)
        points.append((point, {phase: n for phase, n in counts.items() if n}))
    return points


def first_days(start, end, months):
    """The first days of every `months`-th month from the year of start up to before end."""
    year, month, found = start.year, 1, []
    while date(year, month, 1) < end:
        if date(year, month, 1) >= start.replace(day=1):
            found.append(date(year, month, 1))
        year, month = (year, month + months) if month + months <= 12 else (year + 1, 1)
    return found


def survival(question):
    """Kaplan–Meier since a project's first construction: event, a stop; one query.

    Projects that are operated, transferred or sustained are alive; one that ended with an outcome
    unknown is censored on that day. Durations in days; None where no project ever began.
    """
    rows = since_construction(question, (*STOPS, Phase.ENDED))
    if not rows:
        return None
    days, stopped = expanded([(n, phase in STOPS, count) for n, phase, count in rows])
    return kaplan_meier(days, stopped)


def exits(question):
    """Aalen–Johansen cumulative incidence of each way out since first construction: one query."""
    rows = since_construction(question, EXITS)
    if not rows:
        return None
    return cumulative_incidence(*expanded(rows))


def time_in_phase(question):
    """{phase: Kaplan–Meier curve of the time spent in it}, those still in it censored: one query."""
    rows = defaultdict(list)
    for phase, days, over, count in in_each_phase(question):
        if phase in INCUBATION:
            rows[phase].append((days, bool(over), count))
    return {phase: kaplan_meier(*expanded(rows[phase])) for phase in INCUBATION if rows[phase]}


def expanded(rows):
    """Counted rows (days, outcome, n) as the two lists that statistics take."""
    days, outcomes = [], []
    for length, outcome, count in rows:
        days += [length] * count
        outcomes += [outcome] * count
    return days, outcomes
