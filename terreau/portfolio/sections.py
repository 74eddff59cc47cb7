"""One answer as a section of a page: words, figures, picture, table, and how to have it again."""

from dataclasses import replace

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from terreau.charts import Table, kept_as
from terreau.portfolio.figures import asked
from terreau.prepared.addresses import address

WIDE, NARROW = 640, 360
MOST_ROWS = 80  # of a table in the page; its files have all


def section(answer, chart, *, large=False, mapped=False):
    """One answer as its section: words, figures, picture, table, and how to have it again.

    chart: its picture; large: its figures are few and weighty; mapped: its picture is a map, which
    the page shows itself.
    """
    question, large = answer.question, large and bool(answer.figures)
    return {
        "id": answer.name,
        "wide": large,
        "title": answer.title,
        "lead": answer.definition,
        "figures": [shown(each) for each in answer.figures] if large else [],
        "chart": charted(chart, answer, question, mapped),
        "pending": not mapped and pending(chart),
        "downloads": downloads(answer, question, drawn_too=not mapped and bool(chart.spec())),
        "again": again(answer),
        "address": settings.SITE_URL + answer.reproduce_url,
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


def charted(chart, answer, question, mapped=False):
    """The parameter `chart` of `components/chart.html`."""
    if mapped:
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
        "rows": [list(map(cell, row)) for row in chart.rows],
        "kinds": tuple(column.kind for column in chart.table.columns),
    }


def cell(text):
    """A cell of a table; the template looks for an address in vain, and slowly, in a bare text."""
    return {"text": text, "url": ""}


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
    margins = spec["padding"]
    return image(
        question, reverse(question.CHART, args=[digest]), answer.name,
        f"{chart.title}. {chart.description}",
        round(spec["height"] + margins["top"] + margins["bottom"]), narrow,
    )  # fmt: skip


def image(question, path, name, words, height, narrow):
    """The picture of the answer of that name as an image, for the light and the dark."""
    given = {"figure": name} | ({"narrow": "1"} if narrow else {})
    return format_html(
        '<picture><source media="(prefers-color-scheme: dark)" srcset="{}">'
        '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy"></picture>',
        question.address(path, **given, dark="1"),
        question.address(path, **given),
        words,
        NARROW if narrow else WIDE,
        height,
    )


def pending(chart):
    specs = [narrow for narrow in (False, True) if chart.spec(narrow=narrow) is not None]
    return any(kept_as(chart.digest(narrow=narrow)) not in cache for narrow in specs)


def downloads(answer, question, *, drawn_too):
    page = address(question.PAGE)
    return [
        {"label": name.upper(), "url": question.address(page, format=name, figure=answer.name)}
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
