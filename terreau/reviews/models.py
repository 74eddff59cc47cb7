import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from terreau.entries.known import known
from terreau.entries.models import Entry, EntryManager
from terreau.organizations.models import Organization
from terreau.projects.models import Project
from terreau.projects.phases import Phase


class State(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("review", "planned")
    OPEN = "open", _("dossier open")
    FROZEN = "frozen", _("dossier frozen")
    HELD = "held", _("held, decision awaited")
    HELD_WITHOUT_DECISION = "held_without_decision", _("held without a decision")
    DECIDED = "decided", _("decided")
    CANCELLED = "cancelled", _("cancelled")


PREPARING = (State.PLANNED, State.OPEN, State.FROZEN)
AWAITING = (State.HELD, State.HELD_WITHOUT_DECISION)
PENDING = (*PREPARING, *AWAITING)


class Review(Entry):
    """A committee that decides, on evidence, whether a team goes on. Its context is the project,
    which is also `subject`, its author the incubator that holds it.

    due_on is set when the review is planned and never moves; planned_on, the day of the meeting,
    may. closed_at: when it was decided or cancelled.
    """

    KIND = "review"

    class Basis(models.TextChoices):
        SIX_MONTHS = "six_months", _("six months after the review before")
        FUNDING = "funding", _("thirty days before the funding ends")
        FIRST = "first", _("six months after the first phase began")
        CHOSEN = "chosen", _("chosen by the incubator")

    subject = models.ForeignKey(Project, models.PROTECT, related_name="reviews")
    due_on = models.DateField(_("due on"))
    basis = models.CharField(max_length=16, choices=Basis, default=Basis.CHOSEN)
    planned_on = models.DateField(_("day of the meeting"), null=True, blank=True)
    quorum = models.PositiveSmallIntegerField(_("quorum"), default=2)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reply_due_on = models.DateField(null=True, blank=True)
    rearmed = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[EntryManager] = EntryManager()

    class Meta:
        verbose_name = _("review")
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(closed_at__isnull=True), name="review_pending_once"
            )
        ]
        indexes = [
            models.Index(fields=["subject", "-due_on"], name="review_of"),
            models.Index(fields=["closed_at", "due_on"], name="review_due"),
        ]


class KnownQuerySet(models.QuerySet):
    def known(self, known_at=None):
        return self.filter(known(known_at))


class Known(models.Model):
    """A row on the axis of what was known: corrected by another row, never changed."""

    recorded_at = models.DateTimeField(default=timezone.now)
    superseded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.UUIDField(null=True, blank=True)

    objects = KnownQuerySet.as_manager()

    class Meta:
        abstract = True


class Passage(models.Model):
    """That a review came into a state, when and why: its timeline, and its state at any moment."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="passages")
    state = models.CharField(max_length=32, choices=State)
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["review", "at"], name="passage_of")]

    def __str__(self):
        return f"{self.review_id} {self.state} {self.at}"


class Section(Known):
    """What the team says in the dossier under one heading, or of one item of the gate."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="sections")
    name = models.CharField(max_length=40)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "name"],
                condition=Q(superseded_at__isnull=True),
                name="section_once",
            )
        ]

    def __str__(self):
        return f"{self.review_id} {self.name}"


class Dossier(models.Model):
    """What the committee reads, frozen: canonical JSON (RFC 8785) and its SHA-256 digest.

    A later edit makes a new version; none is ever replaced.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="dossiers")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(default=timezone.now)
    frozen_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "version"], name="dossier_version_once")
        ]

    def __str__(self):
        return f"{self.review_id} v{self.version}"


class Seat(Known):
    """A place at the table of a committee. The public record knows its role, never its name."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("chair")
        MEMBER = "member", pgettext_lazy("committee", "member")
        SPONSOR = "sponsor", _("sponsor")
        RAPPORTEUR = "rapporteur", _("rapporteur")

    review = models.ForeignKey(Review, models.CASCADE, related_name="seats")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="seats"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="seats"
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    declared = models.BooleanField(default=False)
    interests = models.TextField(_("interests"), blank=True)
    recused = models.BooleanField(default=False)
    present = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "user"],
                condition=Q(superseded_at__isnull=True, user__isnull=False),
                name="seat_once",
            )
        ]
        indexes = [models.Index(fields=["review", "superseded_at"], name="seat_of")]

    def __str__(self):
        return f"{self.review_id} {self.role}"


