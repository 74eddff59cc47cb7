"""What files keep of a person: those that they added."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from terreau.accounts.personal import Holding, register_holding
from terreau.attachments.actions import forget
from terreau.attachments.queries import files_by


def rows(user):
    for each in files_by(user):
        yield {
            "uid": str(each.uid),
            "entry": str(each.entry.uid),
            "beside": each.entry.title,
            "title": each.title,
            "alt": each.alt,
            "media_type": each.media_type,
            "bytes": each.size,
            "sha256": each.digest,
            "at": each.created_at,
            "address": settings.SITE_URL + each.get_absolute_url(),
        }


register_holding(
    Holding("files", _("Files added"), ("attachments.Attachment",), rows, erase=forget)
)
