from uuid import UUID

from ninja import Field, Query, Router

from terreau.attachments.api import WithFiles
from terreau.resources import queries
from terreau.resources.models import Resource
from terreau.search.api import EntryOut, ListQuery, Page, page_of

router = Router(tags=["Resources"])


class ResourceOut(EntryOut):
    sort: str
    address: str
    body: str = Field(description="its text, in Markdown")
    licence: str = Field(description="SPDX identifier, or empty")
    audience: str
    identifier: str = Field(description="in the library that it was imported from")
    reason: str = Field(description="why it is outdated, a duplicate or reported")
    ratings: list[int] = Field(description="how many people give each rating, from 1 to 4")


class ResourceItem(ResourceOut, WithFiles):
    pass


@router.get("/", response=Page[ResourceOut], operation_id="list_resources")
def list_resources(request, given: Query[ListQuery]):
    """Resources, found and sorted as on the directory page."""
    return page_of(request, given, Resource.KIND)


@router.get("/{uuid:uid}/", response=ResourceItem, operation_id="get_resource")
def get_resource(request, uid: UUID):
    """One resource, by its permanent identifier."""
    return queries.resource_by_uid(request.user, uid)
