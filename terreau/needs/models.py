import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from terreau.entries.models import Entry, EntryManager
from terreau.offers.models import Form, Offer
from terreau.organizations.models import Organization
from terreau.people.models import Person

HELPED_BY = "helped_by"


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("need", "draft")
    OPEN = "open", pgettext_lazy("need", "open")
    MATCHED = "matched", pgettext_lazy("need", "somebody helps")
    IN_PROGRESS = "in_progress", pgettext_lazy("need", "in progress")
    MET = "met", pgettext_lazy("need", "met")
    PARTLY_MET = "partly_met", pgettext_lazy("need", "partly met")
    UNMET = "unmet", pgettext_lazy("need", "not met")
    WITHDRAWN = "withdrawn", pgettext_lazy("need", "withdrawn")


HELPED = (State.MATCHED, State.IN_PROGRESS)
SOLVED = (State.MET, State.PARTLY_MET)
CLOSED = (*SOLVED, State.UNMET, State.WITHDRAWN)


class Visibility(models.TextChoices):
    EVERYONE = "everyone", _("everyone")
    CIRCLE = "circle", _("who speaks for us, and whom it is addressed to")


class Need(Entry):
    """What an organization or a person cannot do alone; `summary` is the beginning of `problem`.

    A draft and a need of a circle are not published: they are seen by who speaks for the author,
    and by who has a role in them. due_on: by when whom it is addressed to owes an answer;
    answered_at: when it came. hours, transferred: of the outcome, with reason where it was not met.
    """

    KIND = "need"

    problem = models.TextField(_("the problem"), max_length=6000)
    background = models.TextField(_("the context"), max_length=6000, blank=True)
    form = models.CharField(_("form of help expected"), max_length=16, choices=Form, blank=True)
    deadline = models.DateField(_("needed by"), null=True, blank=True)
    visibility = models.CharField(
        _("who sees it"), max_length=16, choices=Visibility, default=Visibility.EVERYONE
    )
    addressed_to = models.ForeignKey(
        Organization, models.SET_NULL, null=True, blank=True, related_name="needs_addressed",
        verbose_name=_("addressed to"),
    )  # fmt: skip
    due_on = models.DateField(null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    answer = models.TextField(_("answer"), max_length=6000, blank=True)
    matched_on = models.DateField(null=True, blank=True, editable=False)
    closed_on = models.DateField(null=True, blank=True, editable=False)
    hours = models.PositiveIntegerField(_("hours given"), null=True, blank=True)
    transferred = models.TextField(_("what was handed on"), max_length=4000, blank=True)
    reason = models.TextField(_("reason"), max_length=4000, blank=True)

    objects: ClassVar[EntryManager] = EntryManager()

    class Meta:
        verbose_name = _("need")
        constraints = [
            models.CheckConstraint(
                condition=~Q(answered_at__isnull=False, due_on__isnull=True),
                name="need_answers_what_was_due",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(answered_at__isnull=True, due_on__isnull=False),
                name="need_waiting",
            ),
            models.Index(fields=["matched_on"], name="need_matched"),
        ]


class Help(models.Model):
    """Somebody offers help for a need, or is asked for it: private until it is accepted.

    helper: the organization or person who would help; asked: whether the side of the need asked
    for it, so that the other side answers; user: who wrote it. Only the two sides know of a help
    that was declined or withdrawn.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("help", "waiting")
        ACCEPTED = "accepted", pgettext_lazy("help", "accepted")
        DECLINED = "declined", pgettext_lazy("help", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("help", "withdrawn")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    need = models.ForeignKey(Need, models.CASCADE, related_name="helps")
    helper = models.ForeignKey(Entry, models.CASCADE, related_name="helps_given")
    offer = models.ForeignKey(Offer, models.SET_NULL, null=True, blank=True, related_name="helps")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="helps_written"
    )
    asked = models.BooleanField(default=False)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    written_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("help")
        constraints = [
            models.UniqueConstraint(
                fields=["need", "helper"],
                condition=Q(state__in=["waiting", "accepted"]),
                name="help_live_once",
            )
        ]
        indexes = [
            models.Index(fields=["need", "state", "written_at"], name="help_for"),
            models.Index(fields=["helper", "state", "written_at"], name="help_by"),
        ]

    def __str__(self):
        return f"{self.helper_id} for {self.need_id}: {self.state}"


class SkillWord(models.Model):
    """A lexeme of what a profile says to some readers only, by which it is looked for.

    What everybody may read is in the index of search. Whether a reader may see the field is asked
    again of each profile that is found.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="skill_words")
    lexeme = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("word of a profile")
        constraints = [models.UniqueConstraint(fields=["lexeme", "person"], name="skill_word_once")]

    def __str__(self):
        return f"{self.lexeme} of {self.person_id}"
