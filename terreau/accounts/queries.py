from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.db.models import Exists, OuterRef
from django.utils import timezone

from terreau.accounts.models import User

LINK_AGE = timedelta(minutes=15)
LINK_SALT = "terreau.accounts.link"


def user_with(email):
    """The user of that e-mail address, or None: one query."""
    return User.objects.filter(email=User.objects.folded(email)).first()


def user_with_uid(uid):
    """The user whom the record calls so, or None: one query."""
    return User.objects.filter(uid=uid).first()


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


def verified_emails(user):
    """The set of addresses that a person has proven, in small letters: one query."""
    proven = EmailAddress.objects.filter(user_id=user.pk, verified=True)
    return set(proven.values_list("email", flat=True))


def verified_sirets(user):
    """The set of SIRETs, of 14 digits, that a person's identity provider vouches for: one query.

    Only those that the provider of the settings told at their last sign-in through it.
    """
    if not settings.OIDC:
        return set()
    mine = SocialAccount.objects.filter(user_id=user.pk, provider=settings.OIDC["issuer"])
    told = mine.values_list("extra_data", flat=True)
    return {said["siret"] for said in told if "siret" in said}


def addresses(user):
    """A person's e-mail addresses, the one that messages go to first: one query."""
    return EmailAddress.objects.filter(user_id=user.pk).order_by("-primary", "-verified", "email")


def factors(user):
    """What a person set up beside e-mail codes, oldest first: one query."""
    return Authenticator.objects.filter(user_id=user.pk).order_by("created_at", "pk")


def identities(user):
    """A person's identities at OpenID Connect providers, oldest first: one query."""
    return SocialAccount.objects.filter(user_id=user.pk).order_by("date_joined", "pk")


def sessions(user):
    """Where a person is signed in, newest use first: one query."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    mine = UserSession.objects.filter(user_id=user.pk, session_key__in=alive)
    return mine.order_by("-last_seen_at", "-pk")


def other_administrators(user):
    """The administrators who can sign in, but for this user: no query yet."""
    return User.objects.filter(is_staff=True, is_active=True).exclude(pk=user.pk)
