from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from terreau.entries.models import Entry, EntryManager

MOST = 10_000  # times that anything can be offered


class Form(models.TextChoices):
    """What help can be."""

    EXPERTISE = "expertise", _("expertise")
    MENTORING = "mentoring", _("mentoring")
    ROOM = "room", _("a room")
    EQUIPMENT = "equipment", _("equipment")
    DATA = "data", _("data")
    TOOL = "tool", _("a tool")
    MONEY = "money", _("money")
    STAFF = "staff", _("staff on loan")


class State(models.TextChoices):
    OPEN = "open", pgettext_lazy("offer", "open")
    TAKEN = "taken", pgettext_lazy("offer", "taken")
    WITHDRAWN = "withdrawn", pgettext_lazy("offer", "withdrawn")


class Offer(Entry):
    """What an organization or a person lends, gives or does for others.

    capacity: how many needs it can serve, taken: how many it was accepted for.
    """

    KIND = "offer"

    form = models.CharField(_("form"), max_length=16, choices=Form)
    conditions = models.TextField(_("conditions"), max_length=2000, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    capacity = models.PositiveIntegerField(
        _("how many needs it can serve"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST)],
    )
    taken = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[EntryManager] = EntryManager()

    class Meta:
        verbose_name = _("offer")
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")), name="offer_within_capacity"
            )
        ]

    @property
    def free(self):
        return self.capacity - self.taken
