"""What the house keeps of a person: each room says what it holds, hands it over and erases it.

A room registers its holdings in its module `personal`. `tests/test_personal.py` sees to it that
every table with a user or an e-mail address belongs to one.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.accounts import queries


@dataclass(frozen=True)
class Holding:
    """One sort of things that are kept of people.

    name: of its files in the export; tables: the labels of the models it covers
    ("accounts.User"); rows: user → dicts of plain values, all that the person is owed; erase: user
    → None, in the transaction of the erasure, None where it goes with the row of the user;
    hinders: user → texts, why it cannot be erased yet and what to do.
    """

    name: str
    label: str | Promise
    tables: tuple
    rows: Callable
    erase: Callable | None = None
    hinders: Callable | None = None


_holdings: dict[str, Holding] = {}


def register_holding(holding):
    if holding.name in _holdings:
        raise ValueError(f"two holdings are called {holding.name!r}")
    _holdings[holding.name] = holding


def holdings():
    """All of them, those of the lowest floor first."""
    return tuple(_holdings.values())


def hindrances(user):
    """What keeps a person's data from being erased now, as texts."""
    return [text for each in holdings() if each.hinders for text in each.hinders(user)]


def account_rows(user):
    yield {
        "uid": str(user.uid),
        "email": user.email,
        "language": user.language,
        "is_administrator": user.is_staff,
        "is_moderator": user.is_moderator,
        "joined_at": user.date_joined,
        "last_sign_in_at": user.last_login,
    }


def address_rows(user):
    for each in queries.addresses(user):
        yield {"email": each.email, "is_proven": each.verified, "is_first": each.primary}


def key_rows(user):
    """Passkeys and other second factors, without what proves them."""
    for each in queries.factors(user):
        yield {
            "type": each.type,
            "added_at": each.created_at,
            "last_used_at": each.last_used_at,
            "name": each.data.get("name", "") if isinstance(each.data, dict) else "",
        }


def identity_rows(user):
    for each in queries.identities(user):
        yield {
            "provider": each.provider,
            "identifier": each.uid,
            "joined_at": each.date_joined,
            "last_used_at": each.last_login,
            "said": each.extra_data,
        }


def session_rows(user):
    for each in queries.sessions(user):
        yield {
            "began_at": each.created_at,
            "last_seen_at": each.last_seen_at,
            "address": each.ip,
            "browser": each.user_agent,
        }


def end_sessions(user):
    keys = user.usersession_set.values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()


def last_administrator(user):
    """Somebody has to be able to run the site."""
    if user.is_staff and not queries.other_administrators(user).exists():
        yield _("You are the only administrator of this site: appoint another one first.")


register_holding(
    Holding(
        "account", gettext_lazy("Account"), ("accounts.User",), account_rows,
        hinders=last_administrator,
    )
)  # fmt: skip
register_holding(
    Holding("addresses", gettext_lazy("E-mail addresses"), ("account.EmailAddress",), address_rows)
)
register_holding(
    Holding("keys", gettext_lazy("Passkeys and second factor"), ("mfa.Authenticator",), key_rows)
)
register_holding(
    Holding(
        "identities",
        gettext_lazy("Identities"),
        ("socialaccount.SocialAccount", "socialaccount.SocialToken"),
        identity_rows,
    )
)
register_holding(
    Holding(
        "sessions", gettext_lazy("Sessions"), ("usersessions.UserSession", "sessions.Session"),
        session_rows, erase=end_sessions,
    )
)  # fmt: skip
