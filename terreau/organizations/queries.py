from terreau.entries.models import Role
from terreau.entries.queries import entry_at, links_of
from terreau.organizations.models import HOSTS, Organization


def organization_page(user, slug):
    """What the page of an organization shows, its panels apart: 5 queries."""
    organization = entry_at(Organization, user, slug, ("territory", "parent"))
    out, into = links_of(organization, user, roles=("part_of", "merged_into"))
    return {
        "organization": organization,
        "parts": list(
            Organization.objects.visible_to(user).filter(parent=organization).order_by("title")
        ),
        "topics": list(organization.topics.all()),
        "links_out": out,
        "links_in": into,
    }


def hosts():
    """The incubators and accelerators, by title: one query."""
    return Organization.objects.public().filter(state__in=HOSTS).order_by("title")


def edited_by(user):
    """The organizations that a user may speak for, by title: one query."""
    roles = Role.objects.filter(user=user, name__in=(Role.Name.ADMIN, Role.Name.EDITOR))
    mine = Organization.objects.visible_to(user)
    return (mine if user.is_staff else mine.filter(pk__in=roles.values("entry"))).order_by("title")


def export_rows(organizations):
    """The open data of organizations: one plain row each; two queries a batch."""
    for organization in organizations.select_related("territory", "parent"):
        yield {
            "uid": str(organization.uid),
            "slug": organization.slug,
            "title": organization.title,
            "acronym": organization.acronym,
            "type": organization.state,
            "siren": organization.siren,
            "siret": organization.siret,
            "website": organization.website,
            "parent": organization.parent.slug if organization.parent else "",
            "territory": organization.territory.code if organization.territory else "",
            "opened_on": organization.opened_on,
            "closed_on": organization.closed_on,
        }
