"""What the page of a collection says, as the parameters of the components that show it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.offers.sheet import speaker
from terreau.resources.sheet import state_badge


def sheet(user, page):
    """`queries.collection_page` with what its template draws: no query, but for rights."""
    collection, resources = page["collection"], page["resources"]
    title, url = speaker(collection)
    words = ngettext("%(n)d resource", "%(n)d resources", len(resources)) % {"n": len(resources)}
    return page | {
        "facts": [
            {"term": term, "text": text, "url": url}
            for term, text, url in [(_("Put together by"), title, url), (_("Holds"), words, "")]
            if text
        ],
        "cards": [card(each) for each in resources],
        "tags": [{"label": each.name, "url": each.get_absolute_url()} for each in page["topics"]],
        "actions": deeds(user, collection),
        "downloads": [
            {
                "label": _("As data (JSON)"),
                "url": reverse("api:get_collection", args=[collection.uid]),
            }
        ],
    }


def card(resource):
    return {
        "title": resource.title,
        "url": resource.get_absolute_url(),
        "summary": resource.summary,
        "badge": state_badge(resource.state),
    }


def deeds(user, collection):
    if not user.is_authenticated or not user.has_perm("collections.edit", collection):
        return []
    url = reverse("collection:edit", args=[collection.slug])
    return [{"label": _("Edit"), "url": url, "tone": "quiet"}]
