"""What the portfolio page shows, ready for its components."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.portfolio.answers import ANSWERS
from terreau.portfolio.counts import headline
from terreau.portfolio.figures import address, asked
from terreau.portfolio.flows import phases_of, years_of
from terreau.portfolio.pictures import picture
from terreau.portfolio.queries import choices, results
from terreau.portfolio.sections import MOST_ROWS, again, section
from terreau.projects.phases import DEFINITIONS
from terreau.territories.maps import choropleth
from terreau.theme.templatetags.theme import spelled

OTHERS = 3
NAMES = 100  # a page
IN_LARGE = ("survival", "durations")  # answers whose figures are few and weighty
MAPPED = ("country", "region")
MAPS = ("territories",)  # answers whose picture is a map, in the page itself
NOT_BESIDE = {"host": ("comparison", "incubators"), "topic": ("themes",)}


def page(form):
    """The page of a form without errors: the queries of `results` and of `choices`."""
    question, found = form.question, results(form.question)
    hidden = {name for part, names in NOT_BESIDE.items() if question.narrow[part] for name in names}
    answers = {
        name: ask(question, found, most=MOST_ROWS) if name in MAPS else ask(question, found)
        for name, ask in ANSWERS.items()
        if name not in hidden
    }
    sections = [
        section(answer, picture(answer), large=answer.name in IN_LARGE, mapped=answer.name in MAPS)
        for answer in answers.values()
    ]
    for each in sections:
        if each["id"] == "territories":
            each["map"] = department_map(answers["territories"], question, found)
        if each["id"] == "flows":
            lead_to_names(each["chart"]["rows"], answers["flows"], question)
    return {
        "filters": filters(form),
        "narrowing": narrowing(form),
        "headlines": headlines(question, found),
        "addresses": addresses(question),
        "caveats": caveats(question, found),
        "sections": sections,
        "pending": any(each["pending"] for each in sections),
    }


def mistaken(form):
    """The page of a form with errors: what is wrong, the form, and the figures of today.

    The queries of `page`; without figures where a file was asked for, those of `choices`.
    """
    said = [words for _name, words in form.mistakes]
    if form.data.get("format"):
        return {"filters": filters(form), "mistakes": said, "sections": []}
    today = type(form)({})
    today.full_clean()
    today_words = _("These are the figures of today.")
    said[-1] = f"{said[-1]} {today_words}"
    return page(today) | {"filters": filters(form), "mistakes": said}


def filters(form):
    """The parameters of `components/filter_bar.html`."""
    given, lists = form.data, choices()
    definitions = [(name, capfirst(str(each.label))) for name, each in DEFINITIONS.items()]
    everything = {
        "incubator": _("All incubators"),
        "territory": _("The whole country"),
        "theme": _("All themes"),
    }
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
    chosen = given.get("definition", "").replace("-", "_") or "in_incubation"
    fields.append(select(form, "definition", definitions, chosen))
    for name, all_of_them in everything.items():
        options = [("", all_of_them), *lists[name]]
        fields.append(select(form, name, options, given.get(name, "")))
    return {"fields": fields, "action": reverse("portfolio:index")}


def select(form, name, options, chosen):
    if chosen not in dict(options):
        options = [*options, (chosen, chosen)]
    return {
        "name": name,
        "label": form.fields[name].label,
        "type": "select",
        "options": [
            {"value": value, "label": label, "selected": value == chosen}
            for value, label in options
        ],
    }


def narrowing(form):
    """What part of the portfolio is shown, as items of `components/definition_list.html`."""
    given = form.cleaned_data
    return [
        {"term": form.fields[name].label, "text": str(given[name]), "url": address_of(given[name])}
        for name in ("incubator", "territory", "theme")
        if given[name]
    ]


def address_of(thing):
    return thing.get_absolute_url()


def headline_questions(question):
    """The question as it was asked, and by other definitions."""
    others = [name for name in DEFINITIONS if name not in (question.definition, "all")]
    return [question.but(definition=name) for name in (question.definition, *others[:OTHERS])]


def headlines(question, found):
    """The count asked for and those of other definitions, as parameters of `figure_grid`."""
    shown = []
    for one in headline_questions(question):
        figure = headline(one, found)
        shown.append(
            {
                "value": figure.text,
                "label": figure.label,
                "definition": figure.definition,
                "as_of": figure.as_of,
                "known_at": figure.known_at,
                "url": figure.reproduce_url,
                "link": _("The same from the API"),
            }
        )
    return shown


def addresses(question):
    """[address in full] of the figures of `headlines`, for print."""
    questions = headline_questions(question)
    return [settings.SITE_URL + address(each.HEADLINE, each) for each in questions]


def caveats(question, found):
    """What a reader has to know of the question itself, in sentences."""
    said = []
    if question.as_of > question.known_on:
        said.append(
            _(
                "The day counted comes after what was known: phases known then are taken to last, "
                "and plans known then to have come true."
            )
        )
    if not question.is_whole:
        said.append(
            _(
                "A part of the portfolio is shown. Incubators are those of the day counted; "
                "territories and themes are those that projects name today."
            )
        )
    return said


def lead_to_names(rows, answer, question):
    """Let each number of the table of flows lead to the projects that it counts."""
    entered, left = phases_of(answer.records)
    ways = [(phase, "entered") for phase in entered] + [(phase, "left") for phase in left]
    some = {
        (each["year"], each["phase"], way)
        for each in answer.records
        for way in ("entered", "left")
        if each[way]
    }
    here = reverse("portfolio:flow")
    for year, (_name, *cells) in zip(years_of(answer), rows, strict=False):
        for (phase, way), cell in zip(ways, cells, strict=True):
            if (year, phase, way) in some:
                cell["url"] = question.address(here, year=year, phase=phase, way=way)


def flow_page(answer, number):
    """A page of the projects of a flow, for its template."""
    question, here = answer.question, reverse("portfolio:flow")
    first, last = (number - 1) * NAMES, min(number * NAMES, answer.n)
    rows = [
        [{"text": each["title"], "url": reverse("project:detail", args=[each["slug"]])},
         {"text": spelled(date.fromisoformat(each["day"]), "DATE_FORMAT"), "url": ""}]
        for each in answer.records[first:last]
    ]  # fmt: skip
    summary = _("%(first)d to %(last)d of %(all)d")
    return {
        "answer": answer,
        "header": [_("Project"), _("On")],
        "rows": rows,
        "again": again(answer),
        "note": f"{asked(answer)}. {answer.note}".strip(),
        "back": question.plain.address(reverse("portfolio:index")),
        "pagination": {
            "summary": summary % {"first": first + 1, "last": last, "all": answer.n},
            "previous_url": question.address(here, page=number - 1) if number > 1 else "",
            "next_url": question.address(here, page=number + 1) if last < answer.n else "",
        },
        "downloads": [
            {"label": name.upper(), "url": question.address(here, format=name)}
            for name in ("csv", "json")
        ],
    }


def department_map(answer, question, found):
    """The counted projects by department, what lies in it included; None where none lies in one."""
    counts = {
        code: sum(n for phase, n in phases.items() if question.counts(phase))
        for code, phases in found.departments.items()
    }
    counts = {code: n for code, n in counts.items() if n}
    if not counts:
        return None
    everything = headline(question, found).value
    elsewhere = everything - sum(counts.values())
    return choropleth(
        counts,
        f"{reverse('territories:index')}{{}}/".format,
        _("Projects by department"),
        ngettext(
            "%(n)d project names no department: it serves a region or the whole country, or its "
            "place was not published.",
            "%(n)d projects name no department: they serve a region or the whole country, or their "
            "place was not published.",
            elsewhere,
        )
        % {"n": elsewhere},
        unit=_("Projects"),
        elsewhere=elsewhere,
        key="map-portfolio",
    )
