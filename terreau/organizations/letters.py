"""What organizations write to people, in the language of whoever reads it."""

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from terreau.entries.models import Role
from terreau.notifications.mails import message_id
from terreau.notifications.texts import register_text

SALT = "terreau.organizations.invitation"
ROLES = {
    Role.Name.ADMIN: pgettext_lazy("role", "administrator"),
    Role.Name.EDITOR: pgettext_lazy("role", "editor"),
    Role.Name.MEMBER: pgettext_lazy("role", "member"),
}


def role_label(name):
    return ROLES[name]


register_text(
    "organizations.claim_asked",
    gettext_lazy(
        "Somebody asks to administer the page of {entry}. Its page for members shows the request."
    ),
)
register_text(
    "organizations.join_asked",
    gettext_lazy("Somebody asks to join {entry}. Its page for members shows the request."),
)
register_text(
    "organizations.accepted",
    gettext_lazy("Your request to {entry} was accepted. Your role there: {role}. {reason}"),
    role=role_label,
)
register_text(
    "organizations.refused",
    gettext_lazy("Your request to {entry} was refused: {reason}"),
)
register_text(
    "organizations.turned",
    gettext_lazy(
        "Somebody else has claimed {entry}. Your request stands: its administrators will say "
        "whether you join."
    ),
)
register_text(
    "organizations.role",
    gettext_lazy("Your role in {entry} is now: {role}."),
    role=role_label,
)
register_text(
    "organizations.removed",
    gettext_lazy("An administrator ended your role in {entry}. If that is a mistake, ask to join."),
)


def token_of(invitation):
    """The signed text by which the page of an invitation is found."""
    return signing.Signer(sep=".", salt=SALT).sign(str(invitation.uid))


def uid_of(token):
    """The uid that a token names, or None where it was not signed here."""
    try:
        return signing.Signer(sep=".", salt=SALT).unsign(token)
    except signing.BadSignature:
        return None


def invitation_letter(invitation):
    """The message to whoever is invited, in the language of their account, or of who invites."""
    with translation.override(invitation.language):
        words = {
            "title": " ".join(invitation.organization.title.split()),
            "role": ROLES[invitation.role],
            "day": date_format(localtime(invitation.expires_at), "DATE_FORMAT"),
        }
        context = {
            "text": _(
                "%(title)s invites you to take a role: %(role)s. The invitation is for this "
                "address, works once and ends on %(day)s. To accept or refuse it:"
            )
            % words,
            "url": settings.SITE_URL
            + reverse("organization:invitation", args=[token_of(invitation)]),
            "brand": settings.BRAND,
            "site_url": settings.SITE_URL,
        }
        subject = _("An invitation from %(title)s") % words
        return EmailMessage(
            subject=f"{settings.BRAND['name']}: {subject}",
            body=render_to_string("organizations/letter.txt", context),
            to=[invitation.email],
            headers={
                "Message-ID": message_id(invitation.uid, "invitation"),
                "Auto-Submitted": "auto-generated",
            },
        )
