"""How a resource is made, for the page and the test of rights."""

from uuid import uuid4

from django.utils import timezone

from terreau.entries.rights import register_specimen
from terreau.resources.models import Resource, Sort


def make(state, author):
    return Resource.objects.create(
        title="Specimen", slug=f"specimen-{uuid4().hex}", state=state, author=author,
        sort=Sort.GUIDE, body="Specimen", published_at=timezone.now(),
    )  # fmt: skip


register_specimen(Resource.KIND, make)
