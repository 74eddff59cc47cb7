"""What is done to a group as a whole; who belongs to it is in `belonging`.

A group may belong to a person with a profile: were statements signed, they would tie its name to
the uid under which the person does everything else. So none is.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.actions import action, lock
from terreau.entries.changes import change_fields
from terreau.entries.installation import INSTALLATION
from terreau.entries.models import Role
from terreau.entries.slugs import free_slug
from terreau.groups.belonging import enter, let_out
from terreau.groups.models import Admission, Group, Membership, State
from terreau.groups.notices import facilitators, tell_facilitators

FIELDS = (
    "title", "summary", "charter", "admission", "is_listed", "territory", "review_on",
)  # fmt: skip


@action(
    "groups.create",
    sentence=gettext_lazy("{subject}: a group was founded."),
    is_unsigned=True,
    quotes=lambda payload: True,
)
def create(user, group, *, topics=(), **fields):
    """Found a group; whoever does facilitates it. One that is not listed has no name in its
    address: that of the next one would tell it."""
    for name in FIELDS:
        if name in fields:
            setattr(group, name, fields[name])
    group.is_listed = group.is_listed or not group.is_closed
    group.state = group.admission
    now = timezone.now()
    group.published_at, group.shared_at = (now, None) if group.is_listed else (None, now)
    group.slug = free_slug(Group.KIND, group.title if group.is_listed else str(group.uid))
    group.full_clean(exclude=("slug",))
    group.save()
    group.topics.set(topics)
    enter(group, user, Role.Name.ADMIN, by=user)
    return {"admission": group.admission}


@action("groups.edit", sentence=gettext_lazy("{subject}: the group was changed."), is_unsigned=True)
def edit(user, group, *, topics=None, **fields):
    """Change a group. What was said among members stays among them: a closed group stays closed,
    and one that everybody finds stays so."""
    given = {name: fields[name] for name in FIELDS if name in fields}
    admission = given.get("admission", group.admission)
    if group.is_closed and admission != Admission.CLOSED:
        words = _("A closed group stays closed: what members wrote was for members.")
        raise ValidationError({"admission": words})
    if group.is_listed or admission != Admission.CLOSED:
        given.pop("is_listed", None)
    given["state"] = admission
    if given.get("is_listed"):
        given |= {"published_at": timezone.now(), "shared_at": None}
    themes = topics is not None and set(topics) != set(group.topics.all())
    if themes:
        group.topics.set(topics)
    said = change_fields(group, given)
    if said is None and not themes:
        return None
    changed = set(said["changed"]) if said else set()
    return {"changed": sorted(changed - {"state", "published_at", "shared_at"})}


@action("groups.propose_archive", sentence=gettext_lazy(
    "{subject}: nothing was said for twelve months; it is proposed to archive the group."
))  # fmt: skip
def propose_archive(user, group):
    """Ask those who facilitate it what becomes of a group that is silent."""
    group.proposed_at = timezone.now()
    group.save(update_fields=["proposed_at"])
    tell_facilitators("silent", group, group.active_at.date())
    return {}


@action("groups.go_on", sentence=gettext_lazy("{subject}: the group goes on."), is_unsigned=True)
def go_on(user, group):
    """Keep a silent group for twelve months more."""
    awake(group)
    return {}


@action(
    "groups.archive",
    sentence=gettext_lazy("{subject}: the group was archived. {reason}"),
    is_unsigned=True,
    is_decision=True,
)
def archive(user, group, *, reason=""):
    """End a group: what was said stays to be read by those who could, and nothing is added."""
    group.state = State.ARCHIVED
    group.proposed_at = None
    group.save(update_fields=["state", "proposed_at"])
    return {"reason": reason.strip()}


@action(
    "groups.revive",
    sentence=gettext_lazy("{subject}: the group is alive again."),
    is_unsigned=True,
    is_decision=True,
)
def revive(user, group):
    group.state = group.admission
    group.save(update_fields=["state"])
    awake(group)
    return {}


def awake(group):
    """Note that something was said or decided in a group. For actions that hold its lock."""
    group.active_at, group.proposed_at = timezone.now(), None
    Group.objects.filter(pk=group.pk).update(active_at=group.active_at, proposed_at=None)


def let_go(user):
    """Forget how somebody stands towards groups, in the transaction that erases their account.

    A group that they facilitated alone is archived; those who run the site can give it to another.
    """
    for group in Group.objects.filter(roles__user=user).order_by("pk"):
        lock(group)
        let_out(group, user, by=None)
        if not group.is_archived and not facilitators(group):
            archive(INSTALLATION, group)
    Membership.objects.filter(user=user).delete()
