import re
import time
from itertools import count

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail

from terreau.accounts.actions import open_account

_serial = count(1)


def make_account(**given):
    """Somebody with an account, who does not exist and looks it."""
    return open_account(**{"email": f"quelqun{next(_serial)}@example.org"} | given)


def code_sent_to(email):
    """The code in the newest message, which must be to that address."""
    message = mail.outbox[-1]
    assert message.to == [email]
    return re.search(r"^\d{4}-\d{4}$", message.body, re.MULTILINE).group()


def prove_second_factor(client):
    """Have the session of a signed-in test client be one that has seen a second factor."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time()}]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = session["_auth_user_id"]
    session.save()


def app_code(secret, steps=0):
    """What an app with this secret shows now, or some half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_app(client):
    """Set an app up through the pages, for whoever is signed in; returns its secret."""
    client.get("/accounts/keys/app/")
    secret = client.session["mfa.totp.secret"]
    assert client.post("/accounts/keys/app/", {"code": app_code(secret)}).status_code == 302
    return secret
