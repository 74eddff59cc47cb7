"""The pages of the way in through an OpenID Connect provider."""

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.internal.flows.signup import complete_signup
from allauth.account.views import LogoutView
from allauth.decorators import rate_limit
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, get_random_string
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from requests import RequestException

from terreau.accounts import actions, identities, queries, rows
from terreau.accounts.adapter import front_page
from terreau.accounts.forms import SignInForm, SignUpForm
from terreau.accounts.provider import SECRET_LENGTH, Client

LANGUAGE, LEAVING, ID_TOKEN = "oidc_language", "oidc_leaving", "oidc_id_token"


class Callback(OAuth2CallbackView):
    adapter: Client

    def _get_state(self, request, provider):
        state, response = super()._get_state(request, provider)
        self.adapter.state = state
        return state, response

    def dispatch(self, request, *args, **kwargs):
        answer = super().dispatch(request, *args, **kwargs)
        if self.adapter.id_token:  # after the sign-in, which may begin a new session
            request.session[ID_TOKEN] = self.adapter.id_token
        return answer


def provider_or_404(request):
    """The conversation with the provider of the settings: 404 where there is none."""
    if not settings.OIDC:
        raise Http404
    return Client(request, settings.OIDC["issuer"])


def leave(request, url):
    """A page that leads to the provider at once.

    It is not a redirect: browsers would hold the provider's address, and every further one, against
    form-action of the content security policy.
    """
    context = {"url": url, "name": settings.OIDC["name"]}
    return render(request, "account/leave.html", context)


@require_POST
@never_cache
@rate_limit(action="oidc")
def begin(request):
    """Set out to the provider, to sign in or (process=connect) to join an identity."""
    client = provider_or_404(request)
    if request.POST.get("process") == "connect" and request.user.is_authenticated:
        raise_if_reauthentication_required(request, app="allauth.socialaccount")
    try:
        answer = OAuth2LoginView.adapter_view(client)(request)
    except (OAuth2Error, RequestException) as error:
        return render_authentication_error(request, client.get_provider(), exception=error)
    if answer.status_code != 302:
        return answer
    request.session[LANGUAGE] = request.LANGUAGE_CODE
    return leave(request, answer.url)


@require_GET
@never_cache
def callback(request):
    """Back from the provider, at the one address that it knows; on in the reader's language."""
    client = provider_or_404(request)
    request.LANGUAGE_CODE = request.session.get(LANGUAGE, request.LANGUAGE_CODE)
    with translation.override(request.LANGUAGE_CODE):
        return Callback.adapter_view(client)(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="signup")
def join(request):
    """An identity is here for the first time: whoever it is proves its address by a code."""
    kept = identities.waiting(request)
    if kept is None or request.user.is_authenticated:
        return redirect("account_login")
    form = None
    if request.method == "POST" and kept["email"]:
        identities.ask_to_join(request)
        form = (send_sign_in_code if kept["is_verified"] else send_sign_up_code)(request, kept)
        if isinstance(form, HttpResponse):
            return form
    context = {"kept": kept, "name": settings.OIDC["name"], "form": form}
    return render(request, "account/join.html", context)


def send_sign_in_code(request, kept):
    form = SignInForm({"login": kept["email"]}, request=request)
    return form.login(request, redirect_url=kept["next"]) if form.is_valid() else form


def send_sign_up_code(request, kept):
    """The same page for an address that has an account and one that has none: nothing is told."""
    form = SignUpForm({"email": kept["email"]})
    if not form.is_valid():
        return form
    user, answer = form.try_save(request)
    return answer or complete_signup(request, user=user, redirect_url=kept["next"])


@never_cache
@login_required
@require_GET
def identities_page(request):
    """The identities that open one's account."""
    mine = [rows.of_identity(each, to_manage=True) for each in queries.identities(request.user)]
    name = settings.OIDC and settings.OIDC["name"]
    return render(request, "account/identities.html", {"identities": mine, "name": name})


@require_POST
@login_required
@reauthentication_required(app="allauth.socialaccount")
def part(request, pk):
    """Part an identity from one's account: it opens it no longer."""
    if not queries.verified_emails(request.user):
        messages.error(
            request, _("Prove an e-mail address first: else nothing opens your account.")
        )
    elif actions.part_from(request.user, pk):
        messages.success(request, _("This identity no longer opens your account."))
        template = "socialaccount/email/account_disconnected"
        get_adapter().send_notification_mail(template, request.user)
    return redirect("socialaccount_connections")


class SignOut(LogoutView):
    """Out of this site and, for whoever came through the provider, out of there too."""

    def post(self, *args, **kwargs):
        token = self.request.session.get(ID_TOKEN)
        answer = super().post(*args, **kwargs)
        place = token and settings.OIDC and end_session_endpoint(self.request)
        if not place:
            return answer
        state = get_random_string(SECRET_LENGTH)
        self.request.session[LEAVING] = {"state": state, "next": answer.url}
        back = settings.SITE_URL + reverse("oidc_signed_out")
        said = {"id_token_hint": token, "state": state, "post_logout_redirect_uri": back}
        return leave(self.request, f"{place}?{urlencode(said)}")


def end_session_endpoint(request):
    """Where the provider signs people out, or None where it does not or cannot be reached."""
    try:
        return provider_or_404(request).openid_config.get("end_session_endpoint")
    except (OAuth2Error, RequestException):
        return None


@require_GET
@never_cache
def signed_out(request):
    """Back from the provider, signed out there too."""
    left = request.session.pop(LEAVING, {})
    is_ours = constant_time_compare(request.GET.get("state", ""), left.get("state", ""))
    return redirect(left["next"] if left and is_ours else front_page())
