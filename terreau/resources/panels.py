"""What the library shows on the pages of organizations and people."""

from django.utils.translation import gettext as _

from terreau.entries.panels import Panel, register_panel
from terreau.prepared.addresses import address
from terreau.resources.queries import resources_of
from terreau.resources.sheet import state_badge


def of_publisher(user, publisher):
    """The newest resources that an organization or a person publishes: one query."""
    resources = resources_of(user, publisher)
    return {"resources": [card(each) for each in resources]} if resources else None


def card(resource):
    return {
        "kind": _("Resource"), "title": resource.title, "url": resource.get_absolute_url(),
        "summary": resource.summary, "badge": state_badge(resource.state), "meta": [],
    }  # fmt: skip


def of_directory(user, _subject):
    """The ways to fill the library, and its collections: no query."""
    doors = [
        (_("Share a resource"), "resource:create", ""),
        (_("Import a library"), "resource:import_file", "quiet"),
    ]
    return {
        "doors": [
            {"label": label, "url": address(name), "tone": tone} for label, name, tone in doors
        ]
    }


register_panel(Panel("directory-resource", "resources/panels/directory.html", of_directory))
for slot in ("organization", "person"):
    register_panel(Panel(slot, "resources/panels/publisher.html", of_publisher, order=75))
