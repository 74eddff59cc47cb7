"""Identities that an OpenID Connect provider vouches for, and whose account they may open.

An identity that is new here opens an account of its own only with an address that its provider
has verified and nobody has. In every other case it waits in the session until the person has
signed in by a code sent to that very address (and by a second factor where there is one): only
then is it joined, because they asked. So neither a provider that lets people claim addresses, nor
somebody who claims one first, gets into an account of another.
"""

import logging
import time

from allauth.account.internal.userkit import filter_users_by_email
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.accounts.provider import SECRET_LENGTH
from terreau.accounts.queries import verified_emails

WAITING = "identity_waiting"
WAITS = 15 * 60  # seconds
log = logging.getLogger(__name__)


class IdentityAdapter(DefaultSocialAccountAdapter):
    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "connected_other": gettext_lazy("This identity opens another account already."),
    }

    def list_apps(self, request, provider=None, client_id=None):
        """The one provider that the settings know, if any: none is kept in the database."""
        if not settings.OIDC:
            return []
        app = SocialApp(
            provider="oidc",
            provider_id=settings.OIDC["issuer"],
            name=settings.OIDC["name"],
            client_id=settings.OIDC["client_id"],
            secret=settings.OIDC["client_secret"],
        )
        asked = provider in (None, app.provider, app.provider_id)
        return [app] if asked and client_id in (None, app.client_id) else []

    def generate_state_param(self, state):
        return get_random_string(SECRET_LENGTH)

    def populate_user(self, request, sociallogin, data):
        """Nothing but the address: what one is called here is one's own choice."""
        user = sociallogin.user
        user.email = data.get("email", "")
        return user

    def pre_social_login(self, request, sociallogin):
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        if not opens_an_account(sociallogin):
            sociallogin.token = None  # it has served
            request.session[WAITING] = {
                "identity": sociallogin.serialize(),
                "email": sociallogin.user.email,
                "is_verified": any(each.verified for each in sociallogin.email_addresses),
                "next": sociallogin.state.get("next"),
                "at": int(time.time()),
            }
            raise ImmediateHttpResponse(redirect("account_join"))

    def save_user(self, request, sociallogin, form=None):
        sociallogin.user.language = request.LANGUAGE_CODE
        return super().save_user(request, sociallogin, form)

    def on_authentication_error(self, request, provider, error=None, exception=None, **kwargs):
        if error == AuthError.CANCELLED:
            messages.info(request, _("You came back without signing in. Nothing happened."))
            raise ImmediateHttpResponse(redirect("account_login"))
        log.warning("OpenID Connect sign-in refused: %s", exception or error)
        raise ImmediateHttpResponse(render(request, "account/refused.html", status=401))


def opens_an_account(sociallogin):
    """Whether the provider verified the address and no account has it."""
    verified = [each for each in sociallogin.email_addresses if each.verified]
    return bool(verified) and not filter_users_by_email(verified[0].email)


def waiting(request):
    """What waits in this session as {identity, email, is_verified, next, at}, or None."""
    kept = request.session.get(WAITING)
    if not kept or not settings.OIDC or time.time() - kept["at"] > WAITS:
        return None
    return kept


def ask_to_join(request):
    """Note that the person at this browser asked for the identity that waits to be joined."""
    request.session[WAITING] = request.session[WAITING] | {"is_asked": True}


def join(request, user):
    """Join the identity that waits to the account that its owner has just signed in to.

    It is joined only where this was asked for, to whoever has proven the address that it came
    with.
    """
    kept = waiting(request)
    request.session.pop(WAITING, None)
    if kept is None or not kept.get("is_asked") or kept["email"] not in verified_emails(user):
        return
    try:
        identity = SocialLogin.deserialize(kept["identity"])
        identity.lookup()
    except (ValueError, ValidationError):
        return
    if identity.is_existing:
        return
    identity.connect(request, user)
    said = _("From now on, %(name)s signs you in to this account.")
    messages.success(request, said % {"name": settings.OIDC["name"]})
