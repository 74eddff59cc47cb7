from allauth.account import views as allauth
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terreau.accounts import actions, queries, rows
from terreau.accounts.adapter import mails_are
from terreau.accounts.forms import LanguageForm
from terreau.accounts.keys import never_stored, passkeys_work


class OffersOtherWays:
    """A way in whose page shows the others too."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "provider_name": settings.OIDC and settings.OIDC["name"],
            "passkeys_work": passkeys_work(self.request),
        }


class SignIn(OffersOtherWays, allauth.LoginView):
    pass


class SignUp(OffersOtherWays, allauth.SignupView):
    pass


class SaysWhereMailsAre:
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"mails_are": mails_are()}


class SignInCode(SaysWhereMailsAre, allauth.ConfirmLoginCodeView):
    pass


class AddressCode(SaysWhereMailsAre, allauth.ConfirmEmailVerificationCodeView):
    pass


@never_stored
class Addresses(allauth.EmailView):
    template_name = "account/addresses.html"
    success_url = reverse_lazy("account_addresses")

    def get_context_data(self, **kwargs):
        mine = [
            rows.of_address(each, to_manage=True) for each in queries.addresses(self.request.user)
        ]
        return super().get_context_data(**kwargs) | {"addresses": mine}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request):
    """One's own account: what opens it, where it is open, the language of its messages."""
    user = request.user
    form = LanguageForm(request.POST or None, initial={"language": user.language})
    if request.method == "POST" and form.is_valid():
        actions.choose_language(user, form.cleaned_data["language"])
        messages.success(request, _("Your language was noted."))
        return redirect("account_email")
    context = {
        "form": form,
        "addresses": [rows.of_address(each) for each in queries.addresses(user)],
        "factors": [rows.of_factor(each) for each in queries.factors(user)],
        "identities": [rows.of_identity(each) for each in queries.identities(user)],
        "sessions": sessions_of(request),
        "provider_name": settings.OIDC and settings.OIDC["name"],
        "is_held_back": user.awaits_second_factor,
    }
    return render(request, "account/mine.html", context)


def sessions_of(request):
    """The sessions of a person as rows; notes the one of this request if it is not among them."""
    mine = list(queries.sessions(request.user))
    if all(each.session_key != request.session.session_key for each in mine):
        actions.note_session(request)
        mine = list(queries.sessions(request.user))
    return [rows.of_session(each, request.session.session_key) for each in mine]


@never_cache
@login_required
@require_GET
def sessions(request):
    return render(request, "account/sessions.html", {"sessions": sessions_of(request)})


@require_POST
@login_required
def end_session(request, pk):
    if actions.end_session(request.user, pk):
        messages.success(request, _("You are signed out there."))
    return redirect("account_sessions")


@require_POST
@login_required
def end_other_sessions(request):
    before = request.session.session_key
    actions.end_other_sessions(request.user)
    update_session_auth_hash(request, request.user)
    actions.keep_session_alone(request.user, before, request.session.session_key)
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("account_sessions")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request, token):
    """Sign in by a link that an operator made. It takes a press of a button, not a mere visit.

    It stands for the code by e-mail; a second factor is still asked for where there is one.
    """
    if request.method == "POST":
        user = actions.use_link(token)
        if user is not None:
            return perform_login(request, user, email_verification="none")
    else:
        user = queries.user_of_link(token).first()
    return render(request, "account/link.html", {"owner": user}, status=200 if user else 410)
