"""What projects show on pages that know nothing of them: home, places, themes, organizations."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.panels import Panel, register_panel
from terreau.entries.queries import tallied
from terreau.projects import figures
from terreau.projects.models import Project
from terreau.projects.queries import INCUBATED_BY, SPONSORED_BY
from terreau.search import engines, marks
from terreau.search.queries import shown

NEWEST = 20
ON_FRONT = 6
TITLES = {
    INCUBATED_BY: gettext_lazy("Projects it incubates"),
    SPONSORED_BY: gettext_lazy("Projects it sponsors"),
}


def portfolio(user, cells, title, narrow, mark):
    """Figures, bar and newest projects of one part of the portfolio: the queries of `newest`."""
    counts = figures.by_phase(cells)
    return {
        "title": title,
        "id": "-".join(["projects", *narrow]),
        "total": figures.total(counts),
        "figures": figures.figures(counts),
        "bar": figures.phase_bar(counts, _("Projects by phase"), **narrow),
        "projects": newest(user, NEWEST, sum(counts.values()), mark),
        "more": figures.directory(**narrow),
    }


def newest(user, size, among, *wanted):
    """The newest projects that carry some marks of the index: four queries, none for none."""
    if not among:
        return []
    tokens = [(marks.of_kind(Project.KIND),), *((mark,) for mark in wanted)]
    return shown(user, engines.newest(tokens, size, among))


def of_organization(user, organization):
    """The projects that an organization incubates and sponsors; None where there is none."""
    parts = []
    for role, title in TITLES.items():
        cells = tallied(role, organization.uid, Project.KIND)
        if cells:
            mark = marks.linked(role, organization.pk)
            parts.append(portfolio(user, cells, title, {role: organization.slug}, mark))
    return {"parts": parts} if parts else None


def of_territory(user, territory):
    cells = tallied("territory", territory.code, Project.KIND)
    mark, narrow = marks.inside(territory.pk), {"territory": territory.code}
    return {"parts": [portfolio(user, cells, _("Projects here"), narrow, mark)]}


def of_topic(user, topic):
    cells = tallied("topic", topic.slug, Project.KIND)
    mark, narrow = marks.about(topic.pk), {"topic": topic.slug}
    return {"parts": [portfolio(user, cells, _("Projects"), narrow, mark)]}


def of_all(user, _subject):
    counts = figures.by_phase(tallied("all", "", Project.KIND))
    return {
        "figures": figures.figures(counts),
        "bar": figures.phase_bar(counts, _("Every project known, by phase")),
    }


def newest_of_all(user, _subject):
    among = sum(tallied("all", "", Project.KIND).values())
    found = newest(user, ON_FRONT, among)
    return {"projects": found, "more": figures.directory()} if found else None


register_panel(Panel("home", "projects/panels/figures.html", of_all, order=10))
register_panel(Panel("home-newest", "projects/panels/newest.html", newest_of_all))
register_panel(Panel("territory", "projects/panels/portfolio.html", of_territory))
register_panel(Panel("topic", "projects/panels/portfolio.html", of_topic))
register_panel(Panel("organization", "projects/panels/portfolio.html", of_organization))
