"""What a person types to sign in: an address, then the code that it received."""

from allauth.account import forms as allauth
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


def address(field):
    field.label = _("E-mail address")
    field.widget = forms.EmailInput(attrs={"autocomplete": "email"})


def code(field):
    field.label = _("Code")
    field.help_text = _("Eight digits; the dash does not matter.")
    field.widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})
    field.max_length = 40


class SignInForm(allauth.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        address(self.fields["login"])


class SignUpForm(allauth.SignupForm):
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


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of the messages that we send you. Pages follow their address."),
    )
