"""What the public view of the reviews shows, ready for its components."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.organizations.queries import hosts
from terreau.portfolio.pages import select
from terreau.portfolio.sections import again, downloads, section, shown
from terreau.reviews.figures import (
    comparison,
    coverage_of,
    decisions,
    evolution,
    found_for,
    intervals,
    overdue,
    teams,
)
from terreau.reviews.pictures import picture

MOST_LATE = 20
CHARTED = (evolution, decisions, intervals, comparison)


def page(form):
    """The page of a form without errors: the queries of `coverage`, and two."""
    question = form.question
    found = found_for(question)
    leading = coverage_of(question, found)
    charts = CHARTED if question.host is None else CHARTED[:-1]
    sections = [
        section(answer, picture(answer))
        for answer in (ask(question, found) for ask in charts)
        if answer.records
    ]
    late = overdue(question, found, most=MOST_LATE)
    staff = teams(question, found)
    return {
        "filters": filters(form),
        "narrowing": narrowing(question),
        "headlines": [headline(each) for each in leading.figures] if found.projects else [],
        "sections": sections,
        "late": late_section(late, found) if late.records else None,
        "teams": teams_section(staff) if found.projects else None,
        "about": {"again": again(leading), "downloads": files(leading)},
        "pending": any(each["pending"] for each in sections),
    }


def mistaken(form):
    """The page of a form with errors: what is wrong, and the form: one query."""
    return {"filters": filters(form), "mistakes": [words for _name, words in form.mistakes]}


def narrowing(question):
    """What is shown of the whole, as items of `components/definition_list.html`."""
    host = question.host
    if host is None:
        return []
    return [{"term": _("Incubator"), "text": host.title, "url": host.get_absolute_url()}]


def filters(form):
    """The parameters of `components/filter_bar.html`: one query."""
    given = form.data
    fields = [
        {
            "name": name,
            "label": form.fields[name].label,
            "type": "date",
            "value": given.get(name, ""),
            "help": words,
        }
        for name, words in (
            ("as_of", _("The day that is counted.")),
            ("known_at", _("With what was known at the end of that day.")),
        )
    ]
    options = [("", _("All incubators")), *hosts().values_list("slug", "title")]
    fields.append(select(form, "incubator", options, given.get("incubator", "")))
    return {"fields": fields, "action": reverse("review:coverage")}


def headline(figure):
    value, unit = figure.parts
    return shown(figure) | {
        "value": value,
        "unit": unit,
        "definition": figure.definition,
        "as_of": figure.as_of,
        "known_at": figure.known_at,
    }


def late_section(answer, found):
    """The projects that are late, as a table whose lines lead to them."""
    rows = [
        [
            {"text": each["title"], "url": reverse("project:detail", args=[each["project"]])},
            day_of(each["due_on"]),
            each["days"],
            day_of(each["last_review"]) or _("never"),
        ]
        for each in answer.records
    ]
    words = ngettext(
        "%(note)s The table here leaves out the last one: the CSV has it too.",
        "%(note)s The table here leaves out the last %(n)s: the CSV has them all.",
        answer.left,
    )
    left = {"note": answer.note, "n": answer.left}
    return {
        "title": answer.title,
        "lead": answer.definition,
        "header": [_("Project"), _("Due on"), _("Days late"), _("Last review")],
        "rows": rows,
        "kinds": ("text", "date", "number", "date"),
        "note": (words % left).strip() if answer.left else answer.note,
        "downloads": files(answer),
        "again": again(answer),
        "total": len(found.overdue),
    }


def teams_section(answer):
    """Who works for the projects, as figures; they are those of `terreau.teams`."""
    return {
        "title": answer.title,
        "lead": answer.definition,
        "figures": [headline(each) for each in answer.figures],
        "note": answer.note,
        "downloads": files(answer),
        "again": again(answer),
    }


def files(answer):
    return downloads(answer, answer.question, drawn_too=False)


def day_of(text):
    return date_format(date.fromisoformat(text), "DATE_FORMAT") if text else ""
