"""How an offer is made, for the page and the test of rights."""

from uuid import uuid4

from django.utils import timezone

from terreau.entries.rights import register_specimen
from terreau.offers.models import Form, Offer


def make(state, author):
    return Offer.objects.create(
        title="Specimen", slug=f"specimen-{uuid4().hex}", state=state, author=author,
        form=Form.ROOM, published_at=timezone.now(),
    )  # fmt: skip


register_specimen(Offer.KIND, make)
