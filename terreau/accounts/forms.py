"""What a person types to sign in: an address, a code, the name of a passkey."""

import struct

from allauth.account import forms as allauth
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


def address(field):
    field.label = _("E-mail address")
    field.widget = forms.EmailInput(attrs={"autocomplete": "email"})


MAIL_HELP = _("Eight digits; the dash does not matter.")
APP_HELP = _("Six digits that your app shows now.")
FACTOR_HELP = _("Six digits that your app shows now, or one of your recovery codes.")


def code(field, help_text=MAIL_HELP):
    field.label = _("Code")
    field.help_text = help_text
    field.widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})
    field.max_length = 40


def name(field):
    field.label = _("Name")
    field.help_text = _("To tell your passkeys apart, such as “work laptop”.")
    field.max_length = 60
    field.widget = forms.TextInput(attrs={"maxlength": 60})


class SignInForm(allauth.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        address(self.fields["login"])


class SignUpForm(allauth.SignupForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        address(self.fields["email"])


class NewAddressForm(allauth.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        address(self.fields["email"])


class SignInCodeForm(allauth.ConfirmLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        code(self.fields["code"])


class AddressCodeForm(allauth.ConfirmEmailVerificationCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        code(self.fields["code"])


class FactorCodeForm(mfa.AuthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        code(self.fields["code"], FACTOR_HELP)


class ConfirmCodeForm(mfa.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        code(self.fields["code"], FACTOR_HELP)


class AppCodeForm(ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        code(self.fields["code"], APP_HELP)


def careful(check):
    """What a check of a passkey says; what is no passkey at all is refused, not an error."""
    try:
        return check()
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, struct.error) as error:
        raise get_adapter().validation_error("incorrect_code") from error


class PasskeyForm(webauthn.SignupWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name(self.fields["name"])

    def clean(self):
        return careful(super().clean)


class SignInPasskeyForm(webauthn.LoginWebAuthnForm):
    def clean_credential(self):
        return careful(super().clean_credential)


class FactorPasskeyForm(webauthn.AuthenticateWebAuthnForm):
    def clean_credential(self):
        return careful(super().clean_credential)


class ConfirmPasskeyForm(webauthn.ReauthenticateWebAuthnForm):
    def clean_credential(self):
        return careful(super().clean_credential)


class PasskeyNameForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name(self.fields["name"])


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of the messages that we send you. Pages follow their address."),
    )
