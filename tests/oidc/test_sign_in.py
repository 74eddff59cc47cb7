"""Signing in through a real provider: any, and one that behaves as ProConnect."""

import re

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail

from terreau.accounts import identities
from terreau.accounts.models import User
from terreau.accounts.queries import verified_emails, verified_sirets
from terreau.accounts.tests.factories import code_sent_to, make_account, set_up_app
from tests.oidc.conftest import Browser, asked

pytestmark = pytest.mark.django_db
CODE, JOIN = "/accounts/sign-in/code/", "/accounts/identities/join/"
CAMILLE = "camille.exemple@example.org"


def test_what_proconnect_is_asked(use, browser):
    use("proconnect")
    url = browser.leave(next="/about/", scope="phone", auth_params="acr_values=eidas3")
    question = asked(url)
    assert set(question) == {
        "response_type", "client_id", "redirect_uri", "scope", "state", "nonce"
    }  # fmt: skip
    assert set(question["scope"].split()) == {
        "openid", "given_name", "usual_name", "email", "uid", "siret", "idp_id"
    }  # fmt: skip
    assert len(question["state"]) >= 32 and len(question["nonce"]) >= 32
    assert question["redirect_uri"] == "http://127.0.0.1:8000/oidc/callback/"
    again = asked(browser.leave())
    assert again["state"] != question["state"] and again["nonce"] != question["nonce"]
    short = url.replace(question["nonce"], "short")
    assert requests.get(short, timeout=60).status_code == 400


def test_what_a_standard_provider_is_asked(use, browser):
    use("standard")
    question = asked(browser.leave(auth_params="prompt=none", scope="phone"))
    assert set(question["scope"].split()) == {"openid", "email", "profile"}
    assert question["code_challenge_method"] == "S256" and "prompt" not in question
    assert len(question["state"]) >= 32 and len(question["nonce"]) >= 32


def test_leaving_the_site_is_a_page_that_no_policy_blocks(use, browser):
    use("proconnect")
    page = browser.site.post("/en/accounts/identities/begin/")
    url = page.context["url"].replace("&", "&amp;")
    assert f'<meta http-equiv="refresh" content="0; url={url}">' in page.content.decode()
    assert "form-action 'self'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_verified_address_opens_an_account(use, browser, prefix):
    issuer = use("proconnect", OIDC_TRUST_EMAIL="true")
    leave = browser.leave(prefix=prefix, next=f"{prefix}/about/")
    done = browser.back(browser.be("camille", leave))
    assert done.url == f"{prefix}/about/"
    person = User.objects.get()
    assert browser.user == str(person.pk)
    assert (person.email, person.language) == (CAMILLE, prefix[1:] or "fr")
    assert EmailAddress.objects.get(user=person).verified
    account = SocialAccount.objects.get()
    assert (account.provider, account.uid) == (issuer, '["idp-region","100"]')
    assert account.extra_data == {
        "sub": "100", "idp_id": "idp-region", "siret": "23350001600040", "email": CAMILLE,
        "given_name": "Camille", "usual_name": "Exemple",
    }  # fmt: skip
    assert verified_sirets(person) == {"23350001600040"}
    assert verified_emails(person) == {CAMILLE}
    assert not mail.outbox


def test_next_sign_in_opens_the_same_account_with_what_is_told_now(use, browser):
    use("proconnect", OIDC_TRUST_EMAIL="true")
    browser.sign_in("camille")
    SocialAccount.objects.update(extra_data={"sub": "100", "siret": "00000000000000"})
    elsewhere = Browser()
    assert elsewhere.sign_in("camille").url == "/"
    assert elsewhere.user == browser.user
    assert verified_sirets(User.objects.get()) == {"23350001600040"}


def test_same_subject_at_two_identity_providers_is_two_people(use):
    use("proconnect", OIDC_TRUST_EMAIL="true")
    people = {}
    for name in ("camille", "dominique"):
        browser = Browser()
        browser.sign_in(name)
        people[name] = browser.user
    assert len(set(people.values())) == 2
    assert SocialAccount.objects.values_list("uid", flat=True).distinct().count() == 2


def test_only_sirets_of_the_provider_of_the_settings_count(use, settings, browser):
    use("proconnect", OIDC_TRUST_EMAIL="true")
    browser.sign_in("alix")  # told no number of 14 digits
    person = User.objects.get()
    assert verified_sirets(person) == set()
    SocialAccount.objects.update(extra_data={"siret": "23350001600040"})
    assert verified_sirets(person) == {"23350001600040"}
    settings.OIDC = settings.OIDC | {"issuer": "https://elsewhere.example"}
    assert verified_sirets(person) == set()
    settings.OIDC = None
    assert verified_sirets(person) == set()


def test_standard_provider_vouches_for_no_siret(use, browser):
    use("standard")
    browser.sign_in("owner")
    account = SocialAccount.objects.get()
    assert account.uid == "104" and "siret" not in account.extra_data
    assert verified_sirets(account.user) == set()


def test_unverified_address_is_proven_by_code_before_anything_is_kept(use, browser):
    use("proconnect")
    done = browser.sign_in("camille", next="/about/")
    assert done.url == JOIN and not User.objects.exists()
    page = browser.site.get(JOIN)
    assert CAMILLE in page.content.decode() and not mail.outbox
    sent = browser.site.post(JOIN)
    assert sent.url == "/accounts/sign-up/code/"
    assert not SocialAccount.objects.exists()
    done = browser.site.post(sent.url, {"code": code_sent_to(CAMILLE)})
    assert done.url == "/about/"
    assert SocialAccount.objects.get().user == User.objects.get()
    assert [message.to for message in mail.outbox] == [[CAMILLE]] * 2  # code, and what changed


