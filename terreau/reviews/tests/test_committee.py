"""Seats, quorum, the dossier, replies and remarks."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from terreau.entries.consistency import truths
from terreau.entries.tests.factories import make_administrator, make_user
from terreau.evidence.models import Target
from terreau.evidence.tests.factories import make_indicator
from terreau.ledger.models import Statement
from terreau.notifications.models import Notice
from terreau.organizations.tests.factories import make_organization
from terreau.reviews import actions, committee, consistency, decisions, dossier, remarks
from terreau.reviews.models import Dossier, Remark, Review, Section, State
from terreau.reviews.queries import dossiers_of, known_seats, remarks_of, sections_of
from terreau.reviews.tests.factories import (
    TODAY,
    decided,
    make_held_review,
    make_manager,
    make_review,
    make_seat,
    make_teammate,
    remove_roles,
)

pytestmark = pytest.mark.django_db


def test_a_committee_has_one_chair_and_each_member_one_seat():
    review, member = make_review(), make_user()
    user = make_manager(review)
    committee.seat(user, review, role="chair", member=member)
    for given in ({"member": member, "role": "member"}, {"member": make_user(), "role": "chair"},
                  {"role": "member"}):  # fmt: skip
        with pytest.raises(ValidationError):
            committee.seat(user, review, **given)
    committee.seat(user, review, role="sponsor", organization=make_organization())
    assert [seat.role for seat in known_seats(review)] == ["chair", "sponsor"]
    assert Notice.objects.get(text="reviews.seated").user == member


def test_a_seat_that_was_taken_away_no_longer_counts():
    review = make_review(quorum=1)
    user, seat = make_manager(review), make_seat(review)
    committee.unseat(user, review, seat=seat, reason="Départ.")
    with pytest.raises(ValidationError):
        committee.unseat(user, review, seat=seat, reason="Encore.")
    with pytest.raises(ValidationError):
        actions.hold(user, review, held_on=TODAY, present=[seat])
    with pytest.raises(PermissionDenied):
        committee.declare(seat.user, review, interests="Aucun.")


def test_the_record_says_that_interests_were_declared_and_not_which():
    review = make_review()
    seat = make_seat(review)
    committee.declare(seat.user, review, interests="J’ai conseillé l’équipe.", recused=True)
    said = Statement.objects.get(subject=review.uid, verb="reviews.declare")
    assert said.payload == {"role": "member", "any": True, "recused": True}
    now = known_seats(review).get()
    assert (now.interests, now.recused) == ("J’ai conseillé l’équipe.", True)
    assert review.seats.count() == 2


def test_a_quorum_counts_those_who_take_part():
    review = make_review(quorum=2)
    user = make_manager(review)
    seats = [make_seat(review), make_seat(review), make_seat(review, recused=True)]
    for present in (seats[:1], [seats[0], seats[2]], []):
        with pytest.raises(ValidationError):
            actions.hold(user, review, held_on=TODAY, present=present)
    with pytest.raises(ValidationError):
        actions.hold(user, review, held_on=TODAY + timedelta(days=1), present=seats)
    actions.hold(user, review, held_on=TODAY, present=seats)
    assert (review.state, review.held_on) == (State.HELD, TODAY)


def test_a_dossier_freezes_into_versions_that_stay():
    review = make_review()
    user, mate = make_manager(review), make_teammate(review)
    with pytest.raises(ValidationError):
        actions.write(mate, review, texts={"done": "Trop tôt."})
    actions.open_dossier(mate, review)
    actions.write(mate, review, texts={"done": "Livré.", "unknown": "Rien."})
    actions.freeze(user, review)
    with pytest.raises(ValidationError):
        actions.write(mate, review, texts={"done": "Trop tard."})
    actions.reopen(user, review, reason="Un oubli.")
    actions.write(mate, review, texts={"done": "Livré, et mesuré."})
    actions.freeze(user, review)
    second, first = dossiers_of(review)
    assert (first.version, first.content["texts"]["done"]) == (1, "Livré.")
    assert (second.version, second.content["texts"]["done"]) == (2, "Livré, et mesuré.")
    assert dossier.digest(first.content) == first.digest != second.digest
    said = Statement.objects.filter(subject=review.uid, verb="reviews.freeze").order_by("pk")
    assert [each.payload["digest"] for each in said] == [first.digest, second.digest]
    assert "unknown" not in sections_of(review)


def test_what_was_written_before_is_known_as_it_was():
    review = make_review(state=State.OPEN)
    mate = make_teammate(review)
    actions.write(mate, review, texts={"ask": "Un an."})
    Section.objects.update(recorded_at=timezone.now() - timedelta(days=9))
    actions.write(mate, review, texts={"ask": "Six mois."})
    assert sections_of(review) == {"ask": "Six mois."}
    assert sections_of(review, TODAY - timedelta(days=5)) == {"ask": "Un an."}
    assert sections_of(review, TODAY - timedelta(days=20)) == {}


def test_a_removed_member_writes_nothing_more():
    review = make_review(state=State.OPEN)
    mate = make_teammate(review)
    remove_roles(mate)
    with pytest.raises(PermissionDenied):
        actions.write(mate, review, texts={"ask": "Six mois."})


def test_the_next_dossier_holds_criteria_and_targets_of_the_last_decision():
    user, review = make_held_review()
    indicator = make_indicator(project=review.subject)
    due_on = TODAY + timedelta(days=90)
    decided(user, review, criteria="Mille usagers.", targets=[(indicator, Decimal(1000), due_on)])
    target = Target.objects.get()
    assert (target.review, target.due_on) == (review.uid, due_on)
    again = Review.objects.exclude(pk=review.pk).get()
    found = dossier.content(again, TODAY)
    assert found["before"]["criteria"] == "Mille usagers."
    (told,) = found["evidence"]["indicators"]
    assert [each["due_on"] for each in told["targets"]] == [due_on.isoformat()]


def test_targets_are_for_those_who_go_on():
    user, review = make_held_review()
    indicator = make_indicator(project=review.subject)
    with pytest.raises(ValidationError) as refusal:
        decided(user, review, "stop_impact", targets=[(indicator, 1, TODAY + timedelta(days=9))])
    assert "targets" in refusal.value.error_dict


def test_a_remark_is_owed_one_answer():
    review = make_review(state=State.OPEN)
    citizen, mate = make_user(), make_teammate(review)
    remarks.remark(citizen, review, text="Et le téléphone ?")
    for text in ("Et le téléphone ?", " ", "x" * 4001):
        with pytest.raises(ValidationError):
            remarks.remark(citizen, review, text=text)
    said = Remark.objects.get()
    assert Notice.objects.filter(text="reviews.remark", user=mate).exists()
    remarks.answer(mate, review, remark=said, text="En mars.")
    with pytest.raises(ValidationError):
        remarks.answer(mate, review, remark=said, text="En avril.")
    assert Notice.objects.get(text="reviews.answered").user == citizen
    payloads = Statement.objects.filter(subject=review.uid).values_list("payload", flat=True)
    assert "téléphone" not in str(list(payloads))


def test_somebody_speaks_five_times_at_most():
    review, citizen = make_review(state=State.OPEN), make_user()
    for number in range(5):
        remarks.remark(citizen, review, text=f"Remarque {number}")
    with pytest.raises(ValidationError):
        remarks.remark(citizen, review, text="Encore.")


@pytest.mark.parametrize("state", [State.PLANNED, State.HELD, State.DECIDED, State.CANCELLED])
def test_remarks_are_for_dossiers_that_can_be_read(state):
    with pytest.raises(PermissionDenied):
        remarks.remark(make_user(), make_review(state=state), text="Trop tard.")


def test_only_administrators_hide():
    review = make_review(state=State.OPEN)
    remarks.remark(make_user(), review, text="Une injure.")
    said = Remark.objects.get()
    for user in (make_manager(review), make_teammate(review)):
        with pytest.raises(PermissionDenied):
            remarks.hide(user, review, remark=said, reason="Gênant.")
    remarks.hide(make_administrator(), review, remark=said, reason="Contraire à la charte.")
    assert list(remarks_of(review)) == []


def test_a_reply_is_late_after_ten_working_days():
    user, review = make_held_review()
    decided(user, review)
    mate = make_teammate(review)
    remarks.reply(mate, review, text="Merci.")
    Review.objects.update(reply_due_on=TODAY - timedelta(days=1))
    remarks.reply(mate, review, text="Merci encore.")
    said = Statement.objects.filter(subject=review.uid, verb="reviews.reply").order_by("pk")
    assert [each.payload["late"] for each in said] == [False, True]
    assert review.replies.count() == 2
    with pytest.raises(PermissionDenied):
        remarks.reply(make_user(edits=[make_organization()]), review, text="Moi aussi.")


def test_what_reviews_say_holds():
    user, review = make_held_review()
    decided(user, review)
    _other, held = make_held_review()
    ours = [each for _name, each in truths() if each.__module__ == consistency.__name__]
    assert [list(each()) for each in ours] == [[], [], []]
    Review.objects.filter(pk=held.pk).update(state=State.DECIDED)
    Dossier.objects.filter(review=review).update(content={"v": 2})
    assert [len(list(each())) for each in ours] == [1, 1, 1]


def test_a_condition_is_settled_once():
    user, review = make_held_review()
    decided(user, review, "conditions")
    condition = review.decisions.get().conditions.get()
    with pytest.raises(PermissionDenied):
        decisions.settle(
            make_teammate(review), review, condition=condition, outcome="closed", reason="Fait."
        )
    decisions.settle(user, review, condition=condition, outcome="closed", reason="Fait.")
    with pytest.raises(ValidationError):
        decisions.settle(user, review, condition=condition, outcome="waived", reason="Non.")


def test_declared_interests_are_read_by_the_committee_and_the_incubator_alone(client):
    review = make_review()
    seat, other = make_seat(review), make_seat(review)
    said = "J’ai conseillé l’équipe."
    committee.declare(seat.user, review, interests=said, recused=True)
    for user in (other.user, seat.user, make_manager(review)):
        client.force_login(user)
        assert said in client.get(review.get_absolute_url()).content.decode()
    for user in (make_teammate(review), make_user()):
        client.force_login(user)
        assert said not in client.get(review.get_absolute_url()).content.decode()
    client.logout()
    assert said not in client.get(review.get_absolute_url()).content.decode()
    assert said not in client.get(f"/api/v1/reviews/{review.uid}/").content.decode()