class DecisionKind(models.TextChoices):
    CONTINUE = "continue", _("continue")
    CONDITIONS = "conditions", _("continue with conditions")
    BRIDGE = "bridge", _("bridge of one or two months")
    ADVANCE = "advance", _("advance to the next phase")
    REWORK = "rework", _("rework")
    REINFORCE = "reinforce", _("reinforce")
    STOP_IMPACT = "stop_impact", _("stop: insufficient impact")
    STOP_FUNDING = "stop_funding", _("stop: no funding")
    STOP_BEARER = "stop_bearer", _("stop: no bearer, or a better solution exists")
    TRANSFER = "transfer", _("transfer")
    OPERATE = "operate", _("operate in the network")
    MERGE = "merge", _("merge into another project")
    NONE = "none", _("no decision taken")


K = DecisionKind
KEEPING = (K.CONTINUE, K.CONDITIONS, K.BRIDGE, K.ADVANCE, K.REWORK, K.REINFORCE)
STOPPING = (K.STOP_IMPACT, K.STOP_FUNDING, K.STOP_BEARER)
LEAVING = (*STOPPING, K.OPERATE, K.MERGE)


class Decision(Known):
    """What a committee decided, with its reasons: public. A correction supersedes it.

    dossier: the version of the evidence that was decided on; members: {role: how many were
    there}; phase, phase_on: what the decision changed; request: the key of the form it came from,
    which decides once however often it is sent.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="decisions")
    kind = models.CharField(_("decision"), max_length=16, choices=DecisionKind)
    request = models.UUIDField(default=uuid.uuid4, unique=True)
    held_on = models.DateField(_("held on"))
    published_at = models.DateTimeField(null=True, blank=True)
    dossier = models.ForeignKey(
        Dossier, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    digest = models.CharField(max_length=64, blank=True)
    members = models.JSONField(default=dict, blank=True)
    amount = models.PositiveBigIntegerField(_("amount in euros"), null=True, blank=True)
    funded_until = models.DateField(_("funded until"), null=True, blank=True)
    phase = models.CharField(_("phase"), max_length=32, choices=Phase, blank=True)
    phase_on = models.DateField(null=True, blank=True)
    reasons = models.TextField(_("reasons"))
    dissent = models.TextField(_("dissent"), blank=True)
    criteria = models.TextField(_("criteria for next time"), blank=True)
    learned = models.TextField(_("what was learned"), blank=True)
    bricks = models.TextField(_("what can be used again"), blank=True)
    relaunch = models.TextField(_("advice to whoever takes it up again"), blank=True)
    receiver = models.ForeignKey(
        Entry, models.PROTECT, null=True, blank=True, related_name="received"
    )
    receive_by = models.DateField(_("by"), null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    correction = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review"],
                condition=Q(superseded_at__isnull=True),
                name="decision_known_once",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gt=F("recorded_at")),
                name="decision_knowledge_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["superseded_at", "-held_on"], name="decision_known"),
            models.Index(fields=["superseded_at", "funded_until"], name="decision_funded"),
        ]

    def __str__(self):
        return f"{self.review_id} {self.kind}"


class Condition(models.Model):
    """Something that a decision asks for, by whom and by when; open, it blocks the next funding."""

    class Outcome(models.TextChoices):
        OPEN = "open", pgettext_lazy("condition", "open")
        CLOSED = "closed", pgettext_lazy("condition", "met")
        WAIVED = "waived", pgettext_lazy("condition", "waived")

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="conditions")
    project = models.ForeignKey(Project, models.CASCADE, related_name="conditions")
    text = models.TextField(_("condition"))
    owner = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="owed")
    due_on = models.DateField(_("due on"))
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.OPEN)
    reason = models.TextField(_("reason"), blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["project", "outcome"], name="condition_of")]

    def __str__(self):
        return f"{self.project_id} {self.due_on} {self.outcome}"


class Reply(Known):
    """What the team says to the decision; printed beside it, and whether it came in time."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="replies")
    text = models.TextField(_("reply"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=Q(superseded_at__isnull=True), name="reply_known_once"
            )
        ]

    def __str__(self):
        return f"{self.review_id} {self.recorded_at}"


class Remark(models.Model):
    """What somebody says of a dossier; it has to be answered by a day. Its texts can be erased."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="remarks")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="remarks"
    )
    uses = models.BooleanField(_("I use this service"), default=False)
    text = models.TextField(_("remark"))
    recorded_at = models.DateTimeField(default=timezone.now)
    answer_due_on = models.DateField()
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.UUIDField(null=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["review", "recorded_at"], name="remark_of"),
            models.Index(fields=["answered_at", "answer_due_on"], name="remark_due"),
        ]

    def __str__(self):
        return f"{self.review_id} {self.recorded_at}"
