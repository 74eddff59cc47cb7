"""The whole way in and out, through the real pages and messages."""

import pytest
from django.core import mail
from django.test import Client

from terreau.accounts.models import User
from terreau.accounts.tests.factories import code_sent_to, make_account

pytestmark = pytest.mark.django_db
SIGN_IN, CODE, HOME = "/accounts/sign-in/", "/accounts/sign-in/code/", "/"


def ask(client, email, prefix="", **query):
    return client.post(f"{prefix}{SIGN_IN}", {"login": email}, query_params=query)


def enter(client, code, prefix="", **query):
    return client.post(f"{prefix}{CODE}", {"code": code}, query_params=query)


def is_signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_sign_in_by_code_keeps_language_and_page(client, prefix):
    person = make_account()
    wanted = f"{prefix}/about/"
    assert client.get(f"{prefix}{SIGN_IN}").status_code == 200
    sent = ask(client, person.email.upper(), prefix, next=wanted)
    assert sent.status_code == 302 and sent.url.startswith(f"{prefix}{CODE}?next=")
    before = client.session.session_key
    page = client.get(sent.url)
    assert person.email in page.content.decode()
    code = code_sent_to(person.email)
    assert code not in page.content.decode()
    done = client.post(sent.url, {"code": code})
    assert (done.status_code, done.url) == (302, wanted)
    assert is_signed_in(client)
    assert client.session.session_key != before
    assert client.get(f"{prefix}/accounts/").context["user"] == person


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_without_a_page_to_return_to_one_lands_on_the_front_page(client, prefix):
    person = make_account()
    ask(client, person.email, prefix)
    assert enter(client, code_sent_to(person.email), prefix).url == f"{prefix}/"


@pytest.mark.parametrize(
    "target",
    ["https://elsewhere.example/", "//elsewhere.example", r"/\elsewhere.example", "javascript:1"],
)
def test_nobody_is_sent_elsewhere_after_signing_in(client, target):
    person = make_account()
    ask(client, person.email, next=target)
    assert enter(client, code_sent_to(person.email), next=target).url == HOME
    assert client.get(SIGN_IN, query_params={"next": target}).url == HOME
    assert client.post("/accounts/sign-out/", {"next": target}).url == HOME


def test_three_wrong_codes_end_the_attempt(client):
    person = make_account()
    ask(client, person.email)
    right = code_sent_to(person.email)
    wrong = "1111-1111" if right != "1111-1111" else "2222-2222"
    for _attempt in range(2):
        assert enter(client, wrong).status_code == 200
    assert enter(client, wrong).url == SIGN_IN
    assert enter(client, right).url == SIGN_IN
    assert not is_signed_in(client)


def test_code_is_refused_after_its_time(client, settings):
    person = make_account()
    ask(client, person.email)
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 0
    assert enter(client, code_sent_to(person.email)).url == SIGN_IN
    assert not is_signed_in(client)


def test_code_works_only_in_the_browser_that_asked(client):
    person = make_account()
    ask(client, person.email)
    stranger = Client()
    assert enter(stranger, code_sent_to(person.email)).url == SIGN_IN
    assert not is_signed_in(stranger)


def test_code_can_be_sent_again_and_the_old_one_is_worthless(client):
    person = make_account()
    ask(client, person.email)
    old = code_sent_to(person.email)
    client.post(CODE, {"action": "resend"})
    new = code_sent_to(person.email)
    assert len(mail.outbox) == 2 and old != new
    assert enter(client, old).status_code == 200
    assert enter(client, new).url == HOME


def test_unknown_address_sees_the_same_pages(client):
    person = make_account()
    stranger = Client()
    known, unknown = ask(client, person.email), ask(stranger, "nobody@example.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    pages = [client.get(CODE), stranger.get(CODE)]
    assert without_tokens(pages[0]).replace(person.email, "nobody@example.org") == without_tokens(
        pages[1]
    )
    assert mail.outbox[-1].to == ["nobody@example.org"]
    assert "/accounts/sign-up/" in mail.outbox[-1].body
    assert enter(stranger, "").status_code == 200
    assert not is_signed_in(stranger)


def test_inactive_account_is_as_good_as_none(client):
    person = make_account(is_active=False)
    ask(client, person.email)
    assert "/accounts/sign-up/" in mail.outbox[-1].body


def test_too_many_codes_for_an_address_are_refused_known_or_not():
    for email in (make_account().email, "nobody@example.org"):
        for _attempt in range(3):
            assert ask(Client(), email).status_code == 302
        refused = ask(Client(), email)
        assert refused.status_code == 200
        assert refused.context["form"].errors.keys() == {"login"}
    assert len(mail.outbox) == 6


def test_too_many_requests_from_one_place_get_a_plain_page():
    answers = [ask(Client(), f"nobody{n}@example.org").status_code for n in range(31)]
    assert set(answers[:20]) == {302}
    assert answers[30] == 429


def test_signing_out_takes_a_form(client):
    client.force_login(make_account())
    assert client.get("/accounts/sign-out/").status_code == 200
    assert is_signed_in(client)
    assert client.post("/en/accounts/sign-out/").url == "/en/"
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "path", [SIGN_IN, "/accounts/sign-up/", "/accounts/sign-out/", "/accounts/"]
)
def test_forms_without_their_mark_are_refused_plainly(path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_account())
    answer = client.post(path, {"login": "nobody@example.org"})
    assert answer.status_code == 403
    assert "403_csrf.html" in [template.name for template in answer.templates]
    assert not mail.outbox


def test_no_page_asks_for_a_password(client):
    for path in (SIGN_IN, "/accounts/sign-up/"):
        assert b'type="password"' not in client.get(path).content
    for gone in ("password/reset/", "password/change/", "login/", "email/", "reauthenticate/"):
        assert client.get(f"/accounts/{gone}").status_code == 404


def test_messages_name_the_site_and_carry_its_own_address(client, settings):
    settings.SITE_URL = "https://terreau.example.org"
    ask(client, "nobody@example.org", "/en")
    body = mail.outbox[-1].body
    assert "https://terreau.example.org/en/accounts/sign-up/" in body
    assert "testserver" not in body
    assert mail.outbox[-1].subject.startswith("Terreau: ")


def without_tokens(response):
    lines = response.content.decode().splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


def test_sign_in_from_a_signed_in_browser_leads_on(client):
    client.force_login(make_account())
    assert client.get(SIGN_IN).url == HOME
    assert client.get("/accounts/sign-up/code/").url == "/accounts/"
    assert User.objects.count() == 1
