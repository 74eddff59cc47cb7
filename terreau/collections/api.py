from uuid import UUID

from ninja import Field, Query, Router

from terreau.collections import queries
from terreau.collections.models import Collection
from terreau.search.api import EntryOut, ListQuery, Page, page_of

router = Router(tags=["Collections"])


class CollectionOut(EntryOut):
    pass


class CollectionDetail(CollectionOut):
    resources: list[UUID] = Field(description="identifiers of its resources, in its order")


@router.get("/", response=Page[CollectionOut], operation_id="list_collections")
def list_collections(request, given: Query[ListQuery]):
    """Collections of resources, found and sorted as on the directory page."""
    return page_of(request, given, Collection.KIND)


@router.get("/{uuid:uid}/", response=CollectionDetail, operation_id="get_collection")
def get_collection(request, uid: UUID):
    """One collection with its resources, by its permanent identifier."""
    collection, resources = queries.collection_by_uid(request.user, uid)
    collection.resources = [each.uid for each in resources]
    return collection
