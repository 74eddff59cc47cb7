"""Ways around the rules of phases, each closed; and what a chain keeps of its evidence."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from terreau.entries.models import Link
from terreau.entries.sentences import said_of
from terreau.entries.tests.factories import make_administrator, make_user
from terreau.ledger.models import Statement
from terreau.notifications.models import Notice
from terreau.organizations.models import Organization
from terreau.organizations.tests.factories import make_incubator
from terreau.projects import actions, affiliations, corrections, queries
from terreau.projects.chain import SpellFact, in_effect, linked
from terreau.projects.models import Project, Spell, Step
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db

TODAY = date.today()
BEGUN = TODAY - timedelta(days=900)
SOON = TODAY + timedelta(days=30)


@pytest.fixture
def host():
    return make_incubator()


@pytest.fixture
def user():
    return make_administrator()


@pytest.mark.parametrize("phase", ["paused", "stopped"])
def test_a_pause_and_a_stop_say_why_by_any_door(user, phase):
    project = make_project(phases=[("construction", BEGUN)])
    with pytest.raises(ValidationError):
        actions.enter_phase(user, project, phase=phase, on=TODAY)
    assert queries.phase(project, TODAY) == "construction"


@pytest.mark.parametrize("phase", ["construction", "acceleration"])
def test_a_return_from_a_pause_goes_where_the_project_was_or_one_step_further(user, phase):
    project = make_project(
        phases=[("construction", BEGUN), ("paused", BEGUN + timedelta(days=100))]
    )
    actions.enter_phase(user, project, phase=phase, on=TODAY)
    assert queries.phase(project, TODAY) == phase


@pytest.mark.parametrize("phase", ["investigation", "consolidation"])
def test_a_pause_is_no_way_to_skip_or_to_go_back(user, phase):
    project = make_project(
        phases=[("construction", BEGUN), ("paused", BEGUN + timedelta(days=100))]
    )
    with pytest.raises(actions.Unusual):
        actions.enter_phase(user, project, phase=phase, on=TODAY)


def test_who_stops_during_a_pause_of_investigation_stopped_in_investigation(user):
    project = make_project(
        phases=[("investigation", BEGUN), ("paused", BEGUN + timedelta(days=100))]
    )
    actions.stop(user, project, on=TODAY, reason="Plus de financeur.")
    assert queries.phase(project, TODAY) == "stopped_in_investigation"


def test_no_plan_brings_back_what_stopped(user):
    project = make_project(phases=[("investigation", BEGUN)])
    actions.enter_phase(user, project, phase="construction", on=SOON)
    actions.stop(user, project, on=TODAY, reason="Besoin disparu.")
    assert queries.phase(project, SOON) == "stopped_in_investigation"


def test_a_step_back_on_the_day_of_another_is_refused_also_before_a_plan(user):
    project = make_project(phases=[("acceleration", TODAY)])
    actions.enter_phase(user, project, phase="consolidation", on=SOON)
    with pytest.raises(ValidationError, match=r"correct it|corrigez"):
        actions.propose_step(user, project, phase="construction", on=TODAY, reason="Erreur.")


def test_evidence_without_a_date_stays_behind_what_has_one():
    day = date(2020, 1, 1)
    told = [
        SpellFact("acceleration", day, 0, day, undated=True),
        SpellFact("construction", day, 1),
    ]
    assert linked(told) == told
    assert in_effect(linked(told), day).phase == "construction"


def test_a_last_phase_without_a_date_stays_ahead_of_one_of_its_day():
    day = date(2020, 1, 1)
    told = [
        SpellFact("acceleration", day, 0, day),
        SpellFact("construction", day, 1, undated=True),
    ]
    assert linked(told) == told


@pytest.mark.parametrize("day", [date.min, date.max])
def test_no_project_lives_at_the_ends_of_the_calendar(client, user, day):
    project = make_project(phases=[("investigation", BEGUN)], born_on=None)
    with pytest.raises(ValidationError):
        actions.create(user, Project(), title="Trop loin", phase="investigation", on=day)
    with pytest.raises(ValidationError):
        actions.enter_phase(user, project, phase="construction", on=day)
    spell = queries.known_spell(project, project.spells.get().pk)
    with pytest.raises(ValidationError):
        corrections.correct_spell(user, project, spell=spell, phase="dormant", on=day, reason="x")
    assert client.get(project.get_absolute_url(), {"known_at": day}).status_code == 400


def test_create_takes_nothing_but_what_describes_a_project(user):
    project = actions.create(user, Project(), title="Gué", state="operated", statement_count=7)
    assert (project.state, project.statement_count) == ("", 1)


def test_a_correction_makes_no_unusual_step_by_one_person(host):
    editor = make_user(edits=[host])
    project = make_project(
        phases=[("investigation", date(2022, 1, 1)), ("stopped", date(2023, 1, 1))], hosts=[host]
    )
    wrong = Spell.objects.known().get(phase="stopped")
    with pytest.raises(ValidationError):
        corrections.correct_spell(
            editor, project, spell=wrong, phase="acceleration", on=date(2023, 1, 1), reason="Non."
        )
    corrections.correct_spell(
        editor, project, spell=wrong, phase="stopped", on=date(2023, 2, 1), reason="Lettre."
    )
    assert queries.phase(project, date(2023, 1, 15)) == "investigation"


def test_a_project_begins_in_incubation(host):
    editor = make_user(edits=[host])
    with pytest.raises(ValidationError):
        actions.create(editor, Project(author=host), title="Gué", phase="transferred")


def test_only_somebody_of_an_incubator_takes_a_project_in(host):
    editor, other = make_user(edits=[host]), make_incubator()
    project = make_project(phases=[("investigation", date(2022, 1, 1))], hosts=[host])
    given = {"organization": other, "on": date(2023, 1, 1)}
    with pytest.raises(ValidationError):
        affiliations.affiliate(editor, project, role="incubated_by", **given)
    affiliations.affiliate(editor, project, role="sponsored_by", **given)

    statement = Statement.objects.order_by("-id").first()
    assert other.title not in str(statement.payload)
    (line,) = said_of(editor, project, [statement])
    assert other.title in line["html"]
    Organization.objects.filter(pk=other.pk).update(hidden_at=timezone.now())
    (line,) = said_of(make_user(), project, [statement])
    assert other.title not in line["html"]


def test_who_led_before_led_until_that_day(host):
    project = make_project(phases=[("investigation", date(2022, 1, 1))], hosts=[host])
    other = make_incubator()
    affiliations.affiliate(
        make_administrator(), project, organization=other, role="incubated_by",
        on=date(2023, 1, 1), leads=True,
    )  # fmt: skip

    def leader(day):
        return Link.objects.at(day).get(source=project, leads=True).target_id

    assert (leader(date(2022, 6, 1)), leader(date(2023, 6, 1))) == (host.pk, other.pk)
    assert Link.objects.at(date(2023, 6, 1)).filter(source=project).count() == 2


def test_a_correction_that_makes_an_unusual_step_waits_for_a_second_person(client, host):
    one, other = make_user(edits=[host]), make_user(edits=[host])
    project = make_project(
        phases=[("investigation", date(2022, 1, 1)), ("stopped", date(2023, 1, 1))], hosts=[host]
    )
    wrong = Spell.objects.known().get(phase="stopped")
    client.force_login(one)
    given = {"phase": "acceleration", "on": "2023-02-01", "reason": "Lettre.", "revision": 0}
    address = reverse("project:correct_spell", args=[project.slug, wrong.pk])
    assert client.post(address, given, follow=True).redirect_chain
    assert queries.phase(project, TODAY) == "stopped"
    page = client.get(f"/en{project.get_absolute_url()}").content.decode()
    assert "Acceleration from 1 February 2023 instead of stopped from 1 January 2023" in page
    for act in (actions.confirm_step, corrections.confirm_correction):
        with pytest.raises(PermissionDenied):
            act(one, project)
    with pytest.raises(ValidationError):
        actions.confirm_step(other, project)  # it is no step

    client.force_login(other)
    client.post(reverse("project:confirm_step", args=[project.slug]), {"revision": 1})
    assert queries.phase(project, date(2023, 1, 15)) == "investigation"
    assert queries.phase(project, TODAY) == "acceleration"
    right = Spell.objects.known().get(phase="acceleration")
    assert (right.recorded_by, right.confirmed_by) == (one.uid, other.uid)
    assert Spell.objects.get(pk=wrong.pk).superseded_at is not None
    assert not Step.objects.filter(outcome=Step.Outcome.WAITING).exists()


def test_a_correction_of_what_changed_meanwhile_is_not_confirmed(host):
    one, other = make_user(edits=[host]), make_user(edits=[host])
    project = make_project(
        phases=[("investigation", date(2022, 1, 1)), ("stopped", date(2023, 1, 1))], hosts=[host]
    )
    spell = Spell.objects.known().get(phase="stopped")
    given = {"spell": spell, "reason": "Lettre."}
    corrections.propose_correction(one, project, phase="acceleration", on=date(2023, 2, 1), **given)
    corrections.correct_spell(other, project, phase="stopped", on=date(2023, 3, 1), **given)
    with pytest.raises(ValidationError):
        corrections.confirm_correction(other, project)
    actions.decline_step(other, project, reason="Dépassé.")
    assert queries.phase(project, TODAY) == "stopped"


def test_those_who_may_confirm_are_told_that_a_step_waits(client, host):
    one, other, elsewhere = make_user(edits=[host]), make_user(edits=[host]), make_user()
    administrator = make_administrator()
    project = make_project(title="Gué", phases=[("investigation", BEGUN)], hosts=[host])
    given = {"phase": "acceleration", "on": TODAY, "reason": "Prêt."}
    actions.propose_step(one, project, **given)

    assert [notice.user for notice in Notice.objects.all()] == [other]
    client.force_login(other)
    page = client.get(f"/en{reverse('notifications:index')}", follow=True).content.decode()
    assert "Gué: a step to acceleration waits for a second person." in page
    assert project.get_absolute_url() in page

    actions.decline_step(one, project, reason="Trop tôt.")
    other.roles.all().delete()
    actions.propose_step(one, project, **given)
    told = Notice.objects.order_by("-pk").first()
    assert told.user == administrator
    assert not Notice.objects.filter(user__in=[one, elsewhere]).exists()
