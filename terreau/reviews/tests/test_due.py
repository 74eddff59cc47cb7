from datetime import date

import pytest

from terreau.reviews.due import months_after, next_due


@pytest.mark.parametrize(
    "day, later",
    [
        (date(2026, 1, 15), date(2026, 7, 15)),
        (date(2025, 8, 31), date(2026, 2, 28)),
        (date(2023, 8, 29), date(2024, 2, 29)),
        (date(2025, 12, 1), date(2026, 6, 1)),
    ],
)
def test_six_months_after(day, later):
    assert months_after(day) == later


def test_a_review_comes_before_the_money_ends():
    last = date(2026, 1, 1)
    assert next_due(last) == date(2026, 7, 1)
    assert next_due(last, date(2026, 12, 31)) == date(2026, 7, 1)
    assert next_due(last, date(2026, 5, 31)) == date(2026, 5, 1)
