from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from terreau.entries import tallies
from terreau.entries.actions import Conflict
from terreau.entries.models import Link, Tally
from terreau.entries.queries import tallied
from terreau.entries.tests.factories import make_administrator, make_user
from terreau.ledger.models import Statement
from terreau.organizations.tests.factories import make_incubator
from terreau.projects import actions, affiliations, corrections, queries
from terreau.projects.models import Project, Spell, Step
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db

TODAY = date.today()
LONG_AGO = date(2021, 3, 1)


@pytest.fixture
def incubator():
    return make_incubator()


@pytest.fixture
def editor(incubator):
    return make_user(edits=[incubator])


@pytest.fixture
def project(incubator):
    return make_project(phases=[("investigation", LONG_AGO)], hosts=[incubator])


def said():
    return [(s.verb, s.payload) for s in Statement.objects.order_by("id")]


def test_create_makes_a_public_project_in_its_phase(editor, incubator):
    project = actions.create(
        editor, Project(author=incubator), title="Gué", phase="investigation", on=LONG_AGO
    )

    assert (project.slug, project.state, project.is_public) == ("gue", "investigation", True)
    assert Link.objects.at(TODAY).get(source=project, role="incubated_by").target_id == incubator.pk
    assert queries.phase(project, TODAY) == "investigation"
    assert queries.phase(project, LONG_AGO - timedelta(days=1)) == ""
    assert said() == [
        ("projects.create", {"title": "Gué", "phase": "investigation", "on": "2021-03-01"})
    ]


def test_entering_a_phase_ends_the_one_before(editor, project):
    actions.enter_phase(editor, project, phase="construction", on=date(2021, 9, 1))

    first, second = Spell.objects.known().order_by("valid_from")
    assert (first.valid_to, second.valid_to) == (date(2021, 9, 1), None)
    assert queries.phase(project, date(2021, 8, 31)) == "investigation"
    assert queries.phase(project, date(2021, 9, 1)) == "construction"
    assert second.days_late == (timezone.localdate() - date(2021, 9, 1)).days
    project.refresh_from_db()
    assert project.state == "construction"


def test_what_was_known_before_stays_known_then(editor, project):
    before = timezone.now()
    actions.enter_phase(editor, project, phase="construction", on=date(2021, 9, 1))

    assert queries.phase(project, TODAY, before) == "investigation"
    assert queries.phase(project, TODAY) == "construction"


@pytest.mark.parametrize(
    "phase, on",
    [
        ("construction", date(2019, 1, 1)),  # before birth
        ("investigation", TODAY),  # already there
        ("ended", TODAY),  # a phase of history alone
        ("nowhere", TODAY),
    ],
)
def test_a_wrong_step_is_refused_and_leaves_no_trace(editor, project, phase, on):
    with pytest.raises(ValidationError):
        actions.enter_phase(editor, project, phase=phase, on=on)
    assert (Spell.objects.count(), said()) == (1, [])


def test_a_step_before_what_has_happened_is_refused(editor, project):
    actions.enter_phase(editor, project, phase="construction", on=date(2022, 1, 1))
    with pytest.raises(ValidationError):
        actions.enter_phase(editor, project, phase="acceleration", on=date(2021, 6, 1))


def test_a_plan_does_not_keep_the_present_from_changing(editor, project):
    later = TODAY + timedelta(days=60)
    actions.enter_phase(editor, project, phase="construction", on=later)
    actions.pause(editor, project, on=TODAY, reason="Équipe en congé.")

    project.refresh_from_db()
    assert project.state == "paused"
    assert queries.phase(project, later) == "construction"


def test_skipping_needs_another_person(editor, incubator, project):
    with pytest.raises(actions.Unusual):
        actions.enter_phase(editor, project, phase="acceleration", on=TODAY)
    actions.propose_step(editor, project, phase="acceleration", on=TODAY, reason="Service prêt.")
    with pytest.raises(PermissionDenied):
        actions.confirm_step(editor, project)
    second = make_user(edits=[incubator])
    actions.confirm_step(second, project)

    spell = Spell.objects.known().get(phase="acceleration")
    assert (spell.recorded_by, spell.confirmed_by) == (editor.uid, second.uid)
    assert Step.objects.get().outcome == Step.Outcome.CONFIRMED
    with pytest.raises(PermissionDenied):
        actions.confirm_step(second, project)


def test_a_declined_step_changes_nothing(editor, project):
    actions.propose_step(editor, project, phase="operated", on=TODAY, reason="Trop tôt ?")
    actions.decline_step(editor, project, reason="Trop tôt.")
    assert queries.phase(project, TODAY) == "investigation"
    assert [verb for verb, _ in said()] == ["projects.propose_step", "projects.decline_step"]


