"""How django-allauth behaves here: codes by e-mail, no password, our own words."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import LocalePrefixPattern, reverse
from django.utils.translation import gettext_lazy as _


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

    def is_ajax(self, request):
        return False

    def send_mail(self, template_prefix, email, context):
        """Addresses in messages are the site's own, whatever the request called it."""
        ours = {
            "brand": settings.BRAND,
            "site_url": settings.SITE_URL + front_page(),
            "sign_in_url": settings.SITE_URL + reverse("account_login"),
            "signup_url": settings.SITE_URL + reverse("account_signup"),
        }
        super().send_mail(template_prefix, email, context | ours)

    def send_account_already_exists_mail(self, email):
        self.send_mail("account/email/account_already_exists", email, {})
