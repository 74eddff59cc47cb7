"""Figures as people write them, and the round values that an axis is marked with."""

import math
from datetime import date, timedelta
from typing import Literal

Kind = Literal["text", "number", "percent", "date"]
Value = str | int | float | date | None

NOTHING = "–"
_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "fr": (
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
        "déc.",
    ),
}  # fmt: skip
_SEPARATORS = {"en": (",", "."), "fr": ("\u202f", ",")}
_PERCENT = {"en": "%", "fr": "\u00a0%"}


def written(value: Value, kind: Kind, language: str = "en", decimals: int | None = None) -> str:
    """A value as read on screen; a dash for None.

    Numbers carry at most one decimal unless `decimals` says how many; a percent is a share
    between 0 and 1; an unknown language writes as English does.
    """
    if value is None:
        return NOTHING
    if kind == "text" or isinstance(value, str):
        return str(value)
    if isinstance(value, date):
        return f"{_day(value, language)} {value.year}"
    if not math.isfinite(value):
        return NOTHING
    if kind == "percent":
        places = 1 if decimals is None else decimals
        return _digits(value * 100, places, language) + _PERCENT.get(language, "%")
    if decimals is None:
        decimals = 0 if float(value).is_integer() else 1
    return _digits(value, decimals, language)


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round values (1, 2, 2.5 or 5 times a power of ten apart) that lie within [low, high]."""
    if not high > low:
        return [low]
    raw = (high - low) / max(about, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * 0.999)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def tick_labels(values: list[float], kind: Kind, language: str = "en") -> list[str]:
    """Labels of an axis: as many decimals as tell its values apart, and no more."""
    for decimals in range(4):
        labels = [written(value, kind, language, decimals) for value in values]
        exact = [round(v * (100 if kind == "percent" else 1), decimals) for v in values]
        if len(set(labels)) == len(values) and all(
            math.isclose(e, v * (100 if kind == "percent" else 1), abs_tol=1e-9)
            for e, v in zip(exact, values, strict=True)
        ):
            break
    return labels


def date_ticks(first: date, last: date, language: str, about: int = 6) -> list[tuple[date, str]]:
    """Beginnings of years, or of months when the span is short, each with its label."""
    months = (last.year - first.year) * 12 + last.month - first.month
    steps = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
    step = next((step for step in steps if months / step <= about), steps[-1])
    if months < 1:
        days = max(1, (last - first).days // max(about - 1, 1))
        spread = range(0, (last - first).days + 1, days)
        return [(day := first + timedelta(offset), _day(day, language)) for offset in spread]
    years = step // 12
    begin = first.year // years * years if years else first.year
    marks = []
    for index in range((last.year - begin + 1) * 12 // step + 1):
        year, month = divmod(begin * 12 + index * step, 12)
        if year > date.max.year or not first <= (day := date(year, month + 1, 1)) <= last:
            continue
        marks.append((day, str(year) if years else f"{_month(day, language)} {year}"))
    return marks


def _digits(value: float, decimals: int, language: str) -> str:
    thousands, point = _SEPARATORS.get(language, _SEPARATORS["en"])
    plain = f"{value:,.{decimals}f}"
    if not plain.strip("-0.,"):
        plain = plain.lstrip("-")
    return plain.replace(",", "\0").replace(".", point).replace("\0", thousands)


def _month(day: date, language: str) -> str:
    return _MONTHS.get(language, _MONTHS["en"])[day.month - 1]


def _day(day: date, language: str) -> str:
    ordinal = "er" if day.day == 1 and language == "fr" else ""
    return f"{day.day}{ordinal} {_month(day, language)}"
