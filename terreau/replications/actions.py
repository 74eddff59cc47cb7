"""Saying that a project was taken over elsewhere: public once who took it over says so."""

from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries import tallies
from terreau.entries.actions import action
from terreau.entries.dates import refuse_far
from terreau.entries.models import Link, Role
from terreau.entries.rules import EDITING, edits_one_of
from terreau.follows.actions import follow_on
from terreau.notifications.actions import notify
from terreau.notifications.texts import register_text
from terreau.projects.actions import day_label
from terreau.projects.models import Project
from terreau.replications.models import REPLICATES, Replication
from terreau.search.actions import index

State = Replication.State
FIELDS = ("territory", "on", "adaptation", "cost", "result")
LIVE = (State.WAITING, State.CONFIRMED)
LABELS = {"on": day_label}

register_text(
    "replications.proposed",
    gettext_lazy("{entry}: it is said that you took it over. Confirm it, or decline."),
)


@action(
    "replications.declare",
    sentence=gettext_lazy("{subject} was taken over by {taker} on {on}."),
    labels=LABELS,
)
def declare(user, project, *, taker, **fields):
    """Say for whoever took a project over that they did."""
    if not edits_one_of(user, [taker.pk, taker.author_id]):
        raise PermissionDenied(f"speaking for {taker.uid}")
    found = Replication.objects.filter(project=project, taker=taker, state=State.WAITING).first()
    replication = found or built(user, project, taker, fields)
    return settled(user, project, replication)


@action("replications.propose")
def propose(user, project, *, taker, **fields):
    """Say, for the project, who took it over: they confirm it or not."""
    replication = built(user, project, taker, fields)
    replication.save()
    roles = Role.objects.filter(entry__in=[taker.pk, taker.author_id], name__in=EDITING)
    users = {role.user for role in roles.select_related("user").order_by("pk")}
    key = f"replications.proposed:{replication.uid}"
    notify(users, project, key=key, text="replications.proposed")
    return replication


@action(
    "replications.confirm",
    sentence=gettext_lazy("{subject} was taken over by {taker} on {on}."),
    labels=LABELS,
)
def confirm(user, project, *, replication):
    return settled(user, project, waiting(user, project, replication))


@action("replications.decline")
def decline(user, project, *, replication):
    """Say that one did not take it over: only the two sides know."""
    found = waiting(user, project, replication)
    found.state, found.settled_at = State.DECLINED, timezone.now()
    found.save(update_fields=["state", "settled_at"])
    return found


@action(
    "replications.retract",
    sentence=gettext_lazy("{subject}: that {taker} took it over was taken back. {reason}"),
)
def retract(user, project, *, replication, reason):
    """Take back what was declared, by either side; the record keeps both."""
    held = Replication.objects.filter(pk=replication.pk, project=project, state=State.CONFIRMED)
    found = held.select_related("taker", "link").first()
    if found is None:
        raise ValidationError(_("This was settled in the meantime."))
    sides = [found.taker_id, found.taker.author_id, project.pk, project.author_id]
    if not edits_one_of(user, sides):
        raise PermissionDenied("replications.retract")
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    with counted(found.taker):
        Link.objects.filter(pk=found.link_id).update(superseded_at=timezone.now())
    found.state, found.settled_at = State.RETRACTED, timezone.now()
    found.save(update_fields=["state", "settled_at"])
    return {"taker_uid": str(found.taker.uid), "reason": reason.strip()}


def built(user, project, taker, fields):
    """A replication not saved yet. Raises ValidationError for what cannot be."""
    if taker.kind not in ("organization", "project") or not taker.is_public:
        raise ValidationError({"taker": _("Organizations and projects take projects over.")})
    if taker.pk == project.pk:
        raise ValidationError({"taker": _("A project does not take itself over.")})
    day = fields.get("on")
    if day is not None:
        refuse_far(day)
        if day > timezone.localdate():
            raise ValidationError({"on": _("This day is still to come.")})
    if Replication.objects.filter(project=project, taker=taker, state__in=LIVE).exists():
        raise ValidationError({"taker": _("This is on record already, or waits.")})
    given = {name: fields[name] for name in FIELDS if name in fields}
    replication = Replication(project=project, taker=taker, user=user, **given)
    replication.full_clean(exclude=("link", "user"), validate_unique=False)
    return replication


def waiting(user, project, replication):
    found = Replication.objects.filter(pk=replication.pk, project=project, state=State.WAITING)
    found = found.select_related("taker", "user").first()
    if found is None:
        raise ValidationError(_("This was settled in the meantime."))
    if not edits_one_of(user, [found.taker_id]):
        raise PermissionDenied(f"speaking for {found.taker.uid}")
    return found


def settled(user, project, replication):
    """Make a replication public; what the record keeps of it. Both who proposed and who confirmed
    follow the project, and the project that it became."""
    taker = replication.taker
    with counted(taker):
        replication.link = Link.objects.create(
            source=taker, target_id=replication.project_id, role=REPLICATES,
            valid_from=replication.on, recorded_by=user.uid,
        )  # fmt: skip
    replication.state, replication.settled_at = State.CONFIRMED, timezone.now()
    replication.save()
    for each in (replication.user, user):
        follow_on(each, project)
        if taker.kind == Project.KIND:
            follow_on(each, taker)
    return {"taker_uid": str(taker.uid), "on": replication.on.isoformat()}


@contextmanager
def counted(taker):
    """Keep counts and search with a link of who took a project over: the act locks the project."""
    before = tallies.standing(taker)
    yield
    tallies.follow(before, taker)
    index(taker)
