"""The evidence of a dossier as its page shows it: targets and results, levels, costs."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.formats import number_format
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from terreau.evidence.periods import label
from terreau.evidence.vocabulary import Dimension, Level, StandsFor, Verdict
from terreau.evidence.words import REFUSED, covers_of
from terreau.projects.sheet import day_of

SYMBOLS = {"EUR": "€"}


def evidence(found):
    """The parameters of its page from what `evidence.summary` said when it was made: no query."""
    indicators = found["indicators"]
    return {
        "dimensions": dimensions(found["dimensions"]),
        "results_header": [
            _("Indicator"), _("Target"), _("For"), _("Set by"), _("Measured"), _("Verdict"),
        ],
        "results": [row for each in indicators for row in results(each)],
        "indicators_header": [
            _("Indicator"), _("Last value"), _("Period"), _("Level"), _("Who measures"),
        ],
        "indicators": [latest(each) for each in indicators],
        "costs_header": [_("Period"), _("Amount"), _("What it covers")],
        "costs": [cost(each) for each in found["costs"]],
        "units_header": [
            _("Period"), _("For each"), _("Budget"), _("Divided by"), _("Comes to"),
        ],
        "units": [unit(each) for each in found.get("per_unit", ())],
    }  # fmt: skip


def as_day(text):
    return date.fromisoformat(text[:10])


def number(value, unit=""):
    """A number that JSON keeps as text, as people write it."""
    if value is None:
        return ""
    try:
        written = number_format(Decimal(str(value)), force_grouping=True)
    except InvalidOperation:
        written = str(value)
    return f"{written} {unit}".strip()


def stretch(row):
    return label(as_day(row["period_from"]), as_day(row["period_to"]))


def dimensions(measured):
    """Which of the five dimensions are measured, and which are not, in a sentence."""
    named = {True: [], False: []}
    for each in Dimension:
        named[bool(measured.get(each.value))].append(str(each.label))
    words = {
        "there": get_text_list(named[True], _("and")),
        "missing": get_text_list(named[False], _("and")),
    }
    if not named[True]:
        return _("None of the five dimensions is measured yet.")
    if not named[False]:
        return _("All five dimensions are measured: %(there)s.") % words
    return _("Measured: %(there)s. Not measured yet: %(missing)s.") % words


def results(indicator):
    """The targets of an indicator beside what was measured, and who set them."""
    for target in indicator["targets"]:
        measured = target["measured"]
        words = _("the committee") if target["frozen_at"] else _("the team")
        day = day_of(as_day(target["set_on"]))
        yield [
            indicator["name"],
            number(target["value"], indicator["unit"]),
            day_of(as_day(target["due_on"])),
            _("%(who)s, on %(day)s") % {"who": words, "day": day},
            number(measured["value"], indicator["unit"]) if measured else "",
            capfirst(str(Verdict(target["verdict"]).label)),
        ]


def latest(indicator):
    """The last value of an indicator, how far it can be relied on, and whether its source fails."""
    value = indicator["latest"]
    words = number(value["value"], indicator["unit"]) if value else _("not measured yet")
    if indicator["failing"]:
        day = day_of(as_day(indicator["failing"]["since"]))
        failing = _("its statistics cannot be read since %(day)s") % {"day": day}
        words = f"{words} ({failing})"
    return [
        indicator["name"], words, stretch(value) if value else "",
        level(value) if value else "", indicator["measured_by"],
    ]  # fmt: skip


def level(value):
    words = capfirst(str(Level(value["level"]).label))
    if not value["checked_by"]:
        return words
    said = {"level": words, "organization": value["checked_by"]}
    return _("%(level)s by %(organization)s") % said


def money(amount, currency="EUR"):
    return number(amount, SYMBOLS.get(currency, currency))


def cost(row):
    covered = covers_of(row["covers"], [row["says"]])
    return [stretch(row), money(row["amount"], row["currency"]), covered]


def unit(row):
    """What a period of cost comes to for each active user or unit of impact, or why nothing."""
    users = row["stands_for"] == StandsFor.ACTIVE_USERS
    why = _("not divided: %(why)s") % {"why": REFUSED.get(row["refused"], "")}
    return [
        stretch(row),
        _("active user in a month") if users else row["name"],
        f"{money(row['budget'])} ({covers_of(row['covers'], row['says'])})",
        number(row["divisor"]) or "–",
        why if row["value"] is None else money(row["value"]),
    ]
