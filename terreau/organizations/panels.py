"""What organizations show on the pages of places."""

from django.urls import reverse
from django.utils.http import urlencode

from terreau.entries.panels import Panel, register_panel
from terreau.entries.queries import tallied
from terreau.organizations.models import Organization
from terreau.search import engines, marks
from terreau.search.queries import shown

NEWEST = 12


def of_territory(user, territory):
    """The newest organizations of a territory: five queries, one where there is none."""
    total = sum(tallied("territory", territory.code, Organization.KIND).values())
    if not total:
        return None
    tokens = [(marks.of_kind(Organization.KIND),), (marks.inside(territory.pk),)]
    return {
        "total": total,
        "organizations": shown(user, engines.newest(tokens, NEWEST, total)),
        "more": f"{reverse('organization:index')}?{urlencode({'territory': territory.code})}",
    }


register_panel(Panel("territory", "organizations/panels/here.html", of_territory, order=60))
