"""What the portfolio page shows, ready for its components."""

from dataclasses import replace

from django.core.cache import cache
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.charts import Table, kept_as
from terreau.portfolio.answers import ANSWERS
from terreau.portfolio.counts import headline
from terreau.portfolio.figures import asked
from terreau.portfolio.pictures import picture
from terreau.portfolio.queries import choices, results
from terreau.projects.phases import DEFINITIONS
from terreau.territories.maps import choropleth

WIDE, NARROW = 640, 360
OTHERS = 3
MOST_ROWS = 80  # of a table in the page; its files have all
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
    sections = [section(answer, question) for answer in answers.values()]
    for each in sections:
        if each["id"] == "territories":
            each["map"] = department_map(answers["territories"], question, found)
    return {
        "filters": filters(form),
        "narrowing": narrowing(form),
        "headlines": headlines(question, found),
        "caveats": caveats(question, found),
        "sections": sections,
        "pending": any(each["pending"] for each in sections),
    }


def mistaken(form):
    """The page of a form with errors: what is wrong, and the form; the queries of `choices`."""
    return {
        "filters": filters(form),
        "mistakes": [words for _name, words in form.mistakes],
        "sections": [],
    }


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


def headlines(question, found):
    """The count asked for and those of other definitions, as parameters of `figure_grid`."""
    others = [name for name in DEFINITIONS if name not in (question.definition, "all")]
    names = [question.definition, *others[:OTHERS]]
    shown = []
    for name in names:
        one = question.but(definition=name)
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


def section(answer, question):
    """One answer as its section: words, figures, picture, table, and how to have it again."""
    chart = picture(answer)
    large = answer.name in IN_LARGE and bool(answer.figures)
    return {
        "id": answer.name,
        "wide": large,
        "title": answer.title,
        "lead": answer.definition,
        "figures": [shown(each) for each in answer.figures] if large else [],
        "chart": charted(chart, answer, question),
        "pending": answer.name not in MAPS and pending(chart),
        "downloads": downloads(answer, question, chart),
        "again": again(answer),
        "n": answer.n,
        "map": None,
    }


def shown(figure):
    """A figure as parameters of `components/figure.html`; its section has the rest."""
    words = [each for each in (figure.interval_text, figure.note) if each]
    if figure.immature:
        words.append(_("too few to be relied on"))
    value, unit = figure.parts
    return {
        "value": value,
        "unit": unit,
        "label": figure.label,
        "definition": capfirst(", ".join(words)) + ".",
        "n": figure.n,
    }


def charted(chart, answer, question):
    """The parameter `chart` of `components/chart.html`."""
    if answer.name in MAPS:
        chart_svg = ("", "")
    else:
        chart_svg = tuple(drawn(chart, answer, question, narrow) for narrow in (False, True))
    hidden = max(0, len(chart.table.rows) - MOST_ROWS) + answer.left
    if len(chart.table.rows) > MOST_ROWS:
        chart = replace(chart, table=Table(chart.table.columns, chart.table.rows[:MOST_ROWS]))
    return {
        "svg": chart_svg[0],
        "svg_narrow": chart_svg[1],
        "title": chart.title,
        "description": f"{chart.description} {left_out(hidden)}".strip(),
        "note": f"{asked(answer)}. {answer.note or nothing(answer)}".strip(),
        "header": chart.header,
        "rows": chart.rows,
        "kinds": tuple(column.kind for column in chart.table.columns),
    }


def left_out(hidden):
    """That a table is not whole, in a sentence; "" where it is."""
    words = _("The table here leaves out the last %(n)s lines: the CSV has them all.")
    return words % {"n": number_format(hidden, force_grouping=True)} if hidden > 0 else ""


def nothing(answer):
    """What is said where there is no figure at all."""
    return "" if answer.records else _("No project that is counted has anything to show here.")


def drawn(chart, answer, question, narrow):
    """The picture itself where it was drawn already, else an image that is drawn when asked for."""
    spec = chart.spec(narrow=narrow)
    if spec is None:
        return ""
    digest = chart.digest(narrow=narrow)
    kept = cache.get(kept_as(digest))
    if kept:
        return kept
    given = {"figure": answer.name} | ({"narrow": "1"} if narrow else {})
    path = reverse("portfolio:chart", args=[digest])
    margins = spec["padding"]
    return format_html(
        '<picture><source media="(prefers-color-scheme: dark)" srcset="{}">'
        '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy"></picture>',
        question.address(path, **given, dark="1"),
        question.address(path, **given),
        f"{chart.title}. {chart.description}",
        NARROW if narrow else WIDE,
        round(spec["height"] + margins["top"] + margins["bottom"]),
    )


def pending(chart):
    specs = [narrow for narrow in (False, True) if chart.spec(narrow=narrow) is not None]
    return any(kept_as(chart.digest(narrow=narrow)) not in cache for narrow in specs)


def downloads(answer, question, chart):
    address = reverse("portfolio:index")
    drawn_too = answer.name not in MAPS and chart.spec() is not None
    return [
        {"label": name.upper(), "url": question.address(address, format=name, figure=answer.name)}
        for name in (("csv", "json", "svg") if drawn_too else ("csv", "json"))
    ]


def again(answer):
    """How to have the figures again, as items of `components/definition_list.html`."""
    return [
        {"term": _("Counted"), "text": answer.definition},
        {"term": _("Asked"), "text": asked(answer)},
        {"term": _("From the API"), "text": answer.reproduce_url, "url": answer.reproduce_url},
        {
            "term": _("On the command line"),
            "html": format_html("<code>{}</code>", answer.reproduce_command),
        },
    ]


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
