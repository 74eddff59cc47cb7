"""What proves, beside an e-mail code, that somebody is who they say: a passkey, an app, a code."""

from base64 import urlsafe_b64encode
from hashlib import blake2b
from ipaddress import ip_address

import qrcode
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from qrcode.image.svg import SvgPathFillImage


def has_proven(request, user):
    """Whether this session has seen a second factor of this user: no query beyond the session."""
    records = get_authentication_records(request, user)
    return any(record.get("method") == "mfa" for record in records)


def note_proof(request):
    """Whoever sets a passkey or an app up has shown in the same breath that it works."""
    record_authentication(request, request.user, "mfa", reauthenticated=True)


def is_needed(user):
    """Whether an administrator's rights wait for a second factor: everywhere but in a trial."""
    return user.is_staff and not (user.is_demonstration and settings.DEMONSTRATION)


def has_name(host):
    """Whether a host (without port) is a name: browsers keep passkeys for names, not numbers."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return True
    return False


def sealed():
    """What encrypts secrets in the database, with keys derived from the site's secret keys."""
    digests = [
        blake2b(key.encode(), digest_size=32, person=b"second factors")
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]
    return MultiFernet([Fernet(urlsafe_b64encode(each.digest())) for each in digests])


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This did not work. Try again."),
        "cannot_delete_authenticator": gettext_lazy(
            "An administrator keeps at least one second factor. Add another one first."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Add a passkey or an app first: recovery codes stand in for them."
        ),
    }

    def _get_site_name(self):
        return settings.BRAND["name"]

    def get_public_key_credential_user_entity(self, user):
        return super().get_public_key_credential_user_entity(user) | {"display_name": user.email}

    def generate_authenticator_name(self, user, type):
        return _("Passkey")

    def build_totp_svg(self, url):
        """On white, whatever the colours of the page: cameras need it."""
        return qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode")

    def encrypt(self, text):
        return sealed().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return sealed().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator):
        user = authenticator.user
        if not user.is_staff and not user.awaits_second_factor:
            return True
        others = Authenticator.objects.filter(user=user).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
