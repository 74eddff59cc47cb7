"""Secrets by which programs record measurements. They are private: none leaves a statement."""

import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.entries.actions import action
from terreau.evidence.models import Token

PREFIX = "terreau_"
LONGEST = 100
MOST = 20  # tokens of one project in use


@action("evidence.create_token")
def create_token(user, project, *, name):
    """A new token and its secret, which is shown this once and kept nowhere: (Token, text)."""
    if Token.objects.filter(project=project, revoked_at__isnull=True).count() >= MOST:
        raise ValidationError(_("This project has enough tokens: revoke one that is not used."))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(project=project, user=user, name=name, digest=digest_of(secret))
    return token, secret


@action("evidence.revoke_token")
def revoke_token(user, project, *, token):
    """Make a token worthless, at once and for ever."""
    mine = Token.objects.filter(pk=token.pk, project=project.pk, revoked_at__isnull=True)
    return mine.update(revoked_at=timezone.now())


def use(secret):
    """The token of a secret, noted as used today; None for any other text.

    One query, two on its first use of a day.
    """
    if not secret.startswith(PREFIX) or len(secret) > LONGEST:
        return None
    found = Token.objects.filter(digest=digest_of(secret), revoked_at__isnull=True)
    token = found.select_related("user").first()
    if token is None or not token.user.is_active:
        return None
    today = timezone.localdate()
    if token.last_used_on != today:
        Token.objects.filter(pk=token.pk).update(last_used_on=today)
    return token


def digest_of(secret):
    """SHA-256, in hexadecimal: the secret is random, so that no salt and no slowness is needed."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
