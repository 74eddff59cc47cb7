"""What organizations write by e-mail to people, in the language of whoever receives it."""

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from terreau.entries.models import Role

SALT = "terreau.organizations.invitation"

# Name: (subject, text, page of the organization to which the message leads).
LETTERS = {
    "claim_asked": (
        _("Somebody claims %(title)s"),
        _(
            "Somebody asks to administer the page of %(title)s, which nobody has claimed. Their "
            "message and what to do with it:"
        ),
        "settle",
    ),
    "join_asked": (
        _("Somebody asks to join %(title)s"),
        _("Somebody asks to become a member of %(title)s. Their message and what to do with it:"),
        "settle",
    ),
    "accepted": (
        _("You are a member of %(title)s"),
        _("Your request was accepted. Your role in %(title)s: %(role)s. Its page for members:"),
        "members",
    ),
    "refused": (
        _("Your request to %(title)s was refused"),
        _("Your request to take part in %(title)s was refused. The reason given:"),
        "detail",
    ),
    "turned": (
        _("%(title)s has administrators now"),
        _(
            "Somebody else has claimed %(title)s. Your request stands: its administrators will say "
            "whether you become a member."
        ),
        "detail",
    ),
    "role": (
        _("Your role in %(title)s changed"),
        _("Your role in %(title)s is now: %(role)s. Its page for members:"),
        "members",
    ),
    "removed": (
        _("You are no longer a member of %(title)s"),
        _("An administrator ended your role in %(title)s. If that is a mistake, ask to join:"),
        "detail",
    ),
}
INVITATION = (
    _("An invitation from %(title)s"),
    _(
        "%(title)s invites you to take a role: %(role)s. The invitation is for this address, works "
        "once and ends on %(day)s. To accept or refuse it:"
    ),
)
ROLES = {
    Role.Name.ADMIN: pgettext_lazy("role", "administrator"),
    Role.Name.EDITOR: pgettext_lazy("role", "editor"),
    Role.Name.MEMBER: pgettext_lazy("role", "member"),
}


def token_of(invitation):
    """The signed text by which the page of an invitation is found."""
    return signing.dumps(str(invitation.uid), salt=SALT)


def uid_of(token):
    """The uid that a token names, or None where it was not signed here."""
    try:
        return signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None


def letter(name, organization, user, *, role="", reason="", request=None):
    """The message of that name to a user, ready to be sent. request: the key of the one settled."""
    subject, text, page = LETTERS[name]
    with translation.override(user.language):
        words = {"title": organization.title, "role": ROLES.get(role, role)}
        keys = [organization.slug, request] if page == "settle" else [organization.slug]
        return message(
            user.email,
            subject % words,
            text % words,
            reverse(f"organization:{page}", args=keys),
            reason,
        )


def invitation_letter(invitation):
    subject, text = INVITATION
    with translation.override(invitation.language):
        words = {
            "title": invitation.organization.title,
            "role": ROLES[invitation.role],
            "day": date_format(localtime(invitation.expires_at), "DATE_FORMAT"),
        }
        address = reverse("organization:invitation", args=[token_of(invitation)])
        return message(invitation.email, subject % words, text % words, address)


def message(email, subject, text, path, reason=""):
    body = render_to_string(
        "organizations/letter.txt",
        {
            "text": text,
            "reason": reason,
            "url": settings.SITE_URL + path,
            "brand": settings.BRAND,
            "site_url": settings.SITE_URL,
        },
    )
    subject = " ".join(f"{settings.BRAND['name']}: {subject}".split())
    return EmailMessage(subject=subject, body=body, to=[email])
