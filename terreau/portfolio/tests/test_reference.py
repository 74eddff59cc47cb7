"""The one SQL form of a phase, and the pass over all spells, against slow references."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from terreau.portfolio.courses import read
from terreau.portfolio.queries import results
from terreau.portfolio.questions import Question
from terreau.projects.chain import SpellFact, linked
from terreau.projects.models import Listing, Project, Spell
from terreau.projects.phases import INCUBATION, Phase
from terreau.projects.queries import phase
from terreau.projects.tests.factories import make_project

START = date(2020, 1, 1)
LIFE = 400
days = st.integers(0, LIFE).map(lambda n: START + timedelta(days=n))
phases = st.sampled_from([p.value for p in Phase])
tellings = st.lists(st.tuples(phases, days), max_size=6)
"""What is told of a project at one time: (phase, first day)."""
histories = st.lists(st.tuples(days, tellings), min_size=1, max_size=3, unique_by=lambda t: t[0])
"""What is told on several days, each taking the place of what was told before."""
tried = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # fmt: skip


def write(history):
    """A project with that history of knowledge, its rows written without the code under test."""
    history = sorted(history)
    project = make_project()
    Listing.objects.filter(project=project).update(recorded_at=noon(history[0][0]))
    for place, (told_on, telling) in enumerate(history):
        until = noon(history[place + 1][0]) if place + 1 < len(history) else None
        facts = [SpellFact(name, day, n) for n, (name, day) in enumerate(telling)]
        Spell.objects.bulk_create(
            Spell(project=project, recorded_at=noon(told_on), superseded_at=until, **fact.asdict())
            for fact in linked(facts)
        )
    return project


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def told_by(history, known_at):
    """The telling in force at the end of a day, or None before the first."""
    before = [telling for told_on, telling in sorted(history) if told_on <= known_at]
    return before[-1] if before else None


def slow_phase(telling, day):
    """The last phase of those that began by the day, in order of (day, lifecycle), or ""."""
    order = {p.value: rank for rank, p in enumerate(Phase)}
    begun = [
        (since, order[name], n, name) for n, (name, since) in enumerate(telling) if since <= day
    ]
    return max(begun)[-1] if begun else ""


class References(TestCase):
    @tried
    @given(histories, days, days)
    def test_the_phase_of_a_project(self, history, as_of, known_at):
        project = write(history)
        telling = told_by(history, known_at)
        expected = "unlisted" if telling is None else slow_phase(telling, as_of)
        assert phase(project, as_of, known_at) == expected

    @tried
    @given(st.lists(histories, min_size=1, max_size=4), days, days)
    def test_the_counts_of_all(self, told, as_of, known_at):
        for history in told:
            write(history)
        tellings = [t for history in told if (t := told_by(history, known_at)) is not None]
        found = results(Question(as_of, known_at, "all"))
        assert found.phases == Counter(slow_phase(telling, as_of) for telling in tellings)
        assert [day for day, _ in found.evolution[-1:]] in ([as_of], [])
        for day, counts in found.evolution:
            expected = Counter(slow_phase(telling, day) for telling in tellings)
            del expected[""]
            assert counts == expected, day

    @tried
    @given(st.lists(tellings, min_size=1, max_size=4), days)
    def test_how_long_projects_stay_alive(self, told, as_of):
        for telling in told:
            write([(START, telling)])
        expected = Counter(
            ended for telling in told if (ended := slow_end(telling, as_of)) is not None
        )
        found = read(as_of).alive
        assert {
            (length, phase or None): n
            for phase, lengths in found.items()
            for length, n in lengths.items()
        } == expected

    @tried
    @given(st.lists(tellings, min_size=1, max_size=4), days)
    def test_the_days_spent_in_phases(self, told, as_of):
        """Every day from the first phase on is spent in exactly one phase."""
        for telling in told:
            write([(START, telling)])
        reading = read(as_of)
        for each in INCUBATION:
            spent = reading.spans[each] + reading.lasting[each]
            expected = sum(
                slow_phase(telling, START + timedelta(days=n)) == each
                for telling in told
                for n in range((as_of - START).days)
            )
            assert sum(length * n for length, n in spent.items()) == expected

    @tried
    @given(st.lists(tellings, min_size=1, max_size=4), days)
    def test_what_enters_and_leaves_each_year(self, told, as_of):
        for telling in told:
            write([(START, telling)])
        expected = Counter()
        for telling in told:
            for name, way, day in slow_flows(telling):
                expected[day.year, name, way] += day <= as_of
        found = Counter(
            {
                (year, name, way): n
                for year, counts in results(Question(as_of)).flows
                for name, pair in counts.items()
                for way, n in zip(("entered", "left"), pair, strict=True)
            }
        )
        assert +found == +expected


def slow_flows(telling):
    """(phase, entered or left, day) of all that is told: each phase lasts until the next."""
    order = {p.value: rank for rank, p in enumerate(Phase)}
    told = sorted((day, order[name], n, name) for n, (name, day) in enumerate(telling))
    for place, (day, *_, name) in enumerate(told):
        yield name, "entered", day
        if place + 1 < len(told):
            yield name, "left", told[place + 1][0]


def slow_end(telling, as_of):
    """(days, phase that ended it or None) from first construction on, walking day by day."""
    begun = [day for name, day in telling if name == "construction" and day <= as_of]
    if not begun:
        return None
    first, day = min(begun), min(begun)
    ends = {"stopped", "stopped_in_investigation", "ended"}
    before = slow_phase(telling, first - timedelta(days=1))
    while day <= as_of:
        now = slow_phase(telling, day)
        if now in ends and (now != before or (now, day) in telling):
            return (day - first).days, now
        before, day = now, day + timedelta(days=1)
    return (as_of - first).days, None


@pytest.mark.django_db
def test_nothing_told_is_no_figure():
    found = results(Question(START))
    assert (found.phases, found.evolution, found.survival, found.stays) == ({}, [], None, {})
    assert Project.objects.count() == 0
