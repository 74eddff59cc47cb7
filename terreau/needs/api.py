from datetime import date, datetime
from uuid import UUID

from ninja import Query, Router

from terreau.attachments.api import WithFiles
from terreau.needs import queries
from terreau.needs.models import Need
from terreau.search.api import EntryOut, ListQuery, Page, page_of

router = Router(tags=["Needs"])


class NeedOut(EntryOut):
    problem: str
    background: str
    form: str
    deadline: date | None
    due_on: date | None
    answered_at: datetime | None
    answer: str
    matched_on: date | None
    closed_on: date | None
    hours: int | None
    transferred: str
    reason: str


class NeedItem(NeedOut, WithFiles):
    pass


@router.get("/", response=Page[NeedOut], operation_id="list_needs")
def list_needs(request, given: Query[ListQuery]):
    """Needs, found and sorted as on the directory page."""
    return page_of(request, given, Need.KIND)


@router.get("/{uuid:uid}/", response=NeedItem, operation_id="get_need")
def get_need(request, uid: UUID):
    """One need, by its permanent identifier."""
    return queries.need_by_uid(request.user, uid)
