"""How django-allauth behaves here: codes by e-mail, no password, our own words."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import LocalePrefixPattern, reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from terreau.accounts import identities, middleware, second_factor, words


def front_page():
    return "/" + LocalePrefixPattern(prefix_default_language=False).language_prefix


def mails_are():
    """Where the messages of this installation go: "sent", or for a trial "files" or "console"."""
    backend = settings.EMAIL_BACKEND.split(".")[-2]
    return {"filebased": "files", "console": "console"}.get(backend, "sent")


class CodeAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("This is not the code that was sent."),
        "too_many_login_attempts": _("Too many attempts. Wait a minute, then ask for a new code."),
        "rate_limited": _("A code was sent a moment ago. Wait a little before asking again."),
        "duplicate_email": _("This address is among yours already."),
        "email_taken": _("This address belongs to another account already."),
        "max_email_addresses": _("You have %d addresses: remove one first."),
    }

    def get_login_redirect_url(self, request):
        return front_page()

    get_signup_redirect_url = get_logout_redirect_url = get_login_redirect_url

    def save_user(self, request, user, form, commit=True):
        user.language = request.LANGUAGE_CODE
        return super().save_user(request, user, form, commit)

    def pre_login(self, request, user, **kwargs):
        """Demonstration accounts are for trials: nobody signs in to one anywhere else."""
        if user.is_demonstration and not settings.DEMONSTRATION:
            user.is_active = False  # for this request only: it is not saved
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        middleware.begin(request)
        identities.join(request, user)
        if second_factor.is_needed(user) and not second_factor.has_proven(request, user):
            said = gettext("You are an administrator: set up a second factor to use your rights.")
            messages.warning(request, said)
            return redirect("mfa_index")
        return response

    def get_email_verification_redirect_url(self, email_address):
        return reverse("account_addresses")

    def is_ajax(self, request):
        return False

    def get_reauthentication_methods(self, user):
        """A passkey first, where there is one: a gesture is less work than a code."""
        ways = super().get_reauthentication_methods(user)
        return sorted(ways, key=lambda way: way["id"] != "mfa_reauthenticate:webauthn")

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        if message_template in words.ON_THE_PAGE:
            return messages.add_message(request, level, words.ON_THE_PAGE[message_template])
        return super().add_message(request, level, message_template, *args, **kwargs)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """A line to the person about what changed, in their language."""
        with override(user.language):
            said = {"sentence": words.BY_MESSAGE[template_prefix]}
            super().send_notification_mail("account/email/changed", user, said, email)

    def send_mail(self, template_prefix, email, context):
        """Addresses in messages are the site's own, whatever the request called it."""
        ours = {
            "brand": settings.BRAND,
            "site_url": settings.SITE_URL + front_page(),
            "sign_in_url": settings.SITE_URL + reverse("account_login"),
            "signup_url": settings.SITE_URL + reverse("account_signup"),
            "account_url": settings.SITE_URL + reverse("account_email"),
        }
        super().send_mail(template_prefix, email, context | ours)

    def send_account_already_exists_mail(self, email):
        self.send_mail("account/email/account_already_exists", email, {})
