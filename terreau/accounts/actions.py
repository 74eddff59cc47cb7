"""Writes on accounts. They are private: none leaves a statement."""

from datetime import timedelta
from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.accounts.models import User
from terreau.accounts.queries import (
    factors,
    identities,
    never_confirmed,
    sessions,
    user_of_link,
    user_with,
)

CONFIRM_WITHIN = timedelta(days=7)


@transaction.atomic
def open_account(email, *, is_proven=False, **given):
    """A new user, whose address is proven by the first sign-in by code if it is not yet."""
    user = User.objects.create_user(email, **given)
    EmailAddress.objects.create(user=user, email=user.email, verified=is_proven, primary=True)
    return user


def create_demonstration_accounts():
    """Accounts to try the site with: [(e-mail address, words for what it may do)]. Idempotent."""
    wanted = [
        ("administrator@example.org", _("administrator of the site"), True),
        ("editor@example.org", _("member of a project's team"), False),
        ("citizen@example.org", _("citizen"), False),
    ]
    for email, _words, is_staff in wanted:
        if user_with(email) is None:
            open_account(email, is_proven=True, is_staff=is_staff, is_demonstration=True)
    return [(email, words) for email, words, _is_staff in wanted]


def appoint_administrator(email):
    """Make whoever has this address an administrator, with a new account if need be."""
    user = user_with(email) or open_account(email)
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    return user


def dismiss_administrator(user):
    user.is_staff = False
    user.save(update_fields=["is_staff"])


def appoint_moderator(email):
    """Make whoever has this address a moderator of the platform; None where no account has it."""
    user = user_with(email)
    if user is not None:
        user.is_moderator = True
        user.save(update_fields=["is_moderator"])
    return user


def dismiss_moderator(user):
    user.is_moderator = False
    user.save(update_fields=["is_moderator"])


def choose_language(user, language):
    user.language = language
    user.save(update_fields=["language"])


def end_other_sessions(user):
    """Make every session of this user invalid; the caller renews the one that it keeps."""
    user.set_unusable_password()  # random: sessions are tied to it, nobody signs in with it
    user.save(update_fields=["password"])


def end_session(user, pk):
    """Sign a person out of one of their sessions; returns whether there was such a one."""
    session = sessions(user).filter(pk=pk).first()
    if session is None:
        return False
    session.end()
    return True


def keep_session_alone(user, before, after):
    """Forget all sessions of the list but one, whose key was just changed."""
    UserSession.objects.filter(user=user).exclude(session_key=before).delete()
    UserSession.objects.filter(session_key=before).update(session_key=after)


def note_session(request):
    """List the session of this request among those of its owner."""
    UserSession.objects.create_from_request(request)


def note_session_seen(key):
    UserSession.objects.filter(session_key=key).update(last_seen_at=timezone.now())


def forget_second_factors(user):
    """Take everything away that a person set up beside e-mail codes: for one who lost it all."""
    return factors(user).delete()[0]


def part_from(user, pk):
    """The identity of this key goes; the account stays, and with it the way in by e-mail code."""
    return identities(user).filter(pk=pk).delete()[0]


def use_link(token):
    """The user whom a sign-in link signs in, or None where it was used before or is too old.

    The update is the test: of two people who follow the link at once, one gets in.
    """
    links = user_of_link(token)
    user = links.first()
    if user is None or not links.update(last_login=timezone.now()):
        return None
    return user


def sweep():
    """Forget expired sessions, and accounts whose address was never proven within a week."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    alive = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()
    return never_confirmed(timezone.now() - CONFIRM_WITHIN).delete()[0]
