"""Apps, recovery codes, and what an administrator may do without them."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from terreau.accounts import actions
from terreau.accounts.models import User
from terreau.accounts.tests.factories import app_code, code_sent_to, make_account, set_up_app

pytestmark = pytest.mark.django_db
KEYS, FACTOR = "/accounts/keys/", "/accounts/sign-in/second-factor/"
FOR_ADMINISTRATORS = "/operations/jobs/"


def sign_in(client, person):
    """By the pages, as far as an e-mail code leads; returns the last answer."""
    client.post("/accounts/sign-in/", {"login": person.email})
    return client.post("/accounts/sign-in/code/", {"code": code_sent_to(person.email)})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def recovery_codes(person):
    return Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()


@pytest.fixture
def with_app(client):
    person = make_account(is_proven=True)
    client.force_login(person)
    return person, set_up_app(client)


def test_setting_an_app_up_shows_a_picture_and_ends_with_recovery_codes(client):
    client.force_login(person := make_account(is_proven=True))
    page = client.get("/en/accounts/keys/app/").content.decode()
    secret = client.session["mfa.totp.secret"]
    assert 'src="data:image/svg+xml;base64,' in page
    assert " ".join(secret[n : n + 4] for n in range(0, 32, 4)) in page
    assert client.post("/accounts/keys/app/", {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.exists()
    done = client.post("/accounts/keys/app/", {"code": app_code(secret)})
    assert done.url == "/accounts/keys/codes/"
    codes = client.get(done.url).content.decode()
    assert len(recovery_codes(person)) == 10
    assert all(code in codes for code in recovery_codes(person))
    assert client.get("/accounts/keys/codes/download/").content.decode().split() == (
        recovery_codes(person)
    )


@pytest.mark.django_db(transaction=True)
def test_whoever_sets_an_app_up_is_told(client):
    client.force_login(person := make_account(is_proven=True))
    set_up_app(client)
    assert [message.to for message in mail.outbox] == [[person.email]]


def test_secrets_are_not_readable_in_the_database(with_app):
    _person, secret = with_app
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert Authenticator.objects.get(type="totp").data["secret"].startswith("gAAAA")
    assert Authenticator.objects.get(type="recovery_codes").data["seed"].startswith("gAAAA")


def test_former_secret_key_still_opens_them(with_app, settings):
    person, secret = with_app
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret key of the site, as long as need be"
    client = Client()
    sign_in(client, person)
    assert client.post(FACTOR, {"code": app_code(secret, steps=1)}).url == "/"


def test_code_by_mail_alone_no_longer_suffices(with_app):
    person, secret = with_app
    client = Client()
    assert sign_in(client, person).url == FACTOR
    assert not is_signed_in(client)
    assert client.get("/accounts/").status_code == 302
    assert client.get(FACTOR).status_code == 200
    assert client.post(FACTOR, {"code": "000000"}).status_code == 200
    assert not is_signed_in(client)
    assert client.post(FACTOR, {"code": app_code(secret, steps=1)}).url == "/"
    assert is_signed_in(client)


def test_code_of_the_app_counts_once(with_app):
    person, secret = with_app
    code = app_code(secret, steps=1)
    for expected in (True, False):
        client = Client()
        sign_in(client, person)
        client.post(FACTOR, {"code": code})
        assert is_signed_in(client) is expected


def test_recovery_code_counts_once(with_app):
    person, _secret = with_app
    code = recovery_codes(person)[3]
    for expected in (True, False):
        client = Client()
        sign_in(client, person)
        client.post(FACTOR, {"code": code})
        assert is_signed_in(client) is expected
    assert len(recovery_codes(person)) == 9


def test_guessing_at_the_second_factor_ends(with_app):
    person, secret = with_app
    client = Client()
    sign_in(client, person)
    for guess in range(5):
        client.post(FACTOR, {"code": f"00000{guess}"})
    client.post(FACTOR, {"code": app_code(secret, steps=1)})
    assert not is_signed_in(client)


def test_second_factor_cannot_be_jumped_over(with_app):
    person, secret = with_app
    assert Client().get(FACTOR).url == "/accounts/sign-in/"
    assert Client().post(FACTOR, {"code": app_code(secret, steps=1)}).url == "/accounts/sign-in/"
    other, client = make_account(is_proven=True), Client()
    sign_in(client, person)
    client.post("/accounts/sign-out/", {"next": "/accounts/sign-in/"})
    sign_in(client, other)
    assert client.session["_auth_user_id"] == str(other.pk)


def test_link_of_an_operator_stands_for_the_mail_not_for_the_second_factor(with_app, capsys):
    person, secret = with_app
    call_command("sign_in_link", person.email)
    path = capsys.readouterr().out.strip().removeprefix("http://127.0.0.1:8000")
    client = Client()
    assert client.post(path).url == FACTOR
    assert not is_signed_in(client)
    client.post(FACTOR, {"code": app_code(secret, steps=1)})
    assert is_signed_in(client)


def test_operator_helps_whoever_lost_everything(with_app, capsys):
    person, _secret = with_app
    call_command("forget_second_factor", person.email)
    assert person.email in capsys.readouterr().out
    assert not Authenticator.objects.exists()
    client = Client()
    assert sign_in(client, person).url == "/"


def test_taking_the_app_away_asks_for_it_once_more(with_app):
    person, secret = with_app
    client = Client()
    sign_in(client, person)
    client.post(FACTOR, {"code": app_code(secret, steps=1)})
    asked = client.post(f"{KEYS}app/remove/")
    assert asked.url.startswith("/accounts/confirm/code/?next=")
    assert client.get(asked.url).status_code == 200
    client.post(asked.url, {"code": recovery_codes(person)[0], "next": f"{KEYS}app/remove/"})
    assert not Authenticator.objects.exists()  # with the last factor go the recovery codes
    assert client.get("/accounts/confirm/").url == "/accounts/sign-in/"


def test_confirming_leads_nowhere_else(with_app):
    person, secret = with_app
    client = Client()
    sign_in(client, person)
    client.post(FACTOR, {"code": app_code(secret, steps=1)})
    said = {"code": recovery_codes(person)[0], "next": "https://elsewhere.example/"}
    assert client.post("/accounts/confirm/code/", said).url == "/"


def test_keys_of_others_are_not_there(with_app, client):
    _person, _secret = with_app
    passkey = Authenticator.objects.create(
        user=make_account(), type="webauthn", data={"name": "Theirs", "credential": {}}
    )
    for path in (f"{KEYS}passkey/{passkey.pk}/", f"{KEYS}passkey/{passkey.pk}/remove/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"name": "Mine"}).status_code == 404
    passkey.refresh_from_db()
    assert passkey.data["name"] == "Theirs"


@pytest.mark.parametrize(
    "credential",
    ["", "{}", "null", '{"id": "x"}', '{"id":"eA","rawId":"eA","response":{}}', "[1]",
     '{"id":"eA","rawId":"eA","type":"public-key","response":{"clientDataJSON":"e30",'
     '"attestationObject":"oA","authenticatorData":"","signature":"","userHandle":"MQ"}}'],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/accounts/sign-in/passkey/", "/accounts/keys/passkey/", FACTOR])
def test_nonsense_is_no_passkey(client, with_app, path, credential):
    if "keys" not in path:
        client = Client()
    if path == FACTOR:
        sign_in(client, with_app[0])
    client.get(path)
    assert client.post(path, {"credential": credential}).status_code in (200, 302)
    assert not Authenticator.objects.filter(type="webauthn").exists()
    assert is_signed_in(client) is ("keys" in path)


@pytest.mark.parametrize("method", ["get", "post"])
def test_too_many_passkeys_from_one_place_are_refused(method):
    ask = getattr(Client(), method)
    answers = [ask("/accounts/sign-in/passkey/").status_code for _ in range(61)]
    assert 429 not in answers[:60] and answers[60] == 429


# Administrators


@pytest.fixture
def administrator():
    return make_account(is_proven=True, is_staff=True)


def test_administrator_without_second_factor_is_led_to_set_one_up(client, administrator):
    assert sign_in(client, administrator).url == KEYS
    assert is_signed_in(client)
    assert client.get("/").status_code == 200
    assert client.get(FOR_ADMINISTRATORS).url == KEYS
    assert client.post(f"{FOR_ADMINISTRATORS}1/forget/").status_code in (302, 404)
    assert "notice-warn" in client.get(KEYS).content.decode()
    assert "notice-warn" in client.get("/accounts/").content.decode()
    set_up_app(client)
    assert client.get(FOR_ADMINISTRATORS).status_code == 200


def test_rights_are_held_back_everywhere_and_stay_in_the_database(client, administrator):
    sign_in(client, administrator)
    held = client.get("/accounts/").context["user"]
    assert held == administrator and not held.is_staff and held.awaits_second_factor
    assert FOR_ADMINISTRATORS not in client.get("/").content.decode()
    client.post("/accounts/", {"language": "en"})
    held.language = "fr"
    held.save()
    assert not held.is_staff
    kept = User.objects.get()
    assert kept.is_staff and kept.language == "fr"


def test_administrator_shows_the_second_factor_in_each_session(client, administrator):
    client.force_login(administrator)
    secret = set_up_app(client)
    later = Client()
    assert sign_in(later, administrator).url == FACTOR
    later.post(FACTOR, {"code": app_code(secret, steps=1)})
    assert later.get(FOR_ADMINISTRATORS).status_code == 200


def test_session_of_before_the_appointment_shows_the_second_factor(client):
    person = make_account(is_proven=True)
    sign_in(client, person)
    actions.appoint_administrator(person.email)
    assert client.get(FOR_ADMINISTRATORS).url == KEYS


def test_administrator_keeps_one_second_factor(client, administrator):
    client.force_login(administrator)
    set_up_app(client)
    client.post(f"{KEYS}app/remove/")
    assert Authenticator.objects.filter(type="totp").exists()


def test_proof_of_somebody_else_does_not_count(client, administrator):
    """A session that saw the second factor of one person proves nothing of the next."""
    other = make_account(is_proven=True)
    client.force_login(other)
    set_up_app(client)
    client.post("/accounts/sign-out/")
    sign_in(client, administrator)
    assert client.get(FOR_ADMINISTRATORS).url == KEYS


@pytest.mark.parametrize("wanted", [True, False])
def test_only_a_demonstration_lets_its_administrators_do_without(client, settings, wanted):
    settings.DEMONSTRATION = True
    actions.create_demonstration_accounts()
    person = User.objects.get(is_staff=True)
    sign_in(client, person)
    settings.DEMONSTRATION = wanted
    assert client.get(FOR_ADMINISTRATORS).status_code == (200 if wanted else 302)


def test_reading_costs_an_administrator_no_further_query(client):
    client.force_login(make_account(is_proven=True))
    costs = []
    for is_staff in (False, True):
        User.objects.update(is_staff=is_staff)
        with CaptureQueriesContext(connection) as captured:
            client.get("/about/")
        costs.append(len(captured))
    assert costs[0] == costs[1]
