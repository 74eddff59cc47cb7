"""What collections show on the pages of resources, and of the library."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from terreau.collections.queries import holding
from terreau.entries.doors import register_doors
from terreau.entries.panels import Panel, register_panel


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


register_doors("resource", (gettext_lazy("Collections"), "collection:index"), prominent=0, order=60)
register_doors("collection", (gettext_lazy("Put a collection together"), "collection:create"))
register_panel(Panel("resource", "collections/panels/resource.html", of_resource))
