"""What projects show on pages that know nothing of them: home, places, themes, organizations.

What rooms above know of a part of the portfolio they add as panels of the slot "part", whose
template is `components/chart.html`. Their subject: {"total": projects that were ever in a phase,
"host": the Organization that incubates them, None for the whole}.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.panels import Panel, panels_of, register_panel
from terreau.entries.queries import for_cards, tallied_in
from terreau.projects import figures, queries
from terreau.projects.models import Project
from terreau.projects.phases import Phase
from terreau.projects.queries import INCUBATED_BY, SPONSORED_BY
from terreau.search import engines, marks

NEWEST = 12
TITLES = {
    INCUBATED_BY: gettext_lazy("Projects it incubates"),
    SPONSORED_BY: gettext_lazy("Projects it sponsors"),
}


def portfolio(user, counts, title, narrow, mark, charts=()):
    """Figures, bar and newest projects of one part of the portfolio: the queries of `newest`."""
    return {
        "title": title,
        "id": "-".join(["projects", *narrow]),
        "total": sum(counts.values()),
        "figures": figures.figures(counts, **narrow),
        "bar": figures.phase_bar(counts, _("Projects by phase"), **narrow),
        "charts": charts,
        "projects": newest(user, NEWEST, sum(counts.values()), mark),
        "more": figures.directory(**narrow),
    }


def charts_of(user, counts, host=None):
    """Parameters of `components/chart.html` that rooms above give for a part: no query."""
    part = {"total": sum(counts.get(phase, 0) for phase in Phase.values), "host": host}
    found = (panel.context(user, part) for panel in panels_of("part"))
    return [chart for chart in found if chart is not None]


def newest(user, size, among, *wanted):
    """The newest projects that carry some marks of the index: two queries, none for none.

    On PostgreSQL the first may be up to five beyond 20,000 entries.
    """
    if not among:
        return []
    tokens = [(marks.of_kind(Project.KIND),), *((mark,) for mark in wanted)]
    return for_cards(user, engines.newest(tokens, size, among))


def of_organization(user, organization):
    """The projects that an organization incubates and sponsors; None where there is none."""
    tallies = tallied_in(list(TITLES), organization.uid, Project.KIND)
    parts = []
    for role, title in TITLES.items():
        if role in tallies:
            counts, mark = figures.by_phase(tallies[role]), marks.linked(role, organization.pk)
            charts = charts_of(user, counts, organization) if role == INCUBATED_BY else ()
            narrow = {role: organization.slug}
            parts.append(portfolio(user, counts, title, narrow, mark, charts))
    return {"parts": parts} if parts else None


def of_territory(user, territory):
    counts = counted("territory", territory.code)
    mark, narrow = marks.inside(territory.pk), {"territory": territory.code}
    note = _("Many projects do not say where they work: they may work here and be missing here.")
    return {"parts": [portfolio(user, counts, _("Projects here"), narrow, mark) | {"note": note}]}


def of_topic(user, topic):
    counts = counted("topic", topic.slug)
    mark, narrow = marks.about(topic.pk), {"topic": topic.slug}
    return {"parts": [portfolio(user, counts, _("Projects"), narrow, mark)]}


def of_all(user, _subject):
    counts = counted("all", "")
    return {
        "figures": figures.figures(counts),
        "bar": figures.phase_bar(counts, _("Every project of the directory, by phase")),
        "charts": charts_of(user, counts),
    }


def counted(scope, key):
    """{phase: projects} in a scope of the tallies: one query."""
    return figures.by_phase(tallied_in([scope], key, Project.KIND).get(scope, {}))


def latest_steps(_user, _subject):
    """One query, in the order of an index."""
    found = queries.latest_steps()
    return {"spells": found, "more": figures.directory()} if found else None


register_panel(Panel("home", "projects/panels/figures.html", of_all, order=10))
register_panel(Panel("home-newest", "projects/panels/steps.html", latest_steps))
register_panel(Panel("territory", "projects/panels/portfolio.html", of_territory))
register_panel(Panel("topic", "projects/panels/portfolio.html", of_topic))
register_panel(Panel("organization", "projects/panels/portfolio.html", of_organization))
