"""What an operator says of the OpenID Connect provider, and what a mistake gets as answer."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from terreau.settings import environment

GIVEN = {
    "OIDC_ISSUER": "https://provider.example.org/api/v2/",
    "OIDC_CLIENT_ID": "terreau",
    "OIDC_CLIENT_SECRET": "secret",
}


@pytest.fixture
def given(monkeypatch):
    def write(**values):
        for name, value in (GIVEN | values).items():
            monkeypatch.setenv(name, value)
        return environment.oidc()

    return write


def test_nothing_configured_is_no_provider(given):
    assert given(OIDC_ISSUER="") is None


def test_any_provider(given):
    assert given() == {
        "issuer": "https://provider.example.org/api/v2",
        "client_id": "terreau",
        "client_secret": "secret",
        "name": "provider.example.org",
        "profile": "standard",
        "scopes": ["openid", "email", "profile"],
        "trusts_addresses": False,
    }


def test_proconnect_has_its_own_name_and_scopes(given):
    said = given(OIDC_PROFILE="proconnect")
    assert said["name"] == "ProConnect"
    assert said["scopes"] == [
        "openid", "given_name", "usual_name", "email", "uid", "siret", "idp_id"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"OIDC_ISSUER": "http://provider.example.org"}, "OIDC_ISSUER"),
        ({"OIDC_ISSUER": "provider.example.org"}, "OIDC_ISSUER"),
        ({"OIDC_ISSUER": "https://"}, "OIDC_ISSUER"),
        ({"OIDC_ISSUER": "https://provider.example.org/?a=b"}, "OIDC_ISSUER"),
        ({"OIDC_ISSUER": f"https://{'x' * 200}.example.org"}, "OIDC_ISSUER"),
        ({"OIDC_CLIENT_ID": ""}, "OIDC_CLIENT_ID"),
        ({"OIDC_CLIENT_SECRET": " "}, "OIDC_CLIENT_SECRET"),
        ({"OIDC_PROFILE": "franceconnect"}, "OIDC_PROFILE"),
        ({"OIDC_SCOPES": "email"}, "OIDC_SCOPES"),
        ({"OIDC_TRUST_EMAIL": "perhaps"}, "OIDC_TRUST_EMAIL"),
    ],
)
def test_mistake_is_one_line_that_names_it(given, wrong, named):
    with pytest.raises(ImproperlyConfigured) as error:
        given(**wrong)
    assert named in str(error.value) and "\n" not in str(error.value)
