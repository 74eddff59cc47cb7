"""How people want to be written to: writes, and the signed addresses that work without signing in.

Private: none leaves a statement.
"""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from terreau.accounts.queries import user_with, user_with_uid
from terreau.notifications.models import Preference

SALT = "terreau.notifications.unsubscribe"
REASON = Preference._meta.get_field("bounce_reason").max_length


def preference_of(user):
    """The Preference of a user, an unsaved one of the usual where they never chose: one query."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)


def choose_rhythm(user, rhythm):
    rhythm = Preference.Rhythm(rhythm)
    Preference.objects.update_or_create(user=user, defaults={"rhythm": rhythm})


def note_bounce(email, reason=""):
    """Pause the mails to an address that takes none; whether somebody has it."""
    user = user_with(email)
    if user is None:
        return False
    given = {"bounced_at": timezone.now(), "bounce_reason": " ".join(reason.split())[:REASON]}
    Preference.objects.update_or_create(user=user, defaults=given)
    return True


def resume(user):
    """Write to somebody again who says that their address takes mails."""
    Preference.objects.filter(user=user).update(bounced_at=None, bounce_reason="")


def is_paused(user):
    """Whether mails to somebody wait because their address took none: one query."""
    return Preference.objects.filter(user=user, bounced_at__isnull=False).exists()


def token_of(uid):
    """A signed text by which whoever received a mail ends these mails, without signing in."""
    return signing.Signer(salt=SALT).sign_object(str(uid), compress=True)


def user_of(token):
    """The user whom a token is of, or None for one that this site did not sign: one query."""
    try:
        uid = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    return user_with_uid(uid)


def unsubscribe_address(uid):
    """The whole address in the language in force."""
    return settings.SITE_URL + reverse("notifications:unsubscribe", args=[token_of(uid)])
