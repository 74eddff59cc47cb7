"""Which kinds of actors take part in an incubator or accelerator, on its page."""

from django.utils.translation import gettext as _

from terreau.actors.queries import members_by_standing, types_around
from terreau.entries.panels import Panel, register_panel
from terreau.organizations.mix import FEWEST, actors, mix
from terreau.people.models import Standing


def of_organization(_user, organization):
    """The mixes of a host, None for others and where nobody is known: two queries."""
    if not organization.is_host:
        return None
    mixes = [*of_organizations(organization), *of_people(organization)]
    return {"mixes": mixes} if mixes else None


def of_organizations(host):
    types = types_around(host)
    if not types:
        return []
    counts, beside = actors(types)
    words = _("Organizations that sponsor a project it incubates today, or that are part of it.")
    return [mix(counts, words, beside=beside)]


def of_people(host):
    """Nothing where fewer than FEWEST people are known."""
    known = members_by_standing(host)
    if sum(known.values()) < FEWEST:
        return []
    counts = {each: known.get(each, 0) for each in Standing}
    words = _("Its members who have a public profile, by what they say they are.")
    return [mix(counts, words, people=True, title=_("Mix of people"))]


register_panel(Panel("organization", "actors/panels/mix.html", of_organization, order=65))
