"""When a review is due. The date is set when the review is planned and never moves."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from terreau.entries.working_days import working_days_after
from terreau.reviews.models import Review

RHYTHM = 6  # months between two reviews, and from the first phase to the first review
BEFORE_FUNDS_END = timedelta(days=30)
FREEZE_BEFORE = timedelta(days=7)  # the meeting
REPLY_DAYS = ANSWER_DAYS = 10  # working days
REMIND = (45, 30, 7)  # days before
CHECKS = (6, 12, 24)  # months after a project left, when somebody looks whether it still serves
CHECKED_WITHIN = timedelta(days=30)
SILENCE = timedelta(days=14)  # after a meeting without a decision, that it alarms


def months_after(day, months):
    """The same day of a later month, or its last day where that month is shorter."""
    return day + relativedelta(months=months)


def next_due(held_on, funded_until=None):
    """(day, basis) on which the review after one held on a day is due: min(six months later,
    thirty days before the funding ends), but never on the day of the review itself."""
    due, basis = months_after(held_on, RHYTHM), Review.Basis.SIX_MONTHS
    if funded_until and funded_until - BEFORE_FUNDS_END < due:
        due, basis = funded_until - BEFORE_FUNDS_END, Review.Basis.FUNDING
    return max(due, held_on + timedelta(days=1)), basis


def first_due(begun):
    """(day, basis) of the first review of a project whose first phase began on a day."""
    return months_after(begun, RHYTHM), Review.Basis.FIRST


def reply_due(published_on):
    return working_days_after(published_on, REPLY_DAYS)


def answer_due(remarked_on):
    return working_days_after(remarked_on, ANSWER_DAYS)


def freeze_on(planned_on):
    return planned_on - FREEZE_BEFORE


def check_due(left_on, today):
    """After how many months since it left a project is to be looked at today; 0 for not today.

    What an interrupted service missed by a month is not made up for.
    """
    for months in CHECKS:
        due = months_after(left_on, months)
        if due <= today < due + CHECKED_WITHIN:
            return months
    return 0


def reminder(due_on, today):
    """Which reminder a day calls for: "45", "30", "7", "overdue", or "" for none.

    Only the latest: what an interrupted service missed is not made up for.
    """
    left = (due_on - today).days
    if left < 0:
        return "overdue"
    return next((str(days) for days in reversed(REMIND) if left <= days), "")
