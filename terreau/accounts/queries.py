from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core import signing
from django.db.models import Exists, OuterRef

from terreau.accounts.models import User

LINK_AGE = timedelta(minutes=15)
LINK_SALT = "terreau.accounts.link"


def user_with(email):
    """The user of that e-mail address, or None: one query."""
    return User.objects.filter(email=User.objects.folded(email)).first()


def link_token(user):
    """A signed text that signs this user in once, in the next 15 minutes; see actions.use_link.

    It holds the moment of the last sign-in: the next one, by whatever way, makes it worthless.
    """
    seen = user.last_login.isoformat() if user.last_login else None
    return signing.dumps([str(user.uid), seen], salt=LINK_SALT, compress=True)


def user_of_link(token):
    """The users that a token may still sign in, as a queryset of at most one: no query yet."""
    try:
        uid, seen = signing.loads(token, salt=LINK_SALT, max_age=LINK_AGE)
    except signing.BadSignature:
        return User.objects.none()
    last_login = datetime.fromisoformat(seen) if seen else None
    return User.objects.filter(uid=uid, last_login=last_login, is_active=True)


def never_confirmed(before):
    """The users who asked for an account before a moment and never proved their address."""
    proven = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    return User.objects.filter(
        ~Exists(proven),
        date_joined__lt=before,
        last_login=None,
        is_staff=False,
        is_demonstration=False,
    )
