"""Due dates, working days, reminders and what the calendar does by itself."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from terreau.entries.tests.factories import make_user
from terreau.entries.working_days import holidays, working_days_after
from terreau.jobs.worker import Loop
from terreau.notifications.models import Notice
from terreau.organizations.tests.factories import make_incubator, make_organization
from terreau.projects import actions as projects
from terreau.projects.tests.factories import make_project
from terreau.reviews import actions, decisions, due, reminders, tasks
from terreau.reviews.models import Decision, Review, State
from terreau.reviews.queries import due_of, pending_of
from terreau.reviews.tests.factories import (
    LONG_AGO,
    TODAY,
    decided,
    make_held_review,
    make_manager,
    make_review,
    make_seat,
    make_teammate,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("published", "reply_until"),
    [
        (date(2026, 4, 24), date(2026, 5, 12)),  # two Fridays off: 1 and 8 May
        (date(2026, 12, 18), date(2027, 1, 5)),  # Christmas and New Year's Day
        (date(2026, 5, 11), date(2026, 5, 27)),  # Ascension and Whit Monday
        (date(2026, 9, 5), date(2026, 9, 18)),  # a Saturday
    ],
)
def test_ten_working_days(published, reply_until):
    assert due.reply_due(published) == reply_until
    assert working_days_after(published, 0) == published


def test_a_year_has_eleven_public_holidays():
    assert len(holidays(2026)) == 11
    assert date(2026, 4, 6) in holidays(2026)


def test_six_months_or_thirty_days_before_the_money_ends():
    held = date(2026, 8, 31)
    assert due.next_due(held) == (date(2027, 2, 28), "six_months")
    assert due.next_due(held, date(2026, 12, 31)) == (date(2026, 12, 1), "funding")
    assert due.next_due(held, date(2026, 9, 20)) == (date(2026, 9, 1), "funding")
    assert due.next_due(held, date(2028, 1, 1))[1] == "six_months"


@pytest.mark.parametrize(
    ("left", "which"),
    [(46, ""), (45, "45"), (31, "45"), (30, "30"), (8, "30"), (7, "7"), (0, "7"), (-1, "overdue")],
)
def test_which_reminder_a_day_calls_for(left, which):
    assert due.reminder(TODAY + timedelta(days=left), TODAY) == which


def test_a_first_review_is_due_six_months_after_the_first_phase():
    project = make_project(phases=[("construction", date(2026, 1, 31))])
    assert due_of(project) == (date(2026, 7, 31), "first")


def test_a_committee_that_a_source_tells_of_counts():
    project = make_project(phases=[("construction", date(2025, 1, 1))])
    project.events.create(name="committee", happened_on=date(2026, 2, 1))
    project.events.create(name="committee", happened_on=TODAY + timedelta(days=9))
    assert due_of(project) == (date(2026, 8, 1), "six_months")


def test_the_due_date_never_moves():
    user, review = make_held_review(due_on=TODAY - timedelta(days=40))
    review.state = State.PLANNED
    review.save()
    actions.reschedule(user, review, planned_on=TODAY + timedelta(days=30))
    projects.pause(user, review.subject, on=TODAY - timedelta(days=2), reason="Pause.")
    actions.rearm(user, review)
    reminders.remind()
    review.refresh_from_db()
    assert review.due_on == TODAY - timedelta(days=40)
    actions.cancel(user, review, reason="Doublon.")
    again = Review(subject=review.subject, author=review.author)
    actions.plan(make_user(is_staff=True), again)
    assert (again.due_on, again.basis) == due_of(review.subject)


def told(text):
    return Notice.objects.filter(text=text).count()


def test_each_is_reminded_once():
    review = make_review(due_on=TODAY + timedelta(days=60))
    make_manager(review)
    make_teammate(review)
    for days, expected in [(10, 0), (20, 2), (21, 2), (32, 4), (55, 6), (56, 6)]:
        reminders.remind(TODAY + timedelta(days=days))
        assert told("reviews.due") == expected
    for days in (61, 62, 200):
        reminders.remind(TODAY + timedelta(days=days))
        assert told("reviews.overdue") == 2


def test_an_incubator_that_begins_late_is_told_once_a_month_and_not_for_each():
    host = make_incubator()
    user = make_user(edits=[host])
    for _ in range(3):
        project = make_project(phases=[("construction", LONG_AGO)], hosts=[host])
        make_review(project=project, due_on=TODAY - timedelta(days=50))
    for day in (date(2027, 1, 1), date(2027, 1, 31), date(2027, 2, 1)):
        reminders.remind(day)
    assert told("reviews.overdue") == 0
    assert [each.parameters["count"] for each in user.notices.order_by("pk")] == [3, 3]


def test_a_pause_keeps_reminders_back_and_sets_them_again():
    planned = timezone.now() - timedelta(days=3)
    review = make_review(due_on=TODAY + timedelta(days=30), created_at=planned)
    user = make_manager(review)
    reminders.remind()
    assert told("reviews.due") == 1
    projects.pause(user, review.subject, on=TODAY - timedelta(days=2), reason="Pause.")
    reminders.remind(TODAY + timedelta(days=25))
    assert told("reviews.due") == 1
    projects.enter_phase(user, review.subject, phase="construction", on=TODAY)
    reminders.remind()
    assert told("reviews.due") == 2
    actions.rearm(user, review)
    reminders.remind()
    reminders.remind()
    assert told("reviews.due") == 3


def test_conditions_replies_and_remarks_are_reminded_of():
    user, review = make_held_review()
    decided(user, review, "conditions")
    mate = make_teammate(review)
    reminders.remind(TODAY + timedelta(days=50))
    assert told("reviews.condition_due") == 2
    reminders.remind(TODAY + timedelta(days=61))
    assert told("reviews.condition_late") == 2
    reminders.remind(review.reply_due_on)
    assert Notice.objects.filter(text="reviews.reply_due").get().user == mate


def test_the_calendar_freezes_plans_and_alarms():
    review = make_review(planned_on=TODAY + timedelta(days=7), state=State.OPEN)
    later = make_review(planned_on=TODAY + timedelta(days=8), state=State.OPEN)
    _user, silent = make_held_review(held_on=TODAY - timedelta(days=15))
    host = make_incubator()
    manager = make_user(edits=[host])
    young = make_project(phases=[("investigation", TODAY - timedelta(days=3))], hosts=[host])
    elsewhere = make_project(phases=[("investigation", TODAY)], hosts=[make_incubator()])
    tasks.look_at_calendar()
    tasks.look_at_calendar()
    Loop(until="idle").run()
    states = dict(Review.objects.values_list("pk", "state"))
    assert states[review.pk] == State.FROZEN
    assert states[later.pk] == State.OPEN
    assert states[silent.pk] == State.HELD_WITHOUT_DECISION
    assert review.dossiers.get().frozen_by is None
    planned = Review.objects.get(subject=young)
    assert (planned.author_id, planned.due_on) == (host.pk, due.first_due(young.born_on)[0])
    assert not Review.objects.filter(subject=elsewhere).exists()
    reminders.remind()
    assert Notice.objects.filter(text="reviews.silent", entry=silent.pk).exists()
    assert manager.notices.count() == 0


def test_only_what_is_in_incubation_is_planned():
    host = make_incubator()
    user = make_user(edits=[host])
    for phases in ([], [("construction", LONG_AGO), ("stopped", TODAY)]):
        project = make_project(phases=phases, hosts=[host])
        with pytest.raises(ValidationError):
            actions.plan(user, Review(subject=project, author=host))


def test_one_review_is_pending_at_a_time():
    review = make_review()
    with pytest.raises(ValidationError):
        actions.plan(make_manager(review), Review(subject=review.subject, author=review.author))


def test_the_review_of_a_project_that_left_is_ended_and_reminds_nobody():
    """As when a source tells that its team stopped, while a review is prepared here."""
    review = make_review(due_on=TODAY - timedelta(days=3), state=State.OPEN)
    staying, (_user, held) = make_review(), make_held_review()
    make_manager(review)
    for each in (review, held):
        project = each.subject
        projects.stop(make_user(is_staff=True), project, on=TODAY - timedelta(days=2), reason="Fin")
    reminders.remind()
    assert told("reviews.overdue") == 0
    tasks.look_at_calendar()
    Loop(until="idle").run()
    states = dict(Review.objects.values_list("pk", "state"))
    assert states[review.pk] == State.CANCELLED
    assert (states[staying.pk], states[held.pk]) == (State.PLANNED, State.HELD)
    assert review.passages.get(state="cancelled").reason == "Le projet a quitté l’incubation."
    with pytest.raises(PermissionDenied):
        actions.end(make_manager(staying), staying)
    assert actions.end(make_user(is_staff=True), staying).state == State.PLANNED


def test_a_transfer_that_nobody_confirms_is_told_of_once(client):
    user, review = make_held_review()
    receiver = make_organization()
    decided(user, review, "transfer", receiver=receiver, receive_by=TODAY + timedelta(days=30))
    reader = make_user(edits=[receiver])
    reminders.remind(TODAY + timedelta(days=30))
    assert told("reviews.receive_late") == 0
    for days in (31, 32):
        reminders.remind(TODAY + timedelta(days=days))
    found = Notice.objects.filter(text="reviews.receive_late").order_by("pk")
    assert {each.user for each in found} == {user, reader}
    assert "was to be confirmed" not in page_of(client, review)
    Decision.objects.update(receive_by=TODAY - timedelta(days=1))
    assert "was to be confirmed" in page_of(client, review)
    decisions.receive(reader, review, on=TODAY)
    assert "was to be confirmed" not in page_of(client, review)


def page_of(client, review):
    return client.get(f"/en{review.get_absolute_url()}").content.decode()


def test_a_transfer_is_not_confirmed_after_another_decision():
    user, review = make_held_review()
    receiver = make_organization()
    decided(user, review, "transfer", receiver=receiver, receive_by=TODAY + timedelta(days=30))
    again = pending_of(review.subject)
    actions.hold(user, again, held_on=TODAY, present=[make_seat(again), make_seat(again)])
    decided(user, again, "rework")
    with pytest.raises(ValidationError):
        decisions.receive(make_user(edits=[receiver]), review, on=TODAY)
    reminders.remind(TODAY + timedelta(days=40))
    assert told("reviews.receive_late") == 0


def test_what_left_is_looked_at_after_6_12_and_24_months():
    user, review = make_held_review()
    decided(user, review, "operate")
    other_user, stopped = make_held_review()
    decided(other_user, stopped, "stop_impact")
    for months in (5, 6, 6, 9, 12, 24, 30):
        reminders.remind(due.months_after(TODAY, months))
    found = Notice.objects.filter(text="reviews.check").order_by("pk")
    assert [(each.user, each.parameters["months"]) for each in found] == [
        (user, 6), (user, 12), (user, 24),
    ]  # fmt: skip


def test_who_received_a_project_is_asked_from_the_day_it_did():
    user, review = make_held_review(held_on=TODAY - timedelta(days=60))
    receiver = make_organization()
    reader = make_user(edits=[receiver])
    decided(user, review, "transfer", receiver=receiver, receive_by=TODAY)
    decisions.receive(reader, review, on=TODAY)
    reminders.remind(due.months_after(TODAY, 6) - timedelta(days=1))
    assert told("reviews.check") == 0
    reminders.remind(due.months_after(TODAY, 6))
    assert {each.user for each in Notice.objects.filter(text="reviews.check")} == {user, reader}
