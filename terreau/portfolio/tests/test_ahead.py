"""Counts made ahead are those of the pass over all spells, after every change."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from terreau.entries import tallies
from terreau.entries.actions import imported
from terreau.entries.consistency import truths
from terreau.entries.tests.factories import make_topic, make_user
from terreau.organizations.tests.factories import make_incubator
from terreau.portfolio import ahead
from terreau.portfolio.courses import read
from terreau.portfolio.queries import results
from terreau.portfolio.questions import Question
from terreau.portfolio.tasks import count_ahead
from terreau.projects import actions, affiliations, corrections
from terreau.projects.models import Project, Spell
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db

LONG_AGO, LATER, LAST = date(2021, 3, 1), date(2022, 5, 17), date(2024, 1, 1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def hosts():
    return [make_incubator(), make_incubator()]


@pytest.fixture
def editor(hosts):
    return make_user(edits=hosts)


@pytest.fixture
def kept(hosts):
    """A portfolio of some projects whose counts are made."""
    make_project(
        phases=[("construction", LONG_AGO), ("stopped", LATER)], hosts=hosts, topics=[make_topic()]
    )
    make_project(phases=[("investigation", LATER), ("construction", LATER)], hosts=hosts[:1])
    make_project()
    ahead.rebuild()


def is_right(today):
    """Whether something is kept, and says what the pass says."""
    found = ahead.reading_ahead(today)
    return found is not None and ahead.cells_of(found) == ahead.cells_of(read(today))


def test_every_action_moves_what_it_changes(kept, hosts, editor, today):
    project = actions.create(editor, Project(author=hosts[0]), title="Gué", on=LONG_AGO)
    assert is_right(today)
    actions.enter_phase(editor, project, phase="investigation", on=LONG_AGO)
    assert is_right(today)
    actions.enter_phase(editor, project, phase="construction", on=LATER)
    assert is_right(today)
    actions.enter_phase(editor, project, phase="acceleration", on=today + timedelta(days=40))
    assert is_right(today)
    spell = Spell.objects.known().get(project=project, phase="construction")
    corrections.correct_spell(
        editor, project, spell=spell, phase="construction", on=LONG_AGO, reason="The minutes say so"
    )
    assert is_right(today)
    affiliations.affiliate(
        editor, project, organization=hosts[1], role="incubated_by", on=LATER, leads=False
    )
    assert is_right(today)
    actions.edit(editor, project, topics=[make_topic(), make_topic()], title="Le gué")
    assert is_right(today)
    actions.stop(editor, project, on=LAST, reason="No user came")
    assert is_right(today)
    assert ahead.reading_ahead(today).alive["stopped"].total() == 2


def test_other_kinds_cost_nothing(kept, hosts, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert ahead.cells(hosts[0]) is None


@pytest.mark.parametrize("count", [1, 3])
def test_costs(hosts, editor, count, django_assert_num_queries):
    for _ in range(count):
        project = make_project(
            phases=[("construction", LONG_AGO)], hosts=hosts, topics=[make_topic()]
        )
    with django_assert_num_queries(1):
        assert ahead.cells(project) is None
    ahead.rebuild()
    with django_assert_num_queries(7):
        before = ahead.cells(project)
    Spell.objects.update(valid_from=LATER)
    after = ahead.cells(project)
    with django_assert_num_queries(3):
        ahead.shift(before, after)
    with django_assert_num_queries(4):
        results(Question(timezone.localdate()))


def test_results_are_the_same_counted_ahead_or_not(kept, today):
    found = results(Question(today))
    ahead.forget()
    assert results(Question(today)) == found


def test_what_is_kept_is_of_one_day_and_of_the_whole(kept, hosts, today):
    assert ahead.reading_ahead(today - timedelta(days=1)) is None
    assert results(Question(today, host=hosts[1])).phases == {"stopped": 1}
    assert results(Question(LONG_AGO)).phases == {"": 2, "construction": 1}


def test_an_import_is_counted_when_it_ends(kept, today):
    project = make_project(phases=[("construction", LONG_AGO)])
    imported.send(Project, keys=[project.pk])
    assert ahead.reading_ahead(today) is None
    assert results(Question(today)).phases["construction"] == 2
    tallies.rebuild()
    assert is_right(today)


def test_the_job_counts_what_is_not_kept(kept, today, monkeypatch):
    ahead.forget()
    count_ahead()
    assert is_right(today)
    ahead.Counts.objects.filter(cell=ahead.DAY).update(numbers=LAST.isoformat())
    count_ahead()
    assert is_right(today)


def test_a_change_while_the_day_turns_forgets(kept, today):
    """What was looked at on one day and is shifted on another would leave wrong counts."""
    project = make_project(phases=[("construction", LONG_AGO)])
    before = ahead.cells(project)
    ahead.Counts.objects.filter(cell=ahead.DAY).update(numbers="2020-01-01")
    ahead.shift(before, (before[0], type(before[1])()))
    assert ahead.kept_day() is None


def test_check_finds_what_drifted(kept):
    with translation.override("en"):
        (broken,) = [check for name, check in truths() if "counted ahead" in str(name)]
    assert list(broken()) == []
    Spell.objects.filter(phase="stopped").update(phase="transferred")
    assert "alive 0 stopped" in list(broken())
