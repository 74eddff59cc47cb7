import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.entries.addresses import address_of
from terreau.entries.known import known, valid
from terreau.prepared.addresses import address
from terreau.territories.models import Territory


class Topic(models.Model):
    """A theme by which entries are found; the name is shown as its source wrote it."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("theme")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("topics:detail", self.slug)


def visible(user, prefix=""):
    """The Q of the entries that a user may see; prefix: the path to them from another model.

    `Link.objects.filter(visible(user, "target__"))` asks for the rows at hand alone, where
    `target__in=Entry.objects.visible_to(user)` would list every entry first.
    """
    public = Q(**{f"{prefix}published_at__isnull": False, f"{prefix}hidden_at__isnull": True})
    if user is None or not user.is_authenticated:
        return public
    if user.is_staff:
        return Q()
    if user.is_active and user.is_moderator:  # who decides on what is hidden reads it
        public = Q(**{f"{prefix}published_at__isnull": False})
    mine = Role.objects.filter(user=user).values("entry")
    own = Q(**{f"{prefix}author__in": mine})
    open_to_own = own & Q(**{f"{prefix}shared_at__isnull": True})
    in_circle = shared_with(user, prefix) & (Q(**{f"{prefix}hidden_at__isnull": True}) | own)
    return public | Q(**{f"{prefix}pk__in": mine}) | open_to_own | in_circle


def shared_with(user, prefix=""):
    """The Q of the entries that are shared with those who belong to their context, as the user."""
    mine = Role.objects.filter(user=user).values("entry")
    return Q(**{f"{prefix}shared_at__isnull": False, f"{prefix}context__in": mine})


class EntryQuerySet(models.QuerySet):
    def public(self):
        """What anybody may see."""
        return self.filter(published_at__isnull=False, hidden_at__isnull=True)

    def visible_to(self, user):
        """What this user may see: the one door of every page, API, search, feed and export."""
        return self.filter(visible(user))

    def newest(self):
        return self.order_by("-published_at", "-pk")


AnyManager = models.Manager.from_queryset(EntryQuerySet)


class EntryManager(AnyManager):
    def get_queryset(self):
        """Name the kind in every query on a child: the (kind, state) index then serves it."""
        entries = super().get_queryset()
        return entries.filter(kind=self.model.KIND) if self.model.KIND else entries


class Entry(models.Model):
    """A public thing.

    One identity for feed, follow, search, comment, moderation, federation, open data and
    lineage. What lists filter or sort by lives here; what only a page shows lives on the child.

    shared_at: when it was shown to a circle, those who have a role in it or in its context, and to
    nobody else: not even to the others for whom its author speaks. The public record is silent on
    what is shared so (see `actions`).
    """

    KIND = ""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=32, editable=False)
    slug = models.SlugField(_("address"), max_length=120)
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    language = models.CharField(_("language"), max_length=8, default="fr")
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="entries",
        verbose_name=_("territory"),
    )  # fmt: skip
    author = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="authored"
    )
    context = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="hosted"
    )
    state = models.CharField(_("state"), max_length=32, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    statement_count = models.PositiveIntegerField(default=0, editable=False)
    file_count = models.PositiveSmallIntegerField(null=True, editable=False)
    topics = models.ManyToManyField(Topic, blank=True, related_name="entries")

    objects: ClassVar[EntryManager] = EntryManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="entry_kind_slug"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(shared_at__isnull=True),
                name="entry_published_or_shared",
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="entry_newest"),
            models.Index(fields=["kind", "-published_at", "-id"], name="entry_kind_newest"),
            models.Index(fields=["kind", "state", "-published_at", "-id"], name="entry_kind_state"),
            models.Index(fields=["kind", "title", "id"], name="entry_kind_title"),
            models.Index(fields=["kind", "-updated_at", "-id"], name="entry_kind_updated"),
            models.Index(
                fields=["territory", "kind", "-published_at"], name="entry_territory_kind"
            ),
            # SQLite takes the nothing of all that are in none for one context that holds them.
            models.Index(
                fields=["context", "-created_at", "-id"], condition=Q(context__isnull=False),
                name="entry_in_context",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.kind = self.kind or self.KIND
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return address_of(self.kind, self.slug)

    @property
    def is_public(self):
        return self.published_at is not None and self.hidden_at is None

    @property
    def is_shown(self):
        """Whether it is there to be read and spoken of: by everybody, or within its circle."""
        return self.hidden_at is None and (self.published_at or self.shared_at) is not None


class Role(models.Model):
    """What a user may do for an entry: for an organization, being a member of it."""

    class Name(models.TextChoices):
        ADMIN = "admin", _("administrator")
        EDITOR = "editor", _("editor")
        MEMBER = "member", _("member")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="roles")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="roles")
    name = models.CharField(max_length=16, choices=Name)
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "entry"], name="role_once")]

    def __str__(self):
        return f"{self.name} of {self.entry_id}"


class Tenure(models.Model):
    """A role as it was held: private, half open, written with every change of a Role.

    A role begins and ends at the moment that it is recorded, so that one axis of time says both
    who had it when and what was known of it then.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tenures")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="tenures")
    name = models.CharField(max_length=16, choices=Role.Name)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "entry"], condition=Q(until__isnull=True), name="tenure_open_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="tenure_in_order",
            ),
        ]
        indexes = [models.Index(fields=["entry", "-since"], name="tenure_of")]

    def __str__(self):
        return f"{self.name} of {self.entry_id}"


