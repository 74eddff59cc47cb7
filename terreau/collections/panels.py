"""What collections show on the pages of resources, and of the library."""

from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.collections.queries import holding
from terreau.entries.panels import Panel, register_panel
from terreau.prepared.addresses import address


def of_resource(user, resource):
    """One query. Whoever is signed in may add it to a collection of theirs."""
    found = holding(resource.pk, user=user)
    may_add = user.is_authenticated and resource.is_public
    if not found and not may_add:
        return None
    return {
        "collections": [{"label": each.title, "url": each.get_absolute_url()} for each in found],
        "add": reverse("collection:add", args=[resource.slug]) if may_add else "",
    }


def of_resources(user, _subject):
    """The way from the library to its collections: no query."""
    return {
        "doors": [{"label": _("Collections"), "url": address("collection:index"), "tone": "quiet"}]
    }


def of_collections(user, _subject):
    """The way to a new one: no query."""
    label = _("Put a collection together")
    return {"doors": [{"label": label, "url": address("collection:create")}]}


DOORS = "resources/panels/directory.html"
register_panel(Panel("directory-resource", DOORS, of_resources, order=60))
register_panel(Panel("directory-collection", DOORS, of_collections))
register_panel(Panel("resource", "collections/panels/resource.html", of_resource))
