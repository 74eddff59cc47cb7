"""Actions on who hosts and who sponsors a project, on both axes of time."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.actions import action
from terreau.entries.dates import refuse_far
from terreau.entries.models import Link
from terreau.entries.rules import edits_one_of
from terreau.projects.actions import day_label, refuse_birth
from terreau.projects.queries import INCUBATED_BY, SPONSORED_BY

ROLES = {INCUBATED_BY: gettext_lazy("incubator"), SPONSORED_BY: gettext_lazy("sponsor")}


def role_label(role):
    return ROLES[role]


LABELS = {"role": role_label, "on": day_label}


@action(
    "projects.affiliate",
    sentence=gettext_lazy("{subject} has {organization} as {role} since {on}."),
    labels=LABELS,
)
def affiliate(user, project, *, organization, role, on, leads=False):
    """Tie a project to an incubator or a sponsor from a day on.

    Who edits an incubator edits its projects: so only somebody of the incubator takes one in.
    """
    if role not in ROLES:
        raise ValidationError(_("A project has incubators and sponsors only."))
    if role == INCUBATED_BY and not (user.is_staff or edits_one_of(user, [organization.pk])):
        raise ValidationError(
            _("Ask somebody of %(organization)s to take the project in."),
            params={"organization": organization.title},
        )
    refuse_birth(project, on)
    ties = Link.objects.known().filter(source=project, role=role)
    same = ties.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), target=organization)
    if same.exists():
        raise ValidationError(_("This organization has that role on that day already."))
    if leads:
        for tie in ties.filter(leads=True, valid_to__isnull=True).select_related("target"):
            stop_leading(tie, user, on)
    Link.objects.create(
        source=project, target=organization, role=role, leads=leads, valid_from=on,
        recorded_by=user.uid,
    )  # fmt: skip
    return {
        "organization_uid": str(organization.uid),
        "role": role,
        "on": on.isoformat(),
        "leads": leads,
    }


@action(
    "projects.end_affiliation",
    sentence=gettext_lazy("{subject} no longer has {organization} as {role} since {on}."),
    labels=LABELS,
)
def end_affiliation(user, project, *, link, on):
    """End a tie on a day; that it was, and until when, stays."""
    tie = Link.objects.known().filter(pk=link.pk, source=project, valid_to__isnull=True).first()
    if tie is None:
        raise ValidationError(_("This tie has ended already."))
    refuse_far(on)
    if tie.valid_from and on < tie.valid_from:
        raise ValidationError(_("A tie cannot end before it began."))
    replace(tie, user, valid_to=on)
    return {
        "organization_uid": str(tie.target.uid),
        "role": tie.role,
        "on": on.isoformat(),
    }


def stop_leading(tie, user, on):
    """The tie leads until a day, and goes on from it without leading."""
    if tie.valid_from and tie.valid_from >= on:
        replace(tie, user, leads=False)
        return
    replace(tie, user, valid_to=on)
    Link.objects.create(
        source_id=tie.source_id, target_id=tie.target_id, role=tie.role, valid_from=on,
        recorded_by=user.uid,
    )  # fmt: skip


def replace(tie, user, **changes):
    """Supersede a link by one that says something else of the same two entries."""
    now = timezone.now()
    Link.objects.filter(pk=tie.pk).update(superseded_at=now)
    said = {
        "source_id": tie.source_id, "target_id": tie.target_id, "role": tie.role,
        "leads": tie.leads, "valid_from": tie.valid_from, "valid_to": tie.valid_to,
    }  # fmt: skip
    Link.objects.create(**said | changes, recorded_at=now, recorded_by=user.uid)
