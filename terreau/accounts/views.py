from allauth.account import views as allauth
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from terreau.accounts import actions, queries
from terreau.accounts.adapter import front_page, mails_are
from terreau.accounts.forms import LanguageForm

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class SaysWhereMailsAre:
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"mails_are": mails_are()}


class SignInCode(SaysWhereMailsAre, allauth.ConfirmLoginCodeView):
    pass


class AddressCode(SaysWhereMailsAre, allauth.ConfirmEmailVerificationCodeView):
    pass


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request):
    """One's own account; the fuller story of profiles stands elsewhere."""
    form = LanguageForm(request.POST or None, initial={"language": request.user.language})
    if request.method == "POST" and form.is_valid():
        actions.choose_language(request.user, form.cleaned_data["language"])
        messages.success(request, _("Your language was noted."))
        return redirect("account_email")
    return render(request, "account/mine.html", {"form": form})


@require_POST
@login_required
def end_other_sessions(request):
    actions.end_other_sessions(request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("account_email")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request, token):
    """Sign in by a link that an operator made. It takes a press of a button, not a mere visit."""
    if request.method == "POST":
        user = actions.use_link(token)
        if user is not None:
            login(request, user, backend=BACKEND)
            messages.success(request, _("You are signed in."))
            return redirect(front_page())
    else:
        user = queries.user_of_link(token).first()
    return render(request, "account/link.html", {"owner": user}, status=200 if user else 410)
