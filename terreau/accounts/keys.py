"""The pages of passkeys, apps and recovery codes: django-allauth's, in our templates and words."""

import json

from allauth.account.adapter import get_adapter
from allauth.account.views import SignupByPasskeyView
from allauth.core.internal.ratelimit import consume_or_429
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import JsonResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from terreau.accounts import queries, rows
from terreau.accounts.second_factor import FactorAdapter, has_name, note_proof

never_stored = method_decorator(never_cache, name="dispatch")


def passkeys_work(request):
    """Whether browsers keep passkeys for the address that this page was asked at."""
    return has_name(split_domain_port(request.get_host())[0])


class AsksForPasskey:
    """A page with a form that the browser's passkeys fill: see _passkey.html."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        asked = context.pop("js_data", {})
        for name in ("creation_options", "request_options"):
            if name in asked:
                context["options"] = json.dumps(asked[name], cls=DjangoJSONEncoder)
        return context | {"passkeys_work": passkeys_work(self.request)}


@never_stored
class Index(mfa.IndexView):
    template_name = "account/keys.html"

    def get_context_data(self, **kwargs):
        mine = list(queries.factors(self.request.user))
        passkeys = [each for each in mine if each.type == Authenticator.Type.WEBAUTHN]
        others = {each.type: each.wrap() for each in mine if each not in passkeys}
        codes = others.get(Authenticator.Type.RECOVERY_CODES)
        return super().get_context_data(**kwargs) | {
            "passkeys": [rows.of_factor(each, to_manage=True) for each in passkeys],
            "app": others.get(Authenticator.Type.TOTP),
            "codes_left": len(codes.get_unused_codes()) if codes else None,
            "passkeys_work": passkeys_work(self.request),
            "has_factor": bool(passkeys) or Authenticator.Type.TOTP in others,
            "is_held_back": self.request.user.awaits_second_factor,
        }


@never_stored
class AddPasskey(AsksForPasskey, webauthn.AddWebAuthnView):
    template_name = "account/passkey_new.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        # Kept by the browser and opened by a gesture or PIN, so that it can sign in by itself.
        options = auth.begin_registration(self.request.user, True)
        return context | {"options": json.dumps(options, cls=DjangoJSONEncoder)}

    def form_valid(self, form):
        answer = super().form_valid(form)
        note_proof(self.request)
        return answer


@never_stored
class NamePasskey(webauthn.EditWebAuthnView):
    template_name = "account/passkey_name.html"
    success_url = reverse_lazy("mfa_index")


@never_stored
class RemovePasskey(webauthn.RemoveWebAuthnView):
    template_name = "account/passkey_remove.html"
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form):
        adapter = FactorAdapter()
        if not adapter.can_delete_authenticator(self.object):
            said = adapter.error_messages["cannot_delete_authenticator"]
            messages.error(self.request, said)
            return redirect("mfa_index")
        return super().form_valid(form)


@never_stored
class SignInByPasskey(webauthn.LoginWebAuthnView):
    def get(self, request, *args, **kwargs):
        limit = {"app": "allauth.mfa", "action": "webauthn_login", "limit_get": True}
        if refused := consume_or_429(request, **limit):
            return refused
        return JsonResponse({"request_options": auth.begin_authentication(user=None)})


class SignUpByPasskey(SignupByPasskeyView):
    template_name = "account/signup_by_passkey.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"passkeys_work": passkeys_work(self.request)}


@never_stored
class FirstPasskey(AsksForPasskey, webauthn.SignupWebAuthnView):
    template_name = "account/passkey_first.html"

    def form_valid(self, form):
        super().form_valid(form)  # signs in
        note_proof(self.request)
        return redirect("mfa_generate_recovery_codes")


@never_stored
class SecondFactor(AsksForPasskey, mfa.AuthenticateView):
    template_name = "account/second_factor.html"


@never_stored
class ConfirmByCode(mfa.ReauthenticateView):
    template_name = "account/confirm_code.html"


@never_stored
class ConfirmByPasskey(AsksForPasskey, webauthn.ReauthenticateWebAuthnView):
    template_name = "account/confirm_passkey.html"


@never_stored
class AddApp(totp.ActivateTOTPView):
    template_name = "account/app_new.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return context | {"secret": " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))}

    def form_valid(self, form):
        answer = super().form_valid(form)
        note_proof(self.request)
        return answer


@never_stored
class RemoveApp(totp.DeactivateTOTPView):
    template_name = "account/app_remove.html"


@never_stored
class Codes(codes.ViewRecoveryCodesView):
    template_name = "account/codes.html"


@never_stored
class NewCodes(codes.GenerateRecoveryCodesView):
    template_name = "account/codes_new.html"


def confirm(request):
    """Where django-allauth sends whoever must show once more who they are."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    return redirect(ways[0]["url"] if ways else settings.LOGIN_URL)
