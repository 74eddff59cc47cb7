"""What the page of an organization says, as the parameters of the components that show it."""

from urllib.parse import urlsplit

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from terreau.entries.kinds import link_roles
from terreau.organizations.roster import address, day, joining
from terreau.prepared import addresses


def sheet(user, page):
    """`queries.organization_page` with what its template draws: no query, but for rights."""
    organization = page["organization"]
    closed = organization.closed_on is not None
    return page | {
        "badges": [{"label": _("Closed"), "tone": "ended"}] if closed else [],
        "facts": facts(organization, page["links_out"], page["links_in"]),
        "parts": [{"label": each.title, "url": each.get_absolute_url()} for each in page["parts"]],
        "actions": offers(user, organization),
        "downloads": [
            {
                "label": _("As data (JSON)"),
                "url": addresses.address("api:get_organization", organization.uid),
            }
        ],
    }


def facts(organization, out, into):
    """What is known of it, as items of `definition_list`; what is not known is left out."""
    place, parent = organization.territory, organization.parent
    parent = parent if parent and parent.is_public else None
    known = [
        (_("Short name"), organization.acronym, ""),
        (_("Part of"), parent and parent.title, parent and parent.get_absolute_url()),
        (_("Territory"), place and place.name, place and place.get_absolute_url()),
        (_("Opened on"), day_of(organization.opened_on), ""),
        (_("Closed on"), day_of(organization.closed_on), ""),
        (_("Website"), shortened(organization.website), organization.website),
        (_("Source code"), shortened(organization.repository), organization.repository),
        (_("E-mail domains"), ", ".join(organization.domains), ""),
        (_("Claimed on"), day(organization.claimed_at), ""),
        ("SIREN", organization.siren, ""),
        ("SIRET", organization.siret, ""),
    ]
    roles = link_roles()
    for link in out:
        label = str(roles.get(link.role, link.role)).capitalize()
        known.append((label, link.target.title, link.target.get_absolute_url()))
    for link in into:
        words = _("%(title)s: %(role)s") % {
            "title": link.source.title,
            "role": roles.get(link.role, link.role),
        }
        known.append((_("Pointing here"), words, link.source.get_absolute_url()))
    return [{"term": term, "text": text, "url": url or ""} for term, text, url in known if text]


def day_of(value):
    return date_format(value, "DATE_FORMAT") if value else ""


def shortened(address):
    """A web address without what all of them have; "" for what is none."""
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}".rstrip("/") if parts.scheme in ("http", "https") else ""


def offers(user, organization):
    """The buttons of what the user may do; no query for an anonymous reader."""
    named = [("edit", _("Edit"))]
    if organization.closed_on is None:
        named.append(("close", _("Close")))
    quiet = [
        {"label": words, "url": address(name, organization), "tone": "quiet"}
        for name, words in named
        if user.has_perm(f"organizations.{name}", organization)
    ]
    people = {"label": _("Members"), "url": address("members", organization), "tone": "quiet"}
    if user.is_authenticated and not user.has_perm("organizations.ask", organization):
        return [*quiet, people]
    return [*joining(organization), *quiet, people]
