"""What sources tell of committees, and what was held and decided here, counted as one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from terreau.projects.models import Event
from terreau.reviews.coverage import coverage
from terreau.reviews.models import Decision, Review
from terreau.reviews.tests.factories import TODAY, decided, make_held_review, make_review

pytestmark = pytest.mark.django_db


def told(project, on):
    return Event.objects.create(project=project, name="committee", happened_on=on)


def test_a_decision_here_counts_as_a_review():
    user, review = make_held_review()
    assert coverage(TODAY).kinds == {"awaited": (1, 1)}
    decided(user, review)
    found = coverage(TODAY)
    assert found.kinds == {"continue": (1, 1)}
    assert (found.projects, found.reviewed, found.recorded) == (1, 1, 0)
    assert (found.on_time, found.overdue) == (1, [])


def test_a_planned_review_is_no_review():
    make_review()
    found = coverage(TODAY)
    assert (found.projects, found.reviewed, found.kinds) == (1, 0, {})


def test_a_committee_that_a_source_tells_of_too_counts_once_by_its_decision():
    user, review = make_held_review()
    decided(user, review, kind="continue")
    told(review.subject, review.held_on)
    found = coverage(TODAY)
    assert found.kinds == {"continue": (1, 1)}
    assert found.recorded == 1
    assert found.gaps == {}


def test_a_review_after_a_committee_makes_one_interval():
    user, review = make_held_review()
    decided(user, review)
    told(review.subject, review.held_on - timedelta(days=90))
    found = coverage(TODAY)
    assert found.kinds == {"continue": (1, 1), "unrecorded": (1, 1)}
    assert found.gaps == {90: 1}


def test_the_next_review_is_due_before_the_money_ends():
    user, review = make_held_review()
    decided(user, review, kind="bridge", funded_until=TODAY + timedelta(days=50))
    assert coverage(TODAY).soon == 1  # in twenty days
    assert [each.last for each in coverage(TODAY + timedelta(days=21)).overdue] == [TODAY]


def test_a_meeting_without_a_decision_begins_no_six_months_anew():
    user, review = make_held_review()
    decided(user, review, kind="none")
    found = coverage(TODAY)
    assert (found.reviewed, found.kinds) == (1, {"none": (1, 1)})
    assert [each.last for each in found.overdue] == [None]  # the first phase began 200 days ago


def test_what_is_not_public_is_not_counted():
    user, review = make_held_review()
    decided(user, review)
    Review.objects.filter(pk=review.pk).update(hidden_at=timezone.now())
    assert coverage(TODAY).kinds == {}
    Review.objects.filter(pk=review.pk).update(hidden_at=None)
    Decision.objects.update(published_at=None)
    assert coverage(TODAY).kinds == {"awaited": (1, 1)}


def test_as_it_was_known_before_the_decision():
    user, review = make_held_review()
    held = timezone.now()
    decided(user, review)
    assert coverage(TODAY, held).kinds == {"awaited": (1, 1)}
    assert coverage(TODAY, timezone.now()).kinds == {"continue": (1, 1)}
