"""What organizations show on the pages of places."""

from django.urls import reverse
from django.utils.http import urlencode

from terreau.entries.panels import Panel, register_panel
from terreau.entries.queries import for_cards, tallied_in
from terreau.organizations.models import Organization
from terreau.search import engines, marks

NEWEST = 12


def of_territory(user, territory):
    """The newest organizations of a territory: three queries, one where there is none."""
    tallies = tallied_in(["territory"], territory.code, Organization.KIND)
    total = sum(tallies.get("territory", {}).values())
    if not total:
        return None
    tokens = [(marks.of_kind(Organization.KIND),), (marks.inside(territory.pk),)]
    return {
        "total": total,
        "organizations": for_cards(user, engines.newest(tokens, NEWEST, total)),
        "more": f"{reverse('organization:index')}?{urlencode({'territory': territory.code})}",
    }


register_panel(Panel("territory", "organizations/panels/here.html", of_territory, order=60))