@pytest.mark.parametrize(
    "phases, expected",
    [
        ([("investigation", LONG_AGO)], "stopped_in_investigation"),
        ([("investigation", LONG_AGO), ("construction", date(2022, 1, 1))], "stopped"),
    ],
)
def test_a_stop_says_whether_in_investigation(editor, incubator, phases, expected):
    project = make_project(phases=phases, hosts=[incubator])
    with pytest.raises(ValidationError):
        actions.stop(editor, project, on=TODAY, reason="  ")
    actions.stop(editor, project, on=TODAY, reason="Impact insuffisant.")
    assert queries.phase(project, TODAY) == expected
    with pytest.raises(actions.Unusual):
        actions.enter_phase(editor, project, phase="construction", on=TODAY + timedelta(days=1))


def test_a_correction_supersedes_and_keeps_what_was_known(editor, project):
    actions.enter_phase(editor, project, phase="construction", on=date(2022, 1, 1))
    before = timezone.now()
    wrong = Spell.objects.known().get(phase="construction")
    corrections.correct_spell(
        editor, project, spell=wrong, phase="construction", on=date(2021, 6, 1), reason="Lettre."
    )

    assert queries.phase(project, date(2021, 7, 1)) == "construction"
    assert queries.phase(project, date(2021, 7, 1), before) == "investigation"
    with pytest.raises(ValidationError):
        corrections.correct_spell(
            editor, project, spell=wrong, phase="construction", on=LONG_AGO, reason="Encore."
        )


def test_two_people_at_once_one_wins_the_other_is_told(editor, project):
    seen = project.revision
    stale = Project.objects.get(pk=project.pk)
    actions.enter_phase(editor, project, revision=seen, phase="construction", on=TODAY)
    with pytest.raises(Conflict):
        actions.pause(editor, stale, revision=seen, on=TODAY, reason="Pause.")
    assert len(said()) == 1


@pytest.mark.parametrize("act", [actions.enter_phase, actions.stop, actions.pause, actions.edit])
def test_strangers_may_not_act(project, act):
    with pytest.raises(PermissionDenied):
        act(make_user(), project)


def test_affiliations_keep_both_axes(incubator, project):
    other = make_incubator()
    editor = make_user(edits=[incubator, other])
    before = timezone.now()
    affiliations.affiliate(
        editor, project, organization=other, role="incubated_by", on=date(2023, 1, 1), leads=True
    )
    first = Link.objects.known().get(target=incubator, valid_to=None)
    assert not first.leads
    affiliations.end_affiliation(editor, project, link=first, on=date(2023, 6, 1))

    def hosts(as_of, known_at=None):
        links = Link.objects.at(as_of, known_at).filter(source=project).order_by("target")
        return [link.target_id for link in links]

    assert hosts(date(2023, 3, 1)) == [incubator.pk, other.pk]
    assert hosts(TODAY) == [other.pk]
    assert hosts(TODAY, before) == [incubator.pk]
    with pytest.raises(ValidationError):
        affiliations.end_affiliation(editor, project, link=first, on=TODAY)


def test_tallies_follow_every_action(incubator):
    tallies.rebuild()
    user = make_administrator()
    project = actions.create(user, Project(), title="A", phase="investigation", on=LONG_AGO)
    affiliations.affiliate(
        user, project, organization=incubator, role="incubated_by", on=LONG_AGO
    )  # fmt: skip
    actions.enter_phase(user, project, phase="construction", on=TODAY)

    assert tallied("all", kind="project") == {("project", "construction"): 1}
    assert tallied("incubated_by", incubator.uid) == {("project", "construction"): 1}
    assert tallies.drift() == {}
    assert Tally.objects.filter(count__lt=0).count() == 0


def test_count_by_phase_narrows(incubator):
    make_project(phases=[("investigation", LONG_AGO)], hosts=[incubator])
    make_project(phases=[("investigation", LONG_AGO), ("construction", date(2022, 1, 1))])
    make_project(phases=[("investigation", TODAY + timedelta(days=9))])

    assert queries.count_by_phase(TODAY) == {"investigation": 1, "construction": 1, "": 1}
    assert queries.count_by_phase(LONG_AGO) == {"investigation": 2, "": 1}
    assert queries.count_by_phase(TODAY, host=incubator) == {"investigation": 1, "": 0}
    assert queries.count_by_last_written() == {"investigation": 2, "construction": 1, "": 0}
    assert queries.drifted() == {}


def test_the_daily_job_brings_states_and_counts_to_the_day(project):
    Project.objects.update(state="construction")
    assert queries.drifted() == {project.pk: "investigation"}

    assert actions.refresh_states() == 1

    project.refresh_from_db()
    assert (project.state, queries.drifted(), tallies.drift()) == ("investigation", {}, {})
    assert actions.refresh_states() == 0
