from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from terreau.entries.consistency import truths
from terreau.entries.models import Link
from terreau.entries.tests.factories import make_user
from terreau.ledger.models import Statement
from terreau.needs import actions, consistency, helping, queries, tasks
from terreau.needs.models import HELPED_BY, Help, Need, State, Visibility
from terreau.needs.tests.factories import make_help, make_need
from terreau.notifications.models import Notice
from terreau.offers.tests.factories import make_offer
from terreau.organizations.tests.factories import make_claimed

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
GIVEN = {"title": "Relire une démarche", "problem": "Personne ne comprend le formulaire."}


def speaker(entry):
    return make_user(edits=[entry])


def written(**given):
    body, admin = make_claimed()
    return actions.create(admin, Need(), acting_as=body, **GIVEN | given), admin


def matched(**given):
    """(need, its speaker, help) of a need that an offer was accepted for."""
    need, offer = make_need(**given), make_offer(capacity=1)
    help = helping.offer_help(speaker(offer.author), need, helper=offer.author, offer=offer)
    user = speaker(need.author)
    helping.accept_help(user, need, help=help)
    return need, user, help


def test_a_need_is_a_draft_until_it_is_published():
    need, admin = written()
    assert (need.state, need.published_at, need.due_on) == (State.DRAFT, None, None)
    assert not Need.objects.visible_to(make_user()).exists()
    actions.publish(admin, need)
    assert need.state == State.OPEN
    assert Need.objects.visible_to(None).get() == need
    assert {each.actor for each in Statement.objects.filter(subject=need.uid)} == {None}


def test_whom_it_is_addressed_to_owes_an_answer():
    body, _ = make_claimed()
    need, admin = written(addressed_to=body, deadline=TODAY + timedelta(days=5))
    actions.publish(admin, need)
    assert need.due_on == TODAY + timedelta(days=5)
    assert Notice.objects.filter(text="needs.addressed", user__roles__entry=body).count() == 1
    other, admin = written(addressed_to=body)
    actions.publish(admin, other)
    assert other.due_on == TODAY + actions.ANSWER_WITHIN


def test_a_need_of_a_circle_is_seen_by_both_sides_alone():
    body, chief = make_claimed()
    need, admin = written(addressed_to=body, visibility=Visibility.CIRCLE)
    assert not Need.objects.visible_to(chief).exists()
    actions.publish(admin, need)
    assert need.published_at is None
    for user, sees in ((admin, True), (chief, True), (make_claimed()[1], False), (None, False)):
        assert Need.objects.visible_to(user).filter(pk=need.pk).exists() is sees
    assert not chief.has_perm("needs.edit", need)
    assert chief.has_perm("needs.answer", need)


def test_only_the_addressed_answers_and_once():
    body, chief = make_claimed()
    need = make_need(addressed_to=body, due_on=TODAY)
    for user in (speaker(need.author), make_user()):
        with pytest.raises(PermissionDenied):
            actions.answer(user, need, answer="Nous le faisons.")
    actions.answer(chief, need, answer="Nous le faisons.")
    assert need.answered_at
    with pytest.raises(PermissionDenied):
        actions.answer(chief, need, answer="Encore.")


@pytest.mark.parametrize("count", [1, 3])
def test_late_needs_are_listed(django_assert_num_queries, count):
    body, _ = make_claimed()
    yesterday = TODAY - timedelta(days=1)
    needs = [make_need(addressed_to=body, due_on=yesterday) for _ in range(count)]
    make_need(addressed_to=body, due_on=TODAY)
    make_need(addressed_to=body, due_on=yesterday, published_at=None)
    make_need(addressed_to=body, due_on=yesterday, hidden_at=timezone.now())
    make_need(addressed_to=body, due_on=yesterday, answered_at=timezone.now())
    make_need(addressed_to=body, due_on=yesterday, state=State.WITHDRAWN)
    with django_assert_num_queries(1):
        found = queries.late_page()
        assert {each.addressed_to.title for each in found} == {body.title}
    assert found == needs
    assert [row["days_late"] for row in queries.late_rows()] == [1] * count


def test_help_is_offered_and_accepted():
    need, _user, help = matched()
    help.refresh_from_db()
    assert (need.state, need.matched_on, help.state) == (State.MATCHED, TODAY, "accepted")
    help.offer.refresh_from_db()
    assert help.offer.taken == 1
    assert Link.objects.get(role=HELPED_BY).target_id == help.helper_id
    said = Statement.objects.get(verb="needs.accept_help")
    assert said.payload == {"helper_uid": str(help.helper.uid)}
    texts = set(Notice.objects.values_list("text", flat=True))
    assert texts == {"needs.offered", "needs.accepted"}


def test_help_is_asked_for_and_only_who_is_asked_accepts():
    need, offer = make_need(), make_offer()
    user, giver = speaker(need.author), speaker(offer.author)
    help = helping.ask_for_help(user, need, helper=offer.author, offer=offer)
    with pytest.raises(PermissionDenied):
        helping.accept_help(user, need, help=help)
    helping.accept_help(giver, need, help=help)
    assert need.state == State.MATCHED


@pytest.mark.parametrize("asked", [False, True], ids=["offered", "asked"])
def test_declining_is_silent(asked):
    need, offer = make_need(), make_offer()
    user, giver = speaker(need.author), speaker(offer.author)
    if asked:
        help = helping.ask_for_help(user, need, helper=offer.author, offer=offer)
    else:
        help = helping.offer_help(giver, need, helper=offer.author, offer=offer)
    notices, before = Notice.objects.count(), Statement.objects.count()
    helping.decline_help(giver if asked else user, need, help=help)
    assert (Notice.objects.count(), Statement.objects.count()) == (notices, before)
    need.refresh_from_db()
    assert need.state == State.OPEN
    for reader, sees in ((user, True), (giver, True), (make_claimed()[1], False)):
        assert [each.state for each in helping.helps_seen(reader, need)] == ["declined"] * sees


