"""The way from pages of a part of the portfolio to its figures, and its picture: no query."""

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from terreau.entries.panels import Panel, register_panel
from terreau.portfolio.figures import Answer, asked
from terreau.portfolio.questions import Question
from terreau.portfolio.sections import downloads, image
from terreau.prepared.addresses import address, asking
from terreau.projects.phases import DEFINITIONS

TEMPLATE, CHART = "portfolio/panels/more.html", "components/chart.html"
FEWEST = 5  # projects whose picture says more than their list
SHAPES = ((372, False), (332, True))  # height in pixels of its picture; narrow


def way(words, **narrow):
    return {"words": words, "url": asking(address("portfolio:index"), narrow)}


def of_all(_user, _subject):
    return way(_("On any other day, over time, and what became of them: the portfolio"))


def of_organization(_user, organization):
    """For what hosts projects; None for others."""
    if not organization.is_host:
        return None
    return way(_("Its projects over time, and what became of them"), incubator=organization.slug)


def of_territory(_user, territory):
    return way(_("These projects over time, and what became of them"), territory=territory.code)


def of_topic(_user, topic):
    return way(_("These projects over time, and what became of them"), theme=topic.slug)


def over_time(_user, part):
    """The evolution of the whole or of an incubator, an image that is drawn when it is asked for.

    None for what hosts nothing and for few projects.
    """
    host = part["host"]
    if part["total"] < FEWEST or (host and not host.is_host):
        return None
    question = Question(as_of=timezone.localdate(), definition="all", host=host)
    answer = Answer("evolution", _("Projects over time"), "", question, part["total"])
    page, path = address(question.PAGE), address("portfolio:chart-now")
    said = _("How many projects were in each phase, on the first day of each quarter.")
    words = f"{answer.title}. {said}"
    wide, narrow = (image(question, path, answer.name, words, *shape) for shape in SHAPES)
    chart = {
        "title": answer.title,
        "description": said,
        "svg": wide,
        "svg_narrow": narrow,
        "note": f"{capfirst(DEFINITIONS['all'].text)}. {asked(answer)}.",
        "rows": [],
    }
    return {
        "chart": chart,
        "table_url": f"{question.address(page)}#{answer.name}",
        "downloads": downloads(answer, question, drawn_too=True),
    }


register_panel(Panel("home", TEMPLATE, of_all, order=30))
register_panel(Panel("organization", TEMPLATE, of_organization, order=60))
register_panel(Panel("territory", TEMPLATE, of_territory, order=60))
register_panel(Panel("topic", TEMPLATE, of_topic, order=60))
register_panel(Panel("part", CHART, over_time))
