from terreau.entries.queries import authored, by_uid_or_404, entry_at, topics_of
from terreau.entries.sentences import said_of
from terreau.ledger.queries import latest
from terreau.offers.models import Offer
from terreau.prepared import prepared

LATEST = 6  # statements that a page shows
BATCH = 500


def offer_page(user, slug):
    """What the page of an offer shows, its panels apart: 3 queries."""
    offer = entry_at(Offer, user, slug, ("territory", "author"))
    return {
        "offer": offer,
        "topics": topics_of(offer.pk),
        "statements": said_of(user, offer, latest(LATEST, offer.uid)),
    }


def searched_texts(offer):
    """What search reads of an offer beside title and summary."""
    return [offer.conditions, offer.get_form_display()]


def offer_by_uid(user, uid):
    """An offer by its identifier: two queries. Raises Http404."""
    return by_uid_or_404(Offer, user, uid)


def offers_of(user, speaker, limit=20):
    """The newest offers that an entry makes: one query."""
    return _of_speaker(speaker.pk, user=user, limit=limit)


@prepared
def _of_speaker(pk, *, user, limit):
    return Offer.objects.visible_to(user).filter(pk__in=authored(pk)).newest()[:limit]


def export_rows(offers):
    """The open data of offers: one plain row each: one query."""
    rows = offers.select_related("territory", "author").order_by("pk")
    for offer in rows.iterator(chunk_size=BATCH):
        author = offer.author if offer.author and offer.author.is_public else None
        yield {
            "uid": str(offer.uid),
            "slug": offer.slug,
            "title": offer.title,
            "summary": offer.summary,
            "form": offer.form,
            "state": offer.state,
            "by": str(author.uid) if author else "",
            "territory": offer.territory.code if offer.territory else "",
            "until": offer.until,
            "capacity": offer.capacity,
            "taken": offer.taken,
            "conditions": offer.conditions,
        }
