from datetime import date, datetime
from uuid import UUID

from ninja import Field, Query, Router

from terreau.groups import queries
from terreau.groups.models import Group
from terreau.search.api import EntryOut, ListQuery, Page, page_of

router = Router(tags=["Groups"])


class GroupOut(EntryOut):
    charter: str = Field(description="Markdown")
    admission: str = Field(description="open, on_request or closed")
    review_on: date | None
    active_at: datetime = Field(description="when something was last said or decided in it")
    member_count: int


@router.get("/", response=Page[GroupOut], operation_id="list_groups")
def list_groups(request, given: Query[ListQuery]):
    """Groups that everybody finds, found and sorted as on the directory page."""
    return page_of(request, given, Group.KIND)


@router.get("/{uuid:uid}/", response=GroupOut, operation_id="get_group")
def get_group(request, uid: UUID):
    """One group, by its permanent identifier."""
    return queries.group_by_uid(request.user, uid)
