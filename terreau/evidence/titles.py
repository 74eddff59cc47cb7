"""Actions on titles, such as "national impact": only the body that gives one says so."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.actions import action
from terreau.entries.dates import refuse_far
from terreau.entries.rules import edits_one_of
from terreau.evidence.measuring import is_address, supersede
from terreau.evidence.models import Attestation
from terreau.projects.actions import day_label, required


@action(
    "evidence.attest",
    sentence=gettext_lazy("{organization} gave {subject} the title “{title}” on {on}."),
    labels={"on": day_label},
)
def attest(user, project, *, organization, title, attested_on, source=""):
    """Say, in the name of an organization, that it gave a title to a project."""
    refuse_stranger(user, organization)
    refuse_far(attested_on)
    title = title.strip()
    if not title:
        raise ValidationError({"title": _("Say which title was given.")})
    if attested_on > timezone.localdate():
        raise ValidationError({"attested_on": _("A title is recorded once it was given.")})
    if source and not is_address(source):
        raise ValidationError({"source": _("Give a public address, or none.")})
    known = Attestation.objects.known().filter(project=project.pk, organization=organization)
    if known.filter(title=title).exists():
        raise ValidationError(_("This title is recorded already."))
    row = Attestation.objects.create(
        project=project, organization=organization, title=title, attested_on=attested_on,
        source=source, recorded_by=user.uid,
    )  # fmt: skip
    return said(row)


@action(
    "evidence.revoke",
    sentence=gettext_lazy("{organization} took the title “{title}” from {subject}: {reason}"),
)
def revoke(user, project, *, attestation, reason):
    """Say, in the name of the organization that gave a title, that it no longer holds."""
    known = Attestation.objects.known().select_related("organization")
    row = known.filter(pk=attestation.pk, project=project.pk).first()
    if row is None:
        raise ValidationError(_("This title was taken back in the meantime."))
    refuse_stranger(user, row.organization)
    reason = required(reason)
    supersede(row, timezone.now(), reason)
    return said(row) | {"reason": reason}


def said(row):
    return {
        "title": row.title,
        "on": row.attested_on.isoformat(),
        "organization_uid": str(row.organization.uid),
    }


def refuse_stranger(user, organization):
    if not (user.is_staff or edits_one_of(user, [organization.pk])):
        raise ValidationError(
            _("Only somebody of %(organization)s can say which titles it gives."),
            params={"organization": organization.title},
        )
