"""A decision is one transaction, once."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from terreau.entries import tallies
from terreau.entries.actions import Conflict
from terreau.entries.tests.factories import make_user
from terreau.ledger.models import Statement
from terreau.organizations.tests.factories import make_organization
from terreau.projects.models import Spell
from terreau.projects.tests.factories import make_project
from terreau.reviews import actions, decisions
from terreau.reviews.due import next_due
from terreau.reviews.models import Condition, Decision, Dossier, Review, Seat, State
from terreau.reviews.queries import decision_of, open_conditions, pending_of
from terreau.reviews.tests.factories import (
    LONG_AGO,
    TODAY,
    decided,
    make_held_review,
    make_review,
    make_seat,
    make_teammate,
    remove_roles,
)

pytestmark = pytest.mark.django_db
STOPS = {"learned": "Ceci.", "bricks": "Cela.", "relaunch": "Plus tard."}


@pytest.fixture
def held():
    tallies.rebuild()
    user, review = make_held_review()
    tallies.rebuild()
    return user, review


def said_of(entry, verb):
    return Statement.objects.filter(subject=entry.uid, verb=verb)


def test_a_team_that_goes_on_is_reviewed_again_six_months_later(held):
    user, review = held
    decided(user, review, funded_until=TODAY + timedelta(days=400))
    again = pending_of(review.subject)
    assert (review.state, again.state) == (State.DECIDED, State.PLANNED)
    assert (again.due_on, again.basis) == next_due(TODAY)
    assert again.author == review.author
    assert said_of(review, "reviews.decide").count() == 1
    assert tallies.drift() == {}


def test_the_next_review_comes_before_the_money_ends(held):
    user, review = held
    decided(user, review, funded_until=TODAY + timedelta(days=100))
    again = pending_of(review.subject)
    assert (again.due_on, again.basis) == (TODAY + timedelta(days=70), "funding")


def test_a_decision_changes_the_phase_in_the_same_breath(held):
    user, review = held
    decided(user, review, "advance", phase="acceleration")
    review.subject.refresh_from_db()
    assert review.subject.state == "acceleration"
    assert Spell.objects.known().get(project=review.subject, valid_to=None).reason
    assert said_of(review.subject, "reviews.apply").count() == 1
    assert tallies.drift() == {}


def test_the_committee_is_the_second_person_of_an_unusual_step(held):
    user, review = held
    decided(user, review, "advance", phase="consolidation")
    spell = Spell.objects.known().get(project=review.subject, valid_to=None)
    assert (spell.phase, spell.confirmed_by) == ("consolidation", review.uid)


@pytest.mark.parametrize(
    ("kind", "phase"),
    [
        ("stop_impact", "stopped"),
        ("stop_bearer", "stopped"),
        ("stop_funding", "dormant"),
        ("operate", "operated"),
    ],
)
def test_what_leaves_is_not_reviewed_again(held, kind, phase):
    user, review = held
    decided(user, review, kind)
    review.subject.refresh_from_db()
    assert (review.subject.state, pending_of(review.subject)) == (phase, None)


def test_a_stop_in_investigation_is_one():
    project = make_project(phases=[("investigation", LONG_AGO)], hosts=[make_organization()])
    user, review = make_held_review(project=project)
    decided(user, review, "stop_impact")
    project.refresh_from_db()
    assert project.state == "stopped_in_investigation"


def test_a_stop_says_what_was_learned(held):
    user, review = held
    with pytest.raises(ValidationError) as refusal:
        decisions.decide(
            user, review, request=uuid.uuid4(), kind="stop_impact", reasons="Trop peu d’usages."
        )
    assert set(refusal.value.error_dict) == {"learned", "bricks", "relaunch"}


def test_reasons_are_obligatory(held):
    user, review = held
    with pytest.raises(ValidationError) as refusal:
        decided(user, review, reasons="  ")
    assert "reasons" in refusal.value.error_dict


def test_a_merger_is_a_link(held):
    user, review = held
    other = make_project()
    decided(user, review, "merge", receiver=other)
    review.subject.refresh_from_db()
    assert review.subject.state == "merged"
    assert review.subject.links_out.get(role="merged_into").target.pk == other.pk


def test_a_transfer_takes_effect_when_it_is_confirmed(held):
    user, review = held
    receiver = make_organization()
    decided(user, review, "transfer", receiver=receiver, receive_by=TODAY + timedelta(days=90))
    review.subject.refresh_from_db()
    waiting = pending_of(review.subject)
    assert review.subject.state == "construction"
    with pytest.raises(PermissionDenied):
        decisions.receive(user, review, on=TODAY)
    decisions.receive(make_user(edits=[receiver]), review, on=TODAY)
    review.subject.refresh_from_db()
    waiting.refresh_from_db()
    assert (review.subject.state, waiting.state) == ("transferred", State.CANCELLED)
    assert decision_of(review).received_at


def test_only_one_bridge(held):
    user, review = held
    with pytest.raises(ValidationError):
        decided(user, review, "bridge", funded_until=TODAY + timedelta(days=90))
    decided(user, review, "bridge")
    again = pending_of(review.subject)
    seats = [make_seat(again), make_seat(again)]
    actions.hold(user, again, held_on=TODAY, present=seats)
    with pytest.raises(ValidationError) as refusal:
        decided(user, again, "bridge")
    assert "kind" in refusal.value.error_dict


def test_conditions_have_an_owner_and_three_months(held):
    user, review = held
    late = [{"text": "Ouvrir.", "owner": review.subject, "due_on": TODAY + timedelta(days=100)}]
    nobody = [{"text": "Ouvrir.", "owner": None, "due_on": TODAY + timedelta(days=10)}]
    for conditions in (late, nobody, []):
        with pytest.raises(ValidationError) as refusal:
            decided(user, review, "conditions", conditions=conditions)
        assert "conditions" in refusal.value.error_dict
    decided(user, review, "conditions")
    assert open_conditions(review.subject).count() == 1


def test_open_conditions_block_money_until_they_are_settled_in_public(held):
    user, review = held
    decided(user, review, "conditions")
    again = pending_of(review.subject)
    actions.hold(user, again, held_on=TODAY, present=[make_seat(again), make_seat(again)])
    with pytest.raises(ValidationError) as refusal:
        decided(user, again, amount=5000)
    assert "amount" in refusal.value.error_dict
    condition = Condition.objects.get()
    with pytest.raises(ValidationError):
        decisions.settle(user, review, condition=condition, outcome="waived", reason=" ")
    decisions.settle(user, review, condition=condition, outcome="waived", reason="Sans objet.")
    decided(user, again, amount=5000)
    assert again.state == State.DECIDED


def test_no_decision_taken_is_an_alarm_and_can_still_be_decided(held):
    user, review = held
    decided(user, review, "none")
    assert (review.state, pending_of(review.subject)) == (State.HELD_WITHOUT_DECISION, review)
    decided(user, review)
    assert review.state == State.DECIDED
    assert Decision.objects.filter(review=review).count() == 2
    assert Decision.objects.known().get(review=review).kind == "continue"


def test_the_same_request_decides_once(held):
    user, review = held
    request = uuid.uuid4()
    decided(user, review, request=request, revision=review.revision)
    seen = Review.objects.get(pk=review.pk)
    decided(user, seen, request=request, revision=1)
    assert Decision.objects.count() == 1
    assert said_of(review, "reviews.decide").count() == 1


def test_the_same_request_does_not_decide_another_review(held):
    user, review = held
    request = uuid.uuid4()
    decided(user, review, request=request)
    other_user, other = make_held_review()
    with pytest.raises(ValidationError):
        decided(other_user, other, request=request)
    assert other.state == State.HELD


def test_of_two_who_decide_at_once_one_is_told(held):
    user, review = held
    seen = Review.objects.get(pk=review.pk)
    decided(user, review)
    with pytest.raises(Conflict):
        decided(user, seen, "stop_impact", revision=seen.revision)
    with pytest.raises(ValidationError):
        decided(user, Review.objects.get(pk=review.pk), "stop_impact")


def test_nothing_is_left_of_a_decision_that_breaks_in_the_middle(held, monkeypatch):
    user, review = held
    before = Statement.objects.count()

    def broken(*given):
        raise RuntimeError("the power went")

    monkeypatch.setattr(decisions, "said", broken)
    with pytest.raises(RuntimeError):
        decided(user, review, "advance", phase="acceleration")
    review.refresh_from_db()
    review.subject.refresh_from_db()
    assert (review.state, review.subject.state) == (State.HELD, "construction")
    assert (Decision.objects.count(), Review.objects.count()) == (0, 1)
    assert Statement.objects.count() == before
    assert tallies.drift() == {}


def test_who_may_decide(held):
    user, review = held
    seats = {
        role: make_seat(review, role=role).user
        for role in (Seat.Role.CHAIR, Seat.Role.RAPPORTEUR, Seat.Role.MEMBER)
    }
    other_manager, _other = make_held_review()
    for somebody in (make_user(), make_teammate(review), seats["member"], other_manager):
        with pytest.raises(PermissionDenied):
            decided(somebody, review)
    remove_roles(user)
    with pytest.raises(PermissionDenied):
        decided(user, review)
    Seat.objects.filter(user=seats["rapporteur"]).update(recused=True)
    with pytest.raises(PermissionDenied):
        decided(seats["rapporteur"], review)
    decided(seats["chair"], review, "advance", phase="acceleration")
    assert review.state == State.DECIDED


def test_who_recused_themselves_does_not_decide_even_as_manager(held):
    user, review = held
    make_seat(review, user=user, recused=True)
    with pytest.raises(PermissionDenied):
        decided(user, review)


def test_a_decision_keeps_the_evidence_it_was_taken_on(held):
    user, review = held
    decided(user, review)
    decision = decision_of(review)
    assert decision.dossier == Dossier.objects.get(review=review)
    payload = said_of(review, "reviews.decide").get().payload
    assert payload["dossier"] == decision.dossier.digest
    assert payload["digest"] == decision.digest == decisions.digest(decision)
    assert decision.members == {"member": 2}
    assert "reasons" not in payload


def test_without_a_dossier_it_is_decided_without_evidence():
    user, review = make_held_review(dossier=False)
    decided(user, review)
    assert decision_of(review).dossier is None


def test_a_correction_keeps_what_was_known_before(held):
    user, review = held
    decided(user, review)
    first = decision_of(review)
    decisions.correct(
        user, review, request=uuid.uuid4(), reasons="Les usages montent.", correction="Coquille."
    )
    now = decision_of(review)
    assert (now.reasons, now.kind, now.published_at) == (
        "Les usages montent.", "continue", first.published_at,
    )  # fmt: skip
    first.refresh_from_db()
    assert first.superseded_at and first.reasons == "Les usages sont là."


def test_no_money_for_what_stops(held):
    user, review = held
    with pytest.raises(ValidationError) as refusal:
        decided(user, review, "stop_impact", **STOPS, amount=10)
    assert "amount" in refusal.value.error_dict


def test_a_review_that_was_not_held_is_not_decided():
    review = make_review()
    user = make_user(edits=[review.author])
    review.held_on = TODAY
    with pytest.raises(ValidationError):
        decided(user, review)


@pytest.mark.parametrize(
    ("kind", "words", "field"),
    [
        ("stop_impact", {"learned": "  "}, "learned"),
        ("stop_impact", {"amount": 10}, "amount"),
        ("continue", {"funded_until": None}, "funded_until"),
        ("bridge", {"funded_until": TODAY + timedelta(days=300)}, "funded_until"),
        ("continue", {"reasons": " "}, "reasons"),
    ],
)
def test_a_correction_keeps_to_the_rules_of_its_decision(held, kind, words, field):
    user, review = held
    decided(user, review, kind)
    with pytest.raises(ValidationError) as refusal:
        decisions.correct(user, review, request=uuid.uuid4(), correction="Erreur.", **words)
    assert field in refusal.value.error_dict
    assert Decision.objects.count() == 1


def test_no_money_comes_by_a_correction_while_conditions_are_open(held):
    user, first = held
    decided(user, first, "conditions")
    again = pending_of(first.subject)
    actions.hold(user, again, held_on=TODAY, present=[make_seat(again), make_seat(again)])
    decided(user, again, "rework")

    def correct(review, **words):
        decisions.correct(user, review, request=uuid.uuid4(), correction="Erreur.", **words)

    with pytest.raises(ValidationError) as refusal:
        correct(again, amount=5000)
    assert "amount" in refusal.value.error_dict
    correct(again, dissent="Une voix contre.")
    correct(first, amount=5000)  # its own conditions were set together with its money
    assert (decision_of(again).dissent, decision_of(first).amount) == ("Une voix contre.", 5000)


def test_a_bridge_lasts_a_month_at_least(held):
    user, review = held
    with pytest.raises(ValidationError) as refusal:
        decided(user, review, "bridge", funded_until=TODAY + timedelta(days=20))
    assert "funded_until" in refusal.value.error_dict
