"""One's own account, links made by operators, administrators, demonstration."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from terreau.accounts import actions, queries
from terreau.accounts.models import User
from terreau.accounts.tests.factories import code_sent_to, make_account

pytestmark = pytest.mark.django_db


def link_for(email):
    out = StringIO()
    call_command("sign_in_link", email, stdout=out)
    return out.getvalue().strip().removeprefix("http://127.0.0.1:8000")


def test_link_signs_in_once_at_the_press_of_a_button(client):
    person = make_account()
    link = link_for(person.email)
    assert client.get(link).status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.post(link).url == "/"
    assert client.session["_auth_user_id"] == str(person.pk)
    for again in (Client().get(link), Client().post(link)):
        assert again.status_code == 410


def test_link_is_worthless_after_any_other_sign_in_or_for_a_closed_account(client):
    person = make_account()
    link = link_for(person.email)
    Client().force_login(person)
    assert client.post(link).status_code == 410
    link = link_for(person.email)
    User.objects.update(is_active=False)
    assert client.post(link).status_code == 410
    with pytest.raises(CommandError):
        link_for(person.email)


def test_link_that_was_tampered_with_or_is_old_is_refused(client, monkeypatch):
    person = make_account()
    link = link_for(person.email)
    assert client.post(link[:-2] + "x/").status_code == 410
    monkeypatch.setattr(queries, "LINK_AGE", timedelta(0))
    assert client.post(link).status_code == 410


def test_link_needs_the_mark_of_its_form():
    link = link_for(make_account().email)
    assert Client(enforce_csrf_checks=True).post(link).status_code == 403


def test_language_is_kept(client):
    person = make_account()
    client.force_login(person)
    assert client.post("/accounts/", {"language": "en"}).url == "/accounts/"
    person.refresh_from_db()
    assert person.language == "en"
    assert client.post("/accounts/", {"language": "xx"}).status_code == 200
    person.refresh_from_db()
    assert person.language == "en"


def test_account_page_asks_who_one_is(client):
    assert client.get("/accounts/").url == "/accounts/sign-in/?next=/accounts/"


def test_other_sessions_end(client):
    person = make_account()
    elsewhere = Client()
    client.force_login(person)
    elsewhere.force_login(person)
    assert client.post("/accounts/other-sessions/").status_code == 302
    assert client.get("/accounts/").status_code == 200
    assert elsewhere.get("/accounts/").status_code == 302


def test_administrators_are_appointed_and_dismissed():
    call_command("administrator", "Responsable@example.org", stdout=StringIO())
    person = User.objects.get()
    assert person.is_staff and person.email == "responsable@example.org"
    call_command("administrator", person.email, dismiss=True, stdout=StringIO())
    person.refresh_from_db()
    assert not person.is_staff
    with pytest.raises(CommandError):
        call_command("administrator", "nothing", stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("administrator", "nobody@example.org", dismiss=True, stdout=StringIO())


def test_demonstration_accounts_are_made_once():
    made = actions.create_demonstration_accounts()
    assert actions.create_demonstration_accounts() == made
    assert [email for email, _words in made] == [
        "administrator@example.org", "editor@example.org", "citizen@example.org"
    ]  # fmt: skip
    assert User.objects.filter(is_demonstration=True).count() == 3
    assert User.objects.get(is_staff=True).email == "administrator@example.org"


@pytest.mark.parametrize("wanted", [True, False])
def test_demonstration_accounts_open_only_in_a_demonstration(client, settings, wanted):
    settings.DEMONSTRATION = wanted
    actions.create_demonstration_accounts()
    client.post("/accounts/sign-in/", {"login": "administrator@example.org"})
    code = code_sent_to("administrator@example.org")
    done = client.post("/accounts/sign-in/code/", {"code": code})
    assert done.url == ("/" if wanted else "/accounts/inactive/")
    assert ("_auth_user_id" in client.session) is wanted
    assert client.get("/accounts/inactive/").status_code == 200


def test_trial_says_where_its_messages_are(client, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    client.post("/accounts/sign-in/", {"login": make_account().email})
    assert len(list(tmp_path.iterdir())) == 1
    assert "notice" in client.get("/accounts/sign-in/code/").content.decode()
    assert not mail.outbox


def test_newest_sign_in_is_noted_by_the_link(client):
    person = make_account()
    client.post(link_for(person.email))
    person.refresh_from_db()
    assert timezone.now() - person.last_login < timedelta(minutes=1)
