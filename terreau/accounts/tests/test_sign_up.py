from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from terreau.accounts import actions
from terreau.accounts.models import User
from terreau.accounts.tests.factories import code_sent_to, make_account

pytestmark = pytest.mark.django_db
SIGN_UP, CODE = "/accounts/sign-up/", "/accounts/sign-up/code/"


@pytest.mark.parametrize(("prefix", "language"), [("", "fr"), ("/en", "en")])
def test_account_opens_once_its_address_is_proven(client, prefix, language):
    wanted = f"{prefix}/data/"
    asked = client.post(
        f"{prefix}{SIGN_UP}", {"email": "Nouvelle@example.org"}, query_params={"next": wanted}
    )
    assert asked.url == f"{prefix}{CODE}"
    assert client.get(asked.url).status_code == 200
    assert "_auth_user_id" not in client.session
    done = client.post(asked.url, {"code": code_sent_to("nouvelle@example.org")})
    assert done.url == wanted
    person = User.objects.get()
    assert client.session["_auth_user_id"] == str(person.pk)
    assert (person.email, person.language) == ("nouvelle@example.org", language)
    assert not person.is_staff and not person.has_usable_password()
    assert EmailAddress.objects.get(user=person).verified


def test_address_that_has_an_account_sees_the_same_pages(client):
    person = make_account()
    stranger = Client()
    answers = [
        client.post(SIGN_UP, {"email": person.email}),
        stranger.post(SIGN_UP, {"email": "nouvelle@example.org"}),
    ]
    assert {answer.url for answer in answers} == {CODE}
    pages = [client.get(CODE).content.decode(), stranger.get(CODE).content.decode()]
    assert [page.count("<form") for page in pages] == [pages[0].count("<form")] * 2
    assert [message.to for message in mail.outbox] == [[person.email], ["nouvelle@example.org"]]
    assert "/accounts/sign-in/" in mail.outbox[0].body
    assert User.objects.count() == 2


def test_wrong_code_opens_nothing(client):
    client.post(SIGN_UP, {"email": "nouvelle@example.org"})
    right = code_sent_to("nouvelle@example.org")
    wrong = "1111-1111" if right != "1111-1111" else "2222-2222"
    for _attempt in range(2):
        assert client.post(CODE, {"code": wrong}).status_code == 200
    assert client.post(CODE, {"code": wrong}).url == "/accounts/sign-in/"
    assert client.post(CODE, {"code": right}).url == "/accounts/sign-in/"
    assert "_auth_user_id" not in client.session


def test_old_code_opens_nothing(client, settings):
    client.post(SIGN_UP, {"email": "nouvelle@example.org"})
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 0
    client.post(CODE, {"code": code_sent_to("nouvelle@example.org")})
    assert "_auth_user_id" not in client.session


def test_account_never_proven_is_opened_by_signing_in_later(client):
    client.post(SIGN_UP, {"email": "nouvelle@example.org"})
    later = Client()
    later.post("/accounts/sign-in/", {"login": "nouvelle@example.org"})
    later.post("/accounts/sign-in/code/", {"code": code_sent_to("nouvelle@example.org")})
    assert later.session["_auth_user_id"] == str(User.objects.get().pk)


def test_sweeping_forgets_what_nobody_proved_and_sessions_that_ended(client):
    client.post(SIGN_UP, {"email": "nouvelle@example.org"})
    old = timezone.now() - timedelta(days=8)
    kept = [
        make_account(date_joined=old, is_staff=True),
        make_account(date_joined=old, last_login=old),
        make_account(),
    ]
    User.objects.filter(email="nouvelle@example.org").update(date_joined=old)
    Session.objects.update(expire_date=old)
    actions.sweep()
    assert set(User.objects.all()) == set(kept)
    assert not Session.objects.exists()
