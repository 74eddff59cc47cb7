from datetime import date, datetime
from uuid import UUID

from ninja import Query, Router

from terreau.organizations import queries
from terreau.organizations.models import Organization
from terreau.search.api import EntryOut, ListQuery, Page, page_of

router = Router(tags=["Organizations"])


class OrganizationOut(EntryOut):
    acronym: str
    siren: str
    siret: str
    website: str
    repository: str
    opened_on: date | None
    closed_on: date | None
    domains: list[str]
    claimed_at: datetime | None


@router.get("/", response=Page[OrganizationOut], operation_id="list_organizations")
def list_organizations(request, given: Query[ListQuery]):
    """Organizations, found and sorted as on the directory page."""
    return page_of(request, given, Organization.KIND)


@router.get("/{uuid:uid}/", response=OrganizationOut, operation_id="get_organization")
def get_organization(request, uid: UUID):
    """One organization, by its permanent identifier."""
    return queries.organization_by_uid(request.user, uid)
