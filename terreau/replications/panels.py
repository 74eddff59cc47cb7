"""What replications show on the page of a project."""

from terreau.entries.panels import Panel, register_panel
from terreau.replications.queries import public_count
from terreau.replications.sheet import address


def of_project(user, project):
    """How often it was taken over: one query."""
    return {"n": public_count(project), "url": address("index", project)}


register_panel(Panel("project", "replications/panels/project.html", of_project, order=80))
