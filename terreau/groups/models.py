from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from terreau.entries.dates import IN_REACH
from terreau.entries.models import Entry, EntryManager


class Admission(models.TextChoices):
    """How one comes into a group."""

    OPEN = "open", _("open: whoever wants to joins")
    ON_REQUEST = "on_request", _("on request: those who facilitate it accept")
    CLOSED = "closed", _("closed: by invitation, and members alone read its posts")


class State(models.TextChoices):
    OPEN = "open", pgettext_lazy("group", "open")
    ON_REQUEST = "on_request", pgettext_lazy("group", "on request")
    CLOSED = "closed", pgettext_lazy("group", "closed")
    ARCHIVED = "archived", pgettext_lazy("group", "archived")


class Group(Entry):
    """A community of practice; `state` is its admission, or archived.

    Who belongs to it has a Role in it: whoever facilitates it is an administrator of it. Its author
    is the organization or person that it belongs to, which gives no right in it. A group that is
    not listed is shared with its members and shown to nobody else. active_at: when something was
    last said or decided in it; proposed_at: since when its silence is to be answered.
    """

    KIND = "group"

    charter = models.TextField(_("charter"), max_length=10_000)
    admission = models.CharField(
        _("who comes in"), max_length=12, choices=Admission, default=Admission.OPEN
    )
    is_listed = models.BooleanField(_("everybody finds it and reads its charter"), default=True)
    review_on = models.DateField(
        _("to be looked at again on"), null=True, blank=True, validators=IN_REACH
    )
    active_at = models.DateTimeField(default=timezone.now, editable=False)
    proposed_at = models.DateTimeField(null=True, blank=True, editable=False)
    member_count = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[EntryManager] = EntryManager()

    class Meta:
        verbose_name = _("group")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_listed=True) | Q(admission="closed"),
                name="group_unlisted_is_closed",
            )
        ]
        indexes = [
            models.Index(fields=["active_at"], name="group_active"),
            models.Index(
                fields=["review_on"], condition=Q(review_on__isnull=False), name="group_review"
            ),
        ]

    @property
    def is_archived(self):
        return self.state == State.ARCHIVED

    @property
    def is_closed(self):
        return self.admission == Admission.CLOSED


class Reach(models.TextChoices):
    """Who sees that somebody belongs to a group."""

    FACILITATORS = "facilitators", _("those who facilitate it")
    MEMBERS = "members", _("its members")
    EVERYONE = "everyone", _("everyone")


class Membership(models.Model):
    """How somebody stands towards a group, once a person and group. Private but for its reach.

    Who is a member has a Role in the group, and only they. is_told: of each new post of a closed
    group, of which no feed tells. Who takes back a request, declines or leaves has no row any more.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("membership", "asks to join")
        INVITED = "invited", pgettext_lazy("membership", "invited")
        MEMBER = "member", pgettext_lazy("membership", "member")
        REFUSED = "refused", pgettext_lazy("membership", "refused")
        REMOVED = "removed", pgettext_lazy("membership", "removed")

    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    state = models.CharField(max_length=12, choices=State)
    reach = models.CharField(max_length=12, choices=Reach, default=Reach.MEMBERS)
    is_told = models.BooleanField(default=True)
    message = models.TextField(max_length=2000, blank=True)
    reason = models.TextField(max_length=2000, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("membership")
        constraints = [models.UniqueConstraint(fields=["group", "user"], name="membership_once")]
        indexes = [
            models.Index(fields=["group", "state", "id"], name="membership_of"),
            models.Index(fields=["user", "state"], name="membership_by"),
            models.Index(fields=["changed_at"], name="membership_changed"),
        ]

    def __str__(self):
        return f"{self.state} {self.group_id}"
