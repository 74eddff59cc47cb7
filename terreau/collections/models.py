from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from terreau.entries.models import Entry, EntryManager
from terreau.resources.models import Resource

MOST = 100  # resources of one collection


class Collection(Entry):
    """Resources that somebody chose and put in an order; the summary says what for."""

    KIND = "collection"

    objects: ClassVar[EntryManager] = EntryManager()

    class Meta:
        verbose_name = _("collection")


class Item(models.Model):
    """A resource in a collection; position: from 1."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="items")
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collection", "resource"], name="item_once")]
        indexes = [models.Index(fields=["collection", "position"], name="item_in_order")]

    def __str__(self):
        return f"{self.collection_id} {self.position}: {self.resource_id}"
