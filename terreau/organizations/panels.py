"""What organizations show on the pages of places and accounts."""

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from terreau.entries.panels import Panel, register_panel
from terreau.entries.queries import for_cards, tallied_in
from terreau.organizations.membership import organizations_of
from terreau.organizations.mix import actors, mix
from terreau.organizations.models import Organization
from terreau.organizations.roster import mine_sheet
from terreau.prepared.addresses import address
from terreau.search import engines, marks

NEWEST = 12


def of_territory(user, territory):
    """The newest organizations of a territory: three queries, one where there is none."""
    tallies = tallied_in(["territory"], territory.code, Organization.KIND)
    types = tallies.get("territory", {})
    total = sum(types.values())
    if not total:
        return None
    counts, beside = actors(types)
    tokens = [(marks.of_kind(Organization.KIND),), (marks.inside(territory.pk),)]
    return {
        "total": total,
        "organizations": for_cards(user, engines.newest(tokens, NEWEST, total)),
        "mix": mix(
            counts,
            _("Public organizations of this territory, and of all it contains."),
            beside=beside,
        ),
        "more": f"{address('organization:index')}?{urlencode({'territory': territory.code})}",
    }


def of_account(user, _subject):
    """The organizations of whoever looks at their own account: four queries."""
    return mine_sheet(organizations_of(user)) if user.is_authenticated else None


register_panel(Panel("territory", "organizations/panels/here.html", of_territory, order=60))
register_panel(Panel("account", "organizations/panels/mine.html", of_account))
