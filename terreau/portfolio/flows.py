"""Flows: how many projects entered and left each phase in each year, and which ones."""

from django.utils.translation import gettext as _

from terreau.portfolio.figures import Answer, name_of
from terreau.portfolio.queries import moves
from terreau.projects.phases import STATES


def definition():
    return _(
        "How many projects entered and left each phase in each calendar year, until the day. One "
        "that comes back to a phase counts again; a phase that another of the same day overtook "
        "counts as entered and left. Both the first and the last year may be incomplete."
    )


def flows(question, found):
    """Entries into each phase and exits from it, a record for each year and phase that has any."""
    records = tuple(
        {
            "year": year,
            "phase": phase,
            "label": name_of(phase),
            "entered": entered,
            "left": left,
        }
        for year, counts in found.flows
        for phase, (entered, left) in counts.items()
    )
    return Answer(
        "flows", _("Year by year"), definition(), question, sum(found.phases.values()),
        columns=("year", "phase", "label", "entered", "left"),
        records=records,
        note=unfinished(question) if records else "",
    )  # fmt: skip


def flow(question):
    """The projects of a FlowQuestion, a record for each time: one query."""
    records = tuple(
        {
            "day": spell.day.isoformat(),
            "uid": str(spell.project.uid),
            "slug": spell.project.slug,
            "title": spell.project.title,
        }
        for spell in moves(question)
    )
    said = {"phase": name_of(question.phase), "year": question.year}
    title = _("%(phase)s: entered in %(year)d") if question.way == "entered" else _(
        "%(phase)s: left in %(year)d"
    )  # fmt: skip
    return Answer(
        "flow", title % said, definition(), question, len(records),
        columns=("day", "uid", "slug", "title"),
        records=records,
        note=unfinished(question) if question.year == question.as_of.year else "",
    )  # fmt: skip


def unfinished(question):
    """That the last year is not over, in a sentence; "" where it is."""
    if (question.as_of.month, question.as_of.day) == (12, 31):
        return ""
    return _("%(year)d is not over on that day.") % {"year": question.as_of.year}


def years_of(answer):
    """The years of the flows of an answer, those in between without any included."""
    years = {each["year"] for each in answer.records}
    return list(range(min(years), max(years) + 1)) if years else []


def phases_of(records):
    """[phase] of some flows in the order of the phases: (all that were entered, all left)."""
    entered = {each["phase"] for each in records if each["entered"]}
    left = {each["phase"] for each in records if each["left"]}
    return [p for p in STATES if p in entered], [p for p in STATES if p in left]
