"""Joining an identity to one's account, parting from it, signing out there too."""

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail

from terreau.accounts.tests.factories import make_account, set_up_app
from tests.oidc.conftest import Browser, asked

pytestmark = pytest.mark.django_db
MINE = "/accounts/identities/"


@pytest.fixture
def signed_in(use):
    use("proconnect")
    browser = Browser()
    person = make_account(is_proven=True)
    browser.site.force_login(person)
    return browser, person


def test_identity_is_joined_to_the_account_one_is_signed_in_to(signed_in):
    browser, person = signed_in
    done = browser.sign_in("camille", process="connect", next=MINE)
    assert done.url == MINE
    assert SocialAccount.objects.get().user == person
    assert "Camille Exemple" in browser.site.get(MINE).content.decode()
    assert "Camille Exemple" in browser.site.get("/accounts/").content.decode()
    assert person.email not in SocialAccount.objects.get().extra_data.values()
    assert [message.to for message in mail.outbox] == [[person.email]]
    later = Browser()
    later.sign_in("camille")
    assert later.user == str(person.pk)


def test_identity_of_another_account_is_not_joined(signed_in):
    browser, person = signed_in
    browser.sign_in("camille", process="connect")
    other = Browser()
    other.site.force_login(make_account(is_proven=True))
    other.sign_in("camille", process="connect")
    assert SocialAccount.objects.get().user == person
    page = other.site.get(MINE).content.decode()
    assert "notice-error" in page and "Camille" not in page


def test_parting_leaves_the_account_and_its_other_ways(signed_in):
    browser, person = signed_in
    browser.sign_in("camille", process="connect")
    mine = SocialAccount.objects.get()
    stranger = Browser()
    stranger.site.force_login(make_account(is_proven=True))
    stranger.site.post(f"{MINE}{mine.pk}/part/")
    assert SocialAccount.objects.exists()
    assert browser.site.post(f"{MINE}{mine.pk}/part/").url == MINE
    assert not SocialAccount.objects.exists()
    assert mail.outbox[-1].to == [person.email]
    later = Browser()
    assert later.sign_in("camille").url == "/accounts/identities/join/"
    assert later.user is None


def test_last_way_in_is_kept(signed_in):
    browser, person = signed_in
    browser.sign_in("camille", process="connect")
    person.emailaddress_set.update(verified=False)
    browser.site.post(f"{MINE}{SocialAccount.objects.get().pk}/part/")
    assert SocialAccount.objects.exists()


def test_whoever_has_a_second_factor_shows_it_to_join(signed_in):
    browser, person = signed_in
    set_up_app(browser.site)
    session = browser.site.session
    session["account_authentication_methods"] = []
    session.save()
    answer = browser.site.post(f"{MINE}begin/", {"process": "connect", "next": MINE})
    assert answer.url.startswith("/accounts/confirm/code/")
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    leave = browser.site.post(answer.url, {"code": code})  # goes on with what was asked before
    assert browser.back(browser.be("camille", leave.context["url"])).url == MINE
    assert SocialAccount.objects.get().user == person


def test_signing_out_signs_out_there_too(use, browser):
    issuer = use("proconnect", OIDC_TRUST_EMAIL="true")
    browser.sign_in("camille")
    page = browser.site.post("/en/accounts/sign-out/")
    assert browser.user is None
    url = page.context["url"]
    question = asked(url)
    assert url.startswith(f"{issuer}/session/end?")
    assert set(question) == {"id_token_hint", "state", "post_logout_redirect_uri"}
    assert len(question["state"]) >= 32
    form = browser.elsewhere.get(url, timeout=60)
    assert form.status_code == 200, form.text
    secret = form.text.partition('name="xsrf" value="')[2].partition('"')[0]
    back = browser.elsewhere.post(
        f"{issuer}/session/end/confirm",
        {"xsrf": secret, "logout": "yes"},
        allow_redirects=False,
        timeout=60,
    ).headers["Location"]
    assert back == f"http://127.0.0.1:8000/oidc/signed-out/?state={question['state']}"
    assert browser.back(back).url == "/en/"
    page = browser.elsewhere.get(browser.leave(), timeout=60)
    assert "/interaction/" in page.url  # the provider asks again who it is


def test_coming_back_signed_out_with_a_foreign_state_leads_nowhere_else(use, browser):
    use("proconnect", OIDC_TRUST_EMAIL="true")
    browser.sign_in("camille")
    browser.site.post("/accounts/sign-out/", {"next": "/about/"})
    assert browser.site.get("/oidc/signed-out/?state=x").url == "/"
    assert Browser().site.get("/oidc/signed-out/").url == "/"


def test_signing_out_works_while_the_provider_does_not(use, settings, browser):
    use("proconnect", OIDC_TRUST_EMAIL="true")
    browser.sign_in("camille")
    settings.OIDC = settings.OIDC | {"issuer": "http://127.0.0.1:9"}
    assert browser.site.post("/accounts/sign-out/").url == "/"
    assert browser.user is None


def test_site_without_provider_knows_no_such_way(client, settings):
    settings.OIDC = None
    page = client.get("/accounts/sign-in/").content.decode()
    assert "/accounts/identities/begin/" not in page
    for path in ("/oidc/callback/?code=x&state=y",):
        assert client.get(path).status_code == 404
    assert client.post(f"{MINE}begin/").status_code == 404
    client.force_login(make_account())
    assert client.get(MINE).status_code == 200
    assert "/accounts/identities/" not in client.get("/accounts/").content.decode()


def test_provider_of_tests_refuses_what_proconnect_refuses(running):
    """Else these tests would prove nothing."""
    issuer = running.addresses["proconnect"]
    said = {"client_id": "terreau-under-test", "scope": "openid", "response_type": "code"}
    long = {"state": "s" * 32, "nonce": "n" * 32}
    for wrong in (
        long | {"code_challenge": "x" * 43},
        long | {"state": "s" * 31},
        {"state": "s" * 32},
    ):
        answer = requests.get(f"{issuer}/authorize", said | wrong, timeout=60)
        assert answer.status_code == 400 and answer.text.startswith("Y000400")
    assert requests.get(f"{issuer}/session/end", {"state": "s" * 32}, timeout=60).status_code == 400
