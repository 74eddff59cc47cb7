"""Several e-mail addresses: each proven, one for messages."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from terreau.accounts.models import User
from terreau.accounts.queries import verified_emails
from terreau.accounts.tests.factories import code_sent_to, make_account, set_up_app

pytestmark = pytest.mark.django_db
ADDRESSES, CODE = "/accounts/addresses/", "/accounts/sign-up/code/"


@pytest.fixture
def person(client):
    person = make_account(email="premiere@example.org", is_proven=True)
    client.force_login(person)
    return person


def add(client, email):
    return client.post(ADDRESSES, {"action_add": "add", "email": email})


def prove(client, email):
    return client.post(CODE, {"code": code_sent_to(email)})


def test_address_counts_once_it_is_proven(client, person):
    assert add(client, "Seconde@example.org").url == CODE
    assert client.get(CODE).status_code == 200
    assert verified_emails(person) == {"premiere@example.org"}
    assert EmailAddress.objects.count() == 1
    assert prove(client, "seconde@example.org").url == ADDRESSES
    assert verified_emails(person) == {"premiere@example.org", "seconde@example.org"}
    page = client.get(ADDRESSES).content.decode()
    assert "seconde@example.org" in page
    elsewhere = Client()
    elsewhere.post("/accounts/sign-in/", {"login": "seconde@example.org"})
    elsewhere.post("/accounts/sign-in/code/", {"code": code_sent_to("seconde@example.org")})
    assert elsewhere.session["_auth_user_id"] == str(person.pk)


def test_wrong_code_proves_nothing(client, person):
    add(client, "seconde@example.org")
    right = code_sent_to("seconde@example.org")
    client.post(CODE, {"code": "1111-1111" if right != "1111-1111" else "2222-2222"})
    assert verified_emails(person) == {"premiere@example.org"}


def test_address_of_another_is_not_told_and_not_taken(client, person):
    make_account(email="autre@example.org", is_proven=True)
    assert add(client, "autre@example.org").url == CODE  # as for any other
    client.post(CODE, {"code": code_sent_to("autre@example.org")})
    assert verified_emails(person) == {"premiere@example.org"}


def test_messages_go_where_one_wants(client, person):
    add(client, "seconde@example.org")
    prove(client, "seconde@example.org")
    said = {"action_primary": "", "email": "seconde@example.org"}
    assert client.post(ADDRESSES, said).url == ADDRESSES
    person.refresh_from_db()
    assert person.email == "seconde@example.org"
    assert mail.outbox[-1].to == ["premiere@example.org"]  # the former one is told
    client.post(ADDRESSES, {"action_remove": "", "email": "premiere@example.org"})
    assert verified_emails(person) == {"seconde@example.org"}
    assert mail.outbox[-1].to == ["seconde@example.org"]
    assert "sign out everywhere" in mail.outbox[-1].body or "partout" in mail.outbox[-1].body


def test_address_for_messages_and_the_last_one_stay(client, person):
    client.post(ADDRESSES, {"action_remove": "", "email": person.email})
    assert verified_emails(person) == {person.email}
    assert "notice-error" in client.get(ADDRESSES).content.decode()


def test_addresses_of_others_are_out_of_reach(client, person):
    other = make_account(email="autre@example.org", is_proven=True)
    for act in ("action_remove", "action_primary", "action_send"):
        client.post(ADDRESSES, {act: "", "email": other.email})
    other.refresh_from_db()
    assert other.email == "autre@example.org" and verified_emails(other) == {other.email}
    assert not mail.outbox


def test_address_that_was_never_proven_can_be(client):
    person = make_account(email="responsable@example.org")
    client.force_login(person)
    sent = client.post(ADDRESSES, {"action_send": "", "email": person.email})
    assert sent.url == CODE
    prove(client, person.email)
    assert verified_emails(person) == {person.email}


def test_whoever_has_a_second_factor_shows_it_first(client, person):
    set_up_app(client)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    assert add(client, "seconde@example.org").url.startswith("/accounts/confirm/code/")
    assert not mail.outbox


def test_wrong_and_double_addresses_are_refused(client, person):
    for wrong in ("", "nothing", person.email):
        assert add(client, wrong).context["form"].errors.keys() == {"email"}
    assert User.objects.count() == 1


def test_too_many_changes_are_refused(client, person):
    answers = [add(client, f"adresse{n}@example.org").status_code for n in range(11)]
    assert answers[10] == 429
