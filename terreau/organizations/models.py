import re
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from terreau.entries.models import Entry, EntryManager


class OrganizationType(models.TextChoices):
    MINISTRY = "ministry", _("ministry")
    STATE_SERVICE = "state_service", _("State service")
    OPERATOR = "operator", _("public operator")
    LOCAL_AUTHORITY = "local_authority", _("local authority")
    INCUBATOR = "incubator", _("incubator")
    ACCELERATOR = "accelerator", _("accelerator or lab")
    ASSOCIATION = "association", _("association")
    COMPANY = "company", _("company")
    RESEARCH = "research", _("research body")
    NETWORK = "network", _("network of organizations")
    OTHER = "other", _("other organization")


HOSTS = (OrganizationType.INCUBATOR, OrganizationType.ACCELERATOR)


def luhn(digits):
    """Whether a number passes the Luhn check that SIREN and SIRET carry (INSEE)."""
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits))]
    return sum(d // 10 + d % 10 for d in doubled) % 10 == 0


def check_identifier(value, length, name):
    """Raise ValidationError unless value is a SIREN (9) or SIRET (14) with its check digit.

    La Poste's establishments (SIREN 356000000) follow their own rule: digits add up to a
    multiple of five.
    """
    if not re.fullmatch(rf"[0-9]{{{length}}}", value):
        raise ValidationError(_("A %(name)s has %(n)d digits."), params={"name": name, "n": length})
    if luhn(value) or (value.startswith("356000000") and sum(map(int, value)) % 5 == 0):
        return
    raise ValidationError(_("This %(name)s is mistyped."), params={"name": name})


def check_siren(value):
    check_identifier(value, 9, "SIREN")


def check_siret(value):
    check_identifier(value, 14, "SIRET")


class Organization(Entry):
    """A body that acts: its type is `state`, so that lists filter on the parent table."""

    KIND = "organization"

    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    siren = models.CharField("SIREN", max_length=9, blank=True, validators=[check_siren])
    siret = models.CharField("SIRET", max_length=14, blank=True, validators=[check_siret])
    website = models.URLField(_("website"), max_length=500, blank=True)
    repository = models.URLField(_("source code"), max_length=500, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts",
        verbose_name=_("part of"),
    )  # fmt: skip
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects: ClassVar[EntryManager] = EntryManager()

    class Meta:
        verbose_name = _("organization")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True)
                | models.Q(opened_on__isnull=True)
                | models.Q(closed_on__gte=models.F("opened_on")),
                name="organization_life_in_order",
            )
        ]

    @property
    def type(self):
        return self.state

    @property
    def type_label(self):
        return OrganizationType(self.state).label

    @property
    def is_host(self):
        return self.state in HOSTS
