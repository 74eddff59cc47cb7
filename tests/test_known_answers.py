"""Figures that were published, or counted by hand, against the states of the source they are of.

Each state is harvested alone into an empty database; and all of them in order into one, which is
then asked as it was known on the day of each. Nothing of it stays: every harvest is rolled back.
"""

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from django.db import transaction

from terreau.betagouv.actions import harvest
from terreau.betagouv.bodies import INCUBATORS
from terreau.betagouv.reader import read
from terreau.harvest.models import Record, Run
from terreau.portfolio.queries import by_last_written, counted, results
from terreau.portfolio.questions import Question
from terreau.projects.queries import known_spells

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "betagouv"
DAYS = [
    date(2019, 2, 19), date(2020, 11, 27), date(2024, 1, 9), date(2024, 12, 31),
    date(2026, 1, 16), date(2026, 8, 20),
]  # fmt: skip

pytestmark = [
    pytest.mark.shareddata,
    pytest.mark.django_db,
    pytest.mark.xdist_group("known answers"),
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared states of the source are not here"),
]
each_way = pytest.mark.parametrize("harvested", ["alone", "in order"], indirect=True)


@cache
def snapshot_of(day):
    return read(FOLDER / f"{day}.tar.gz", snapshot_date=day)


def ask(day):
    """Everything that the portfolio answers of a day as known on it, whatever the keys."""
    question = Question(day, day, "all")
    found = results(question)
    live = counted(found.hosts, question.but(definition="in_incubation"))
    known_on_day = {"versions__first__lte": day, "versions__last__gte": day}
    return {
        "by date": found.phases,
        "last written": by_last_written(question),
        "evolution": found.evolution,
        "survival": found.survival,
        "ways": found.ways,
        "stays": found.stays,
        "funnel": found.funnel,
        "hosts": sorted(sorted(part.phases.items()) for part in found.hosts),
        "live hosts": len(live),
        "undated": known_spells(day).filter(undated=True).count(),
        "incubators": Record.objects.filter(collection=INCUBATORS, **known_on_day).count(),
    }


def in_passing(do):
    """What it returns; what it wrote is undone."""
    with transaction.atomic():
        found = do()
        transaction.set_rollback(True)
    return found


def harvest_and_ask(days):
    findings = {day: harvest(snapshot_of(day), day).findings for day in days}
    return {day: ask(day) | {"findings": findings[day]} for day in days}


@pytest.fixture(scope="module")
def all_harvests(django_db_setup, django_db_blocker):
    """{way: {day: answers}}, each state read and harvested twice: once a module, for its time."""
    with django_db_blocker.unblock():
        assert not Run.objects.exists()
        alone = {}
        for day in DAYS:
            alone |= in_passing(lambda day=day: harvest_and_ask([day]))
        return {"alone": alone, "in order": in_passing(lambda: harvest_and_ask(DAYS))}


@pytest.fixture
def harvested(request, all_harvests):
    return all_harvests[request.param]


def accompanied(counts):
    return sum(counts.get(name, 0) for name in ("construction", "acceleration", "consolidation"))


def sustained(counts):
    return sum(counts.get(name, 0) for name in ("operated", "transferred", "sustained"))


@each_way
def test_2019_the_independent_review_counted_65_active(harvested):
    answers = harvested[date(2019, 2, 19)]
    assert accompanied(answers["by date"]) == accompanied(answers["last written"]) == 66
    variants = [f for f in answers["findings"] if f["code"] == "word-variant"]
    assert [f["params"]["word"] for f in variants] == ["accélération"]


def test_2019_in_the_words_as_they_were_written():
    words = Counter(startup.phases[-1].word for startup in snapshot_of(DAYS[0]).startups)
    assert accompanied(words) == 65


@each_way
def test_2020_the_review_counted_eleven_incubators(harvested):
    answers = harvested[date(2020, 11, 27)]
    assert answers["incubators"] == 11
    assert answers["live hosts"] == 8
    dead = {
        f["params"]["incubator"] for f in answers["findings"] if f["code"] == "unknown-incubator"
    }
    assert dead == {"preincubation"}


@each_way
def test_2020_undated_phases_stand_where_the_file_has_them(harvested):
    assert harvested[date(2020, 11, 27)]["by date"]["construction"] == 46


@each_way
@pytest.mark.parametrize(
    "day, rule, carried, investigations",
    [
        (date(2024, 1, 9), "last written", 213, 36),
        (date(2024, 1, 9), "by date", 214, 37),
        (date(2024, 12, 31), "last written", 248, 38),
        (date(2024, 12, 31), "by date", 243, 40),
        (date(2026, 1, 16), "last written", 280, 24),
        (date(2026, 1, 16), "by date", 281, 24),
    ],
)
def test_published_sums(harvested, day, rule, carried, investigations):
    """The published rule takes the phase written last, plans of the future included."""
    counts = harvested[day][rule]
    assert accompanied(counts) + sustained(counts) == carried
    assert counts["investigation"] == investigations


@each_way
def test_2024_four_projects_exist_only_in_the_future(harvested):
    assert harvested[date(2024, 12, 31)]["by date"][""] == 4


@each_way
def test_january_2026_in_its_parts(harvested):
    answers = harvested[date(2026, 1, 16)]
    assert accompanied(answers["last written"]) == 217
    assert accompanied(answers["by date"]) == 218  # one stop lies in the future
    assert sustained(answers["last written"]) == 63


@each_way
def test_august_2026_by_phase(harvested):
    assert harvested[date(2026, 8, 20)]["by date"] == {
        "": 1, "investigation": 24, "construction": 109, "acceleration": 74, "consolidation": 24,
        "operated": 14, "transferred": 90, "stopped": 124, "stopped_in_investigation": 202,
    }  # fmt: skip


@each_way
def test_august_2026_alive_after_construction_began(harvested):
    survival = harvested[date(2026, 8, 20)]["survival"]
    assert (survival.n, survival.stopped) == (419, 125)
    shares = [100 * mark.share for mark in survival.marks]
    assert shares == pytest.approx([96.4, 88.9, 80.8, 73.9], abs=0.06)


@each_way
def test_august_2026_median_time_in_construction(harvested):
    stay = harvested[date(2026, 8, 20)]["stays"]["construction"]
    assert stay.median / 30.4375 == pytest.approx(20.0, abs=0.05)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_in_order_and_asked_by_what_was_known_is_the_same_as_alone(all_harvests, day):
    """Durations too; but where a phase has no date, an earlier state says that it began before."""
    alone, in_order = (all_harvests[way][day] for way in ("alone", "in order"))
    lasting = {"evolution", "survival", "ways", "stays"} if alone["undated"] else set()
    for name in alone.keys() - {"findings"} - lasting:
        assert in_order[name] == alone[name], name
