"""Working days in France: Monday to Friday but for the eleven public holidays of the Code du
travail (article L3133-1); local ones, such as those of Alsace and Moselle, are not left out."""

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)  # days: Easter Monday, Ascension, Whit Monday


@lru_cache(maxsize=64)
def holidays(year):
    sunday = easter(year)
    moving = {sunday + timedelta(days=days) for days in AFTER_EASTER}
    return frozenset({date(year, month, day) for month, day in FIXED} | moving)


def is_working(day):
    return day.weekday() < 5 and day not in holidays(day.year)


def working_days_after(day, count):
    """The day on which so many working days have gone by; the day itself does not count."""
    while count:
        day += timedelta(days=1)
        count -= is_working(day)
    return day
