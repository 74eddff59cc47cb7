from django.db.models.signals import post_save
from django.dispatch import receiver

from terreau.entries.actions import recorded
from terreau.entries.installation import INSTALLATION
from terreau.moderation.models import Reason, Report
from terreau.resources.actions import flag, renew
from terreau.resources.models import Resource, State

ABOUT_CONTENT = (Reason.OUTDATED, Reason.DUPLICATE)


@receiver(post_save, sender=Report)
def flag_reported(sender, instance, created, **given):
    """Show that a resource was reported for what it says; other reasons stay between the reporter
    and the moderators."""
    case = instance.case
    if created and case.what == "entry" and instance.reason in ABOUT_CONTENT:
        for resource in Resource.objects.filter(pk=case.entry_id, uid=case.subject):
            flag(INSTALLATION, resource, reason=str(instance.reason))


@receiver(recorded)
def renew_kept(sender, entry, statement, **given):
    """A moderator who keeps a reported resource, or shows it again, answers the report."""
    if statement.verb not in ("moderation.keep", "moderation.show"):
        return
    if statement.payload["what"] == "entry" and entry.kind == Resource.KIND:
        for resource in Resource.objects.filter(pk=entry.pk, state=State.REPORTED):
            renew(INSTALLATION, resource)
