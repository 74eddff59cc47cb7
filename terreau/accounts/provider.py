"""OpenID Connect with the provider of the settings, strictly, and with ProConnect's particulars.

What ProConnect asks for beyond the standard: state and nonce of 32 characters at least, no other
parameter than its own (so no PKCE), userinfo as a signed token, subjects that are unique only
together with the identity provider behind it.
"""

import json
import re
from hashlib import sha256

import jwt
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, get_random_string

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]  # never "none", never a shared secret
SECRET_LENGTH = 43  # of state and nonce: 256 bits
PLACES = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
KEPT = ("sub", "email", "given_name", "usual_name", "family_name", "siret", "idp_id")


class Refused(OAuth2Error):
    """What the provider said cannot be relied on; the words are for the log."""


class Client(OpenIDConnectOAuth2Adapter):
    """The conversation with the provider."""

    state: dict = {}  # what the callback found in the session
    id_token = ""

    @property
    def openid_config(self):
        config = super().openid_config
        issuer = settings.OIDC["issuer"]
        if config.get("issuer") != issuer:
            raise Refused("the provider calls itself otherwise than OIDC_ISSUER does")
        places = [str(config.get(name)) for name in PLACES]
        if issuer.startswith("https:") and not all(at.startswith("https:") for at in places):
            raise Refused("an address of the provider is missing or not https")
        return config

    def get_access_token_data(self, request, *args, **kwargs):
        if request.GET.get("iss", settings.OIDC["issuer"]) != settings.OIDC["issuer"]:
            raise Refused("another provider answered")
        return super().get_access_token_data(request, *args, **kwargs)

    def get_callback_url(self, request, app):
        return settings.SITE_URL + reverse("oidc_callback")

    def complete_login(self, request, app, token, **kwargs):
        response = kwargs["response"]
        identity = self.verified(response.get("id_token", ""))
        if not constant_time_compare(identity.get("nonce", ""), self.state["nonce"]):
            raise Refused("the nonce is not the one that was sent")
        if identity.get("azp", app.client_id) != app.client_id:
            raise Refused("the token was made for another site")
        told = self.userinfo(token.token)
        if told.get("sub") != identity["sub"]:
            raise Refused("userinfo speaks of somebody else")
        self.id_token = response["id_token"]
        return self.get_provider().sociallogin_from_response(request, identity | told)

    def userinfo(self, access_token):
        """The claims of userinfo, out of plain JSON or out of a token that the provider signed."""
        headers = {"Authorization": f"Bearer {access_token}"}
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.profile_url, headers=headers)
            answer.raise_for_status()
        if answer.headers["Content-Type"].split(";")[0].strip() == "application/jwt":
            return self.verified(answer.text, required=("iss", "aud", "sub"))
        if settings.OIDC["profile"] == "proconnect":
            raise Refused("userinfo is not signed")
        told = answer.json()
        return told if isinstance(told, dict) else {}

    def verified(self, token, required=("iss", "aud", "sub", "exp", "iat")):
        """The claims of a token that the provider signed for this site, or Refused."""
        try:
            keys = jwt.PyJWKSet.from_dict(self.fetched(self.openid_config["jwks_uri"]))
            header = jwt.get_unverified_header(token)
            named = [key for key in keys.keys if key.key_id == header.get("kid")]
            if not named or header.get("alg") not in ALGORITHMS:
                raise Refused("the token is not signed with a key of the provider")
            return jwt.decode(
                token,
                named[0],
                algorithms=ALGORITHMS,
                audience=settings.OIDC["client_id"],
                issuer=settings.OIDC["issuer"],
                leeway=30,
                options={"require": list(required)},
            )
        except jwt.PyJWTError as error:
            raise Refused(f"the token does not hold: {error}") from error

    @staticmethod
    def fetched(url):
        with get_adapter().get_requests_session() as session:
            answer = session.get(url)
            answer.raise_for_status()
            return answer.json()


class Provider(OAuth2Provider):
    id = "oidc"
    name = "OpenID Connect"
    account_class = ProviderAccount
    oauth2_adapter_class = Client

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.name = self.app.name

    @property
    def server_url(self):
        return f"{settings.OIDC['issuer']}/.well-known/openid-configuration"

    def get_oauth2_adapter(self, request):
        return Client(request, self.app.provider_id)

    def get_scope(self):
        return settings.OIDC["scopes"]

    def get_redirect_from_request_kwargs(self, request):
        """Where to come back to and why; nothing else that an address may suggest is passed on."""
        kwargs = super().get_redirect_from_request_kwargs(request)
        joins = kwargs["process"] == "connect" and request.user.is_authenticated
        chosen = {"process": "connect" if joins else "login"}
        return chosen | {"next_url": kwargs["next_url"]} if "next_url" in kwargs else chosen

    def get_pkce_params(self):
        config = self.get_oauth2_adapter(self.request).openid_config
        supported = "S256" in config.get("code_challenge_methods_supported", [])
        if settings.OIDC["profile"] == "proconnect" or not supported:
            return {}
        return generate_code_challenge()

    def redirect(self, request, process, next_url=None, data=None, **kwargs):
        nonce = get_random_string(SECRET_LENGTH)
        kwargs |= {"auth_params": {"nonce": nonce}, "nonce": nonce}
        return super().redirect(request, process, next_url, data, **kwargs)

    def extract_uid(self, data):
        """Whose identity it is: at ProConnect the subject is one's only beside who vouches."""
        if settings.OIDC["profile"] != "proconnect":
            said = data["sub"]
        elif data.get("idp_id"):
            said = json.dumps([data["idp_id"], data["sub"]], separators=(",", ":"))
        else:
            raise Refused("userinfo does not say which identity provider vouches")
        return said if len(said) <= 191 else sha256(said.encode()).hexdigest()

    def extract_extra_data(self, data):
        kept = {name: data[name] for name in KEPT if isinstance(data.get(name), str)}
        if settings.OIDC["profile"] != "proconnect" or not re.fullmatch(
            r"\d{14}", kept.get("siret", "")
        ):
            kept.pop("siret", None)
        return kept

    def extract_common_fields(self, data):
        return {"email": data.get("email")}

    def extract_email_addresses(self, data):
        verified = data.get("email_verified") is True or settings.OIDC["trusts_addresses"]
        if not data.get("email"):
            return []
        return [EmailAddress(email=data["email"], verified=verified, primary=True)]


provider_classes = [Provider]
