"""What the library shows on the pages of organizations and people, and above its directory."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.doors import register_doors
from terreau.entries.panels import Panel, register_panel
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


register_doors(
    "resource",
    (gettext_lazy("Share a resource"), "resource:create"),
    (gettext_lazy("Import a library"), "resource:import_file"),
)
for slot in ("organization", "person"):
    register_panel(Panel(slot, "resources/panels/publisher.html", of_publisher, order=75))
