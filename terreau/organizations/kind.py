from django.utils.translation import gettext_lazy as _

from terreau.entries.kinds import Feature, Kind, register
from terreau.organizations.models import Organization, OrganizationType
from terreau.organizations.queries import export_rows


def text(organization):
    return [organization.acronym]


def states():
    return dict(OrganizationType.choices)


register(
    Kind(
        model=Organization,
        path="organizations",
        name=_("organization"),
        name_plural=_("organizations"),
        urls="terreau.organizations.urls",
        api="terreau.organizations.api.router",
        card="organizations/_card.html",
        text=text,
        states=states,
        export=export_rows,
        roles={"part_of": _("part of")},
        features=frozenset({Feature.COMMENT, Feature.FOLLOW}),
    )
)
