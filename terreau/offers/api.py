from datetime import date
from uuid import UUID

from ninja import Query, Router

from terreau.attachments.api import WithFiles
from terreau.offers import queries
from terreau.offers.models import Offer
from terreau.search.api import EntryOut, ListQuery, Page, page_of

router = Router(tags=["Offers"])


class OfferOut(EntryOut):
    form: str
    conditions: str
    until: date | None
    capacity: int
    taken: int


class OfferItem(OfferOut, WithFiles):
    pass


@router.get("/", response=Page[OfferOut], operation_id="list_offers")
def list_offers(request, given: Query[ListQuery]):
    """Offers, found and sorted as on the directory page."""
    return page_of(request, given, Offer.KIND)


@router.get("/{uuid:uid}/", response=OfferItem, operation_id="get_offer")
def get_offer(request, uid: UUID):
    """One offer, by its permanent identifier."""
    return queries.offer_by_uid(request.user, uid)