def test_who_proposed_takes_back():
    need, offer = make_need(), make_offer()
    giver = speaker(offer.author)
    help = helping.offer_help(giver, need, helper=offer.author)
    assert helping.decline_help(giver, need, help=help).state == Help.State.WITHDRAWN
    with pytest.raises((PermissionDenied, ValidationError)):
        helping.accept_help(speaker(need.author), need, help=help)


def test_help_that_cannot_be_offered():
    need, offer, other = make_need(), make_offer(), make_offer()
    giver = speaker(offer.author)
    with pytest.raises(PermissionDenied):
        helping.offer_help(giver, need, helper=other.author)
    with pytest.raises(ValidationError):
        helping.offer_help(giver, need, helper=offer.author, offer=other)
    helping.offer_help(giver, need, helper=offer.author)
    with pytest.raises(ValidationError):
        helping.offer_help(giver, need, helper=offer.author)
    with pytest.raises(PermissionDenied):
        helping.offer_help(speaker(need.author), need, helper=need.author)


def test_a_help_of_another_need_is_not_accepted_here():
    need, other = make_need(), make_need()
    help = make_help(other, make_offer().author)
    make_help(need, make_offer().author)
    with pytest.raises(ValidationError):
        helping.accept_help(speaker(need.author), need, help=help)


def test_the_last_capacity_serves_one_need():
    offer = make_offer(capacity=1)
    helps = []
    for need in (make_need(), make_need()):
        helps.append(
            (
                need,
                helping.offer_help(speaker(offer.author), need, helper=offer.author, offer=offer),
            )
        )
    (first, one), (second, two) = helps
    helping.accept_help(speaker(first.author), first, help=one)
    with pytest.raises(ValidationError):
        helping.accept_help(speaker(second.author), second, help=two)
    second.refresh_from_db()
    two.refresh_from_db()
    assert (second.state, two.state) == (State.OPEN, "waiting")


def test_from_start_to_outcome():
    need, user, _help = matched()
    actions.start(user, need)
    assert need.state == State.IN_PROGRESS
    actions.close(user, need, outcome="partly_met", hours=6, transferred="Un guide.")
    assert (need.state, need.hours, need.closed_on) == (State.PARTLY_MET, 6, TODAY)
    assert Statement.objects.get(verb="needs.close").payload["outcome"] == "partly_met"
    with pytest.raises(PermissionDenied):
        actions.close(user, need, outcome="met")


def test_unmet_needs_a_reason_and_met_a_help():
    need = make_need()
    user = speaker(need.author)
    with pytest.raises(ValidationError):
        actions.close(user, need, outcome="unmet", reason=" ")
    with pytest.raises(ValidationError):
        actions.close(user, need, outcome="met")
    with pytest.raises(ValidationError):
        actions.close(user, need, outcome="withdrawn")
    actions.close(user, need, outcome="unmet", reason="Personne ne s’est proposé.")
    assert need.state == State.UNMET


@pytest.mark.parametrize("way", ["withdraw", "unmet"])
def test_what_did_not_come_about_gives_the_offer_back(way):
    need, user, help = matched()
    if way == "withdraw":
        actions.withdraw(user, need)
    else:
        actions.close(user, need, outcome="unmet", reason="Trop tard.")
    help.offer.refresh_from_db()
    assert (help.offer.taken, help.offer.state) == (0, "open")
    assert list(consistency.offers_taken_otherwise()) == []


def test_the_outcome_is_asked_after_30_and_90_days_once_each():
    need, user, _help = matched()

    def asked_on(days):
        told = tasks.ask(TODAY + timedelta(days=days))
        return told, sorted(
            Notice.objects.filter(text="needs.outcome", user=user).values_list(
                "parameters__days", flat=True
            )
        )

    editors = len({each.user_id for each in need.author.roles.all()})
    assert asked_on(29) == (0, [])
    assert asked_on(30) == (editors, [30])
    assert asked_on(31) == (0, [30])
    assert asked_on(90) == (editors, [30, 90])
    assert asked_on(400) == (0, [30, 90])
    actions.close(user, need, outcome="met")
    other, user, _help = matched()
    Need.objects.filter(pk=other.pk).update(matched_on=date(2026, 1, 1))
    actions.close(user, other, outcome="met")
    assert tasks.ask() == 0


def test_a_need_that_is_helped_is_not_offered_more():
    need, _user, _help = matched()
    with pytest.raises(PermissionDenied):
        helping.offer_help(make_claimed()[1], need, helper=make_claimed()[0])


def test_what_was_said_at_publication_stays():
    body, _ = make_claimed()
    need = make_need()
    user = speaker(need.author)
    actions.edit(user, need, addressed_to=body, visibility=Visibility.CIRCLE, background="Ici.")
    need.refresh_from_db()
    assert (need.addressed_to, need.visibility, need.background) == (None, "everyone", "Ici.")


def test_truths_hold_and_are_found_broken():
    need, _user, help = matched()
    assert consistency.helped_by_nobody in {find for _name, find in truths()}
    assert list(consistency.helped_by_nobody()) == list(consistency.offers_taken_otherwise()) == []
    Help.objects.filter(pk=help.pk).update(state="declined")
    assert list(consistency.helped_by_nobody()) == [need.slug]
    assert len(list(consistency.offers_taken_otherwise())) == 1