class ActedAs(models.Model):
    """For which organization somebody did what a statement tells: private.

    The statement names the person by their uid; that they did it for this organization stands
    here alone.
    """

    statement = models.UUIDField(unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="acted_as")
    organization = models.ForeignKey(Entry, models.CASCADE, related_name="acted_for")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "acted as"

    def __str__(self):
        return f"{self.statement} for {self.organization_id}"


class OldSlug(models.Model):
    """An address that an entry had: it redirects to the present one for ever."""

    kind = models.CharField(max_length=32)
    slug = models.SlugField(max_length=120)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="old_slugs")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="old_slug_once")]

    def __str__(self):
        return f"{self.kind}/{self.slug}"


class Tombstone(models.Model):
    """What is left of a deleted entry: that it was here, when it went and why."""

    uid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=32)
    slug = models.SlugField(max_length=120)
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["kind", "slug"], name="tombstone_address")]

    def __str__(self):
        return f"{self.kind}/{self.slug}"


class LinkQuerySet(models.QuerySet):
    def at(self, as_of, known_at=None):
        """The links that were true on a day, as known at a moment (None: now)."""
        return self.filter(known(known_at), valid(as_of))

    def known(self, known_at=None):
        return self.filter(known(known_at))


class Link(models.Model):
    """An arrow between two entries with a role, on both axes of time."""

    source = models.ForeignKey(Entry, models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Entry, models.CASCADE, related_name="links_in")
    role = models.CharField(max_length=32)
    leads = models.BooleanField(default=False)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    superseded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.UUIDField(null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "role"],
                condition=Q(superseded_at__isnull=True, valid_to__isnull=True),
                name="link_open_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=models.F("valid_from")),
                name="link_dates_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["source", "role", "superseded_at"], name="link_from"),
            models.Index(fields=["target", "role", "superseded_at"], name="link_to"),
        ]

    def __str__(self):
        return f"{self.source_id} {self.role} {self.target_id}"


class Tally(models.Model):
    """How many public entries of a kind and state there are in a scope, kept by every action.

    scope "all" (key ""), "territory" (key: the code, with all that it contains), "topic" (key: the
    slug), or a link's role (key: the uid of the entry pointed at), as of today, known now. Some
    count nothing any more; a query that leaves them out by `count > 0` may lure a database from
    the index by key.
    """

    scope = models.CharField(max_length=32)
    key = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=32)
    state = models.CharField(max_length=32, blank=True)
    count = models.IntegerField(default=0)

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [
            models.UniqueConstraint(fields=["scope", "key", "kind", "state"], name="tally_cell")
        ]
        indexes = [models.Index(fields=["scope", "-count"], name="tally_largest")]

    def __str__(self):
        return f"{self.scope} {self.key} {self.kind} {self.state}: {self.count}"