def test_existing_account_is_joined_only_once_proven(use, browser):
    person = make_account(email=CAMILLE, is_proven=True)
    use("proconnect", OIDC_TRUST_EMAIL="true")
    assert browser.sign_in("camille").url == JOIN
    assert browser.user is None and not SocialAccount.objects.exists()
    sent = browser.site.post(JOIN)
    assert sent.url.startswith(CODE) and not SocialAccount.objects.exists()
    assert browser.site.post(sent.url, {"code": "0000-0000"}).status_code == 200
    assert not SocialAccount.objects.exists()
    code = re.search(r"^\d{4}-\d{4}$", mail.outbox[0].body, re.MULTILINE).group()
    done = browser.site.post(sent.url, {"code": code})
    assert done.status_code == 302
    assert SocialAccount.objects.get().user == person
    assert User.objects.count() == 1
    later = Browser()
    later.sign_in("camille")
    assert later.user == str(person.pk)


def test_account_of_an_address_that_somebody_merely_claims_stays_closed(use, browser):
    """A provider that lets people claim addresses gets nobody into anything."""
    person = make_account(email=CAMILLE, is_proven=True)
    use("standard")
    assert browser.sign_in("claimant").url == JOIN
    sent = browser.site.post(JOIN)
    assert sent.url == "/accounts/sign-up/code/"  # the same page as for a free address
    assert "/accounts/sign-in/" in mail.outbox[-1].body  # the owner is told, no code is sent
    assert browser.site.post(sent.url, {"code": "1234-5678"}).status_code == 200
    assert browser.user is None and not SocialAccount.objects.exists()
    assert User.objects.get() == person


def test_claimed_address_waits_for_no_victim(use, browser):
    """Claim first, wait for the owner to prove the address: the claim must not be attached."""
    use("standard")
    browser.sign_in("claimant")
    browser.site.post(JOIN)
    owner = Browser()
    owner.site.post("/accounts/sign-in/", {"login": CAMILLE})
    owner.site.post(CODE, {"code": code_sent_to(CAMILLE)})
    assert owner.user == str(User.objects.get().pk)
    assert not SocialAccount.objects.exists()
    claimed_again = Browser()
    claimed_again.sign_in("claimant")
    assert claimed_again.user is None


def test_owner_who_was_told_of_the_account_can_join_it(use, browser):
    person = make_account(email=CAMILLE, is_proven=True)
    use("proconnect")
    browser.sign_in("camille")
    browser.site.post(JOIN)
    browser.site.post("/accounts/sign-out/", {"next": "/accounts/sign-in/"})  # another way
    browser.site.post("/accounts/sign-in/", {"login": CAMILLE})
    browser.site.post(CODE, {"code": code_sent_to(CAMILLE)})
    assert SocialAccount.objects.get().user == person


def test_identity_is_joined_to_nobody_else_who_signs_in_here(use, browser):
    """One person walks away from the question, the next signs in at the same browser."""
    make_account(email=CAMILLE, is_proven=True)
    other = make_account(is_proven=True)
    use("proconnect", OIDC_TRUST_EMAIL="true")
    browser.sign_in("camille")
    browser.site.post(JOIN)
    browser.site.post("/accounts/sign-out/")
    browser.site.post("/accounts/sign-in/", {"login": other.email})
    browser.site.post(CODE, {"code": code_sent_to(other.email)})
    assert browser.user == str(other.pk) and not SocialAccount.objects.exists()


def test_nothing_is_joined_that_was_not_asked_for(use, browser):
    person = make_account(email=CAMILLE, is_proven=True)
    use("proconnect", OIDC_TRUST_EMAIL="true")
    browser.sign_in("camille")
    browser.site.post("/accounts/sign-in/", {"login": CAMILLE})
    browser.site.post(CODE, {"code": code_sent_to(CAMILLE)})
    assert browser.user == str(person.pk) and not SocialAccount.objects.exists()


def test_identity_does_not_wait_for_ever(use, browser, monkeypatch):
    make_account(email=CAMILLE, is_proven=True)
    use("proconnect", OIDC_TRUST_EMAIL="true")
    browser.sign_in("camille")
    sent = browser.site.post(JOIN)
    monkeypatch.setattr(identities, "WAITS", -1)
    browser.site.post(sent.url, {"code": code_sent_to(CAMILLE)})
    assert browser.user and not SocialAccount.objects.exists()
    assert Browser().site.get(JOIN).url == "/accounts/sign-in/"


def test_identity_without_address_is_told_what_to_do(use, browser):
    use("proconnect", OIDC_TRUST_EMAIL="true")
    assert browser.sign_in("nobody").url == JOIN
    page = browser.site.post(JOIN).content.decode()
    assert "/accounts/sign-in/" in page and not User.objects.exists() and not mail.outbox


def test_second_factor_is_asked_after_the_provider_too(use, browser):
    use("proconnect", OIDC_TRUST_EMAIL="true")
    browser.sign_in("camille")
    set_up_app(browser.site)
    later = Browser()
    assert later.sign_in("camille").url == "/accounts/sign-in/second-factor/"
    assert later.user is None
    assert later.site.get("/accounts/keys/").status_code == 302
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    assert later.site.post("/accounts/sign-in/second-factor/", {"code": code}).url == "/"
    assert later.user == browser.user
