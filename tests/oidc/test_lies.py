"""What a site under attack must not believe: each lie is told by the provider itself."""

import pytest
import requests
from allauth.socialaccount.models import SocialAccount

from terreau.accounts.models import User
from terreau.accounts.queries import verified_sirets
from tests.oidc.conftest import Browser

pytestmark = pytest.mark.django_db
LIES = [
    "another key", "no signature", "a shared secret", "an unknown key", "another audience",
    "another issuer", "an old token", "another subject",
]  # fmt: skip


def refused(answer):
    return answer.status_code == 401 and "account/refused.html" in [
        t.name for t in answer.templates
    ]


@pytest.fixture
def lie(use):
    def told(with_, about):
        issuer = use("proconnect", OIDC_TRUST_EMAIL="true")
        requests.get(f"{issuer}/tamper", {"with": with_, "about": about}, timeout=60)

    return told


@pytest.mark.parametrize("with_", [*LIES, "no identity provider", "plain"])
def test_userinfo_that_lies_opens_nothing(lie, browser, with_):
    lie(with_, "userinfo")
    assert refused(browser.sign_in("camille"))
    assert browser.user is None and not User.objects.exists()


@pytest.mark.parametrize("with_", [*LIES, "another nonce", "no nonce"])
def test_token_that_lies_opens_nothing(lie, browser, with_):
    lie(with_, "token")
    assert refused(browser.sign_in("camille"))
    assert browser.user is None and not User.objects.exists()


def test_answer_counts_once_and_only_where_it_was_asked(use, browser):
    use("proconnect", OIDC_TRUST_EMAIL="true")
    url = browser.be("camille", browser.leave())
    stranger = Browser()
    assert refused(stranger.back(url))  # somebody follows the link of another
    assert browser.back(url).status_code == 302
    first = browser.user
    assert refused(browser.back(url))  # the same answer again
    assert browser.user == first and stranger.user is None
    assert User.objects.count() == 1


@pytest.mark.parametrize("change", ["state", "code", "iss"])
def test_answer_that_was_changed_on_the_way_is_refused(use, browser, change):
    use("proconnect", OIDC_TRUST_EMAIL="true")
    url = browser.be("camille", browser.leave())
    assert refused(browser.back(url.replace(f"{change}=", f"{change}=x")))
    assert browser.user is None


def test_coming_back_without_a_question_is_refused(use, browser):
    use("proconnect")
    for path in ("/oidc/callback/", "/oidc/callback/?code=x", "/oidc/callback/?state=x&code=y"):
        assert refused(browser.site.get(path))
    assert browser.site.post("/oidc/callback/").status_code == 405


def test_changing_ones_mind_at_the_provider_leads_back(use, browser):
    use("proconnect")
    answer = browser.back(browser.be("cancel", browser.leave(prefix="/en")))
    assert answer.url == "/en/accounts/sign-in/"
    assert browser.user is None


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", r"/\\elsewhere.example"]
)
def test_nobody_is_sent_elsewhere(use, browser, target):
    use("proconnect", OIDC_TRUST_EMAIL="true")
    assert browser.sign_in("camille", next=target).url == "/"


def test_session_of_before_is_worthless_after(use, browser):
    use("proconnect", OIDC_TRUST_EMAIL="true")
    browser.leave()
    planted = browser.site.session.session_key
    browser.sign_in("camille")
    attacker = Browser()
    attacker.site.cookies["sessionid"] = planted
    assert attacker.site.get("/accounts/").status_code == 302
    assert browser.site.session.session_key != planted


def test_signing_in_takes_a_form_with_its_mark(use):
    use("proconnect")
    browser = Browser()
    assert browser.site.get("/accounts/identities/begin/").status_code == 405
    browser.site.handler.enforce_csrf_checks = True
    assert browser.site.post("/accounts/identities/begin/").status_code == 403


def test_whoever_is_signed_out_cannot_ask_to_join(use, browser):
    """process=connect without an account to join to is a plain sign-in."""
    use("proconnect", OIDC_TRUST_EMAIL="true")
    assert browser.leave(process="redirect")
    browser.sign_in("camille", process="connect")
    assert SocialAccount.objects.get().user == User.objects.get()


def test_closed_account_stays_closed(use, browser):
    use("proconnect", OIDC_TRUST_EMAIL="true")
    browser.sign_in("camille")
    User.objects.update(is_active=False)
    later = Browser()
    assert later.sign_in("camille").url == "/accounts/inactive/"
    assert later.user is None


def test_provider_that_does_not_answer_is_said_plainly(use, settings, browser):
    use("proconnect")
    settings.OIDC = settings.OIDC | {"issuer": "http://127.0.0.1:9"}
    assert refused(browser.site.post("/accounts/identities/begin/"))


def test_provider_under_another_name_is_refused(use, settings, browser):
    issuer = use("proconnect")
    settings.OIDC = settings.OIDC | {"issuer": issuer.replace("127.0.0.1", "localhost")}
    assert refused(browser.site.post("/accounts/identities/begin/"))


def test_too_many_beginnings_from_one_place_are_refused(use):
    use("proconnect")
    answers = [Browser().site.post("/accounts/identities/begin/").status_code for _ in range(31)]
    assert answers[:30] == [200] * 30 and answers[30] == 429


def test_names_and_sirets_are_no_ones_business(use, browser):
    use("proconnect", OIDC_TRUST_EMAIL="true")
    browser.sign_in("camille")
    assert "Camille" in browser.site.get("/accounts/identities/").content.decode()
    person = User.objects.get()
    assert verified_sirets(person)
    assert "Camille" not in str(person) and "camille" not in str(vars(person)["uid"])
