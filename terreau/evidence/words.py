"""Figures, levels, verdicts and budgets in the words of pages."""

from django.urls import reverse
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.evidence.decimals import spoken
from terreau.evidence.models import shown
from terreau.evidence.vocabulary import Covers, Level, Verdict
from terreau.projects.sheet import day_of

REFUSED = {
    "no_overlap": gettext_lazy("no value lies within the period of the budget"),
    "definition_changed": gettext_lazy(
        "the definition changed within the period of the budget, so that the values cannot be "
        "taken together"
    ),
    "not_monthly": gettext_lazy("active users are not measured by month"),
    "not_whole_months": gettext_lazy(
        "the budget does not cover whole months, so that the pace of a year cannot be told"
    ),
    "incomplete": gettext_lazy("the values do not cover the whole period of the budget"),
    "nothing_counted": gettext_lazy("the values add up to nothing"),
}


def address(name, project, *keys):
    return reverse(f"evidence:{name}", args=[project.slug, *keys])


def dated(url, known_at):
    return f"{url}?known_at={known_at.isoformat()}" if known_at else url


def amount(value, unit):
    return f"{spoken(value)} {unit}".strip()


def value_of(state, row):
    """A value with its unit, in words."""
    return amount(row.value, state.method_of(row).unit)


def level_of(row):
    """The level of a value, and who checked it."""
    words = capfirst(str(Level(row.level).label))
    return _("%(level)s by %(organization)s") % {
        "level": words, "organization": shown(row.checker),
    } if row.checker else words  # fmt: skip


def verdict_of(state):
    """What is to be said of the target that counts, in words."""
    judged = state.target
    if judged is None:
        return _("No target")
    words = {
        "verdict": capfirst(str(Verdict(judged.verdict).label)),
        "value": amount(judged.target.value, state.method.unit),
        "day": day_of(judged.target.due_on),
    }
    return _("%(verdict)s: %(value)s by %(day)s") % words


def covers_of(names, words=()):
    """What a budget covers, in words."""
    said = get_text_list([str(Covers(name).label) for name in names], _("and"))
    more = "; ".join(each for each in words if each)
    return f"{said} ({more})" if more else said


def known_form(action, known_at):
    """The form that asks for the page as known on another day."""
    chosen = known_at.isoformat() if known_at else ""
    field = {"name": "known_at", "label": _("As known on"), "type": "date", "value": chosen}
    return {
        "known_action": action,
        "known_fields": [field],
        "known_submit": _("Show"),
        "known_reset": action if chosen else "",
    }
