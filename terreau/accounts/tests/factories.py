import re
import time
from itertools import count

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

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


def prove_second_factor(client, for_long=False):
    """Have the session of a signed-in test client be one that has seen a second factor.

    for_long: and that is never asked to show it once more.
    """
    record = {"method": "mfa", "at": time.time()}
    if for_long:
        record |= {"at": time.time() + 86_400, "reauthenticated": True}
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [record]
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


def make_passkey(user, name="Ordinateur du bureau"):
    """A passkey as a browser would have registered it; nobody has its private key."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    identifier = name.encode()
    data = AttestedCredentialData.create(Aaguid.NONE, identifier, key)
    made = AuthenticatorData.create(bytes(32), 0x45, 0, data)
    said = CollectedClientData.create(
        "webauthn.create", b"challenge", "https://terreau.example.org"
    )
    credential = {
        "id": websafe_encode(identifier),
        "rawId": websafe_encode(identifier),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(said),
            "attestationObject": websafe_encode(AttestationObject.create("none", made, {})),
        },
    }
    data = {"name": name, "credential": credential}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)
