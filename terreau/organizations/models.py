import re
import uuid
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from terreau.entries.models import Entry, EntryManager, Role
from terreau.organizations.domains import check_domains


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
    """A body that acts: its type is `state`, so that lists filter on the parent table.

    domains: of the e-mail addresses that only its people have; claimed_at: since when somebody of
    it administers its page, None for one that was only imported.
    """

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
    domains = models.JSONField(
        _("e-mail domains"), default=list, blank=True, validators=[check_domains]
    )
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)

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

    @property
    def is_claimed(self):
        return self.claimed_at is not None


class Outcome(models.TextChoices):
    PENDING = "pending", pgettext_lazy("request", "waiting")
    ACCEPTED = "accepted", pgettext_lazy("request", "accepted")
    REFUSED = "refused", pgettext_lazy("request", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "withdrawn")


def person(related_name, on_delete=models.SET_NULL, **given):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete, related_name=related_name, **given
    )  # fmt: skip


class Request(models.Model):
    """Somebody asks for a part in an organization. Private.

    A claim asks for the administration of one that nobody has claimed, and administrators of the
    platform settle it; asking to join is settled by those of the organization. When somebody else
    claims it meanwhile, a claim that waits becomes asking to join. proof: how the person showed
    that they belong to it, where that settled the claim at once.
    """

    class Aim(models.TextChoices):
        CLAIM = "claim", _("administration")
        JOIN = "join", _("membership")

    class Proof(models.TextChoices):
        DOMAIN = "domain", _("an e-mail address at its domain")
        SIRET = "siret", _("a professional identity with its SIRET")
        REQUEST = "request", _("an administrator of the platform")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="requests")
    user = person("organization_requests", models.CASCADE)
    aim = models.CharField(max_length=8, choices=Aim)
    proof = models.CharField(max_length=8, choices=Proof, default=Proof.REQUEST)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    state = models.CharField(max_length=12, choices=Outcome, default=Outcome.PENDING)
    asked_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = person("+", null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user"],
                condition=Q(state="pending"),
                name="request_pending_once",
            )
        ]
        indexes = [
            models.Index(fields=["aim", "state", "asked_at"], name="request_waiting"),
            models.Index(fields=["organization", "state", "asked_at"], name="request_to"),
        ]

    def __str__(self):
        return f"{self.aim} {self.organization_id} {self.state}"


INVITED_FOR = timedelta(days=14)


def invitation_end():
    return timezone.now() + INVITED_FOR


class Invitation(models.Model):
    """Somebody, known by an e-mail address alone, is asked to take a role. Private.

    Whoever accepts has proven that the address is theirs. uid: what the signed link names;
    sending_at: when a worker was about to hand the mail over, mailed_at: when it had done so.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=16, choices=Role.Name, default=Role.Name.MEMBER)
    language = models.CharField(_("language"), max_length=8, default="fr")
    state = models.CharField(max_length=12, choices=Outcome, default=Outcome.PENDING)
    invited_by = person("+", null=True, blank=True)
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=invitation_end)
    sending_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    accepted_by = person("+", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=Q(state="pending"),
                name="invitation_pending_once",
            )
        ]
        indexes = [
            models.Index(fields=["organization", "state", "invited_at"], name="invitation_to"),
            models.Index(fields=["email", "state"], name="invitation_for"),
        ]

    def __str__(self):
        return f"{self.role} {self.organization_id} {self.state}"

    @property
    def is_expired(self):
        return self.state == Outcome.PENDING and self.expires_at <= timezone.now()
