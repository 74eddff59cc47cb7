"""What evidence shows on the page of a project."""

from terreau.entries.panels import Panel, register_panel
from terreau.evidence.offers import offers
from terreau.evidence.queries import attestations_of, costs_of, has_evidence, indicators_of
from terreau.evidence.sheet import alarms, dimensions, overview, overview_header, titles
from terreau.evidence.words import address, dated


def of_project(user, project):
    """Dimension by dimension, what is measured and what is not: seven queries, one for nothing.

    And those of the rules for somebody who is signed in.
    """
    known_at = getattr(project, "known_at", None)
    url = dated(address("index", project), known_at)
    if not has_evidence(project):
        return {"is_empty": True, "url": url, "actions": offers(user, project, known_at)[:1]}
    states = [each for each in indicators_of(project, known_at, known_at) if not each.is_retired]
    return {
        "is_empty": False,
        "url": url,
        "actions": [],
        "dimensions": dimensions(states, costs_of(project, known_at, known_at)),
        "header": overview_header(),
        "rows": overview(states, project, known_at),
        "alarms": alarms(states),
        **titles(attestations_of(project, known_at, known_at)),
    }


register_panel(Panel("project", "evidence/panels/project.html", of_project, order=20))
