"""How people want to be written to, and addresses that take no mails."""

import io

import pytest
from django.core import mail, signing
from django.core.management import call_command

from terreau.entries.tests.factories import make_user
from terreau.notifications import actions
from terreau.notifications.models import Preference
from terreau.notifications.preferences import choose_rhythm, preference_of, token_of, user_of
from terreau.organizations.tests.factories import make_organization

pytestmark = pytest.mark.django_db
HOOK = "/mails/bounces/"


def test_the_rhythm_is_chosen_on_a_page(client):
    user = make_user()
    assert client.get("/notifications/mails/").status_code == 302
    client.force_login(user)
    assert preference_of(user).rhythm == Preference.Rhythm.WEEKLY
    client.post("/notifications/mails/", {"rhythm": "daily"})
    assert preference_of(user).rhythm == Preference.Rhythm.DAILY
    assert client.post("/notifications/mails/", {"rhythm": "hourly"}).status_code == 200
    assert 'value="daily" selected' in client.get("/notifications/mails/").content.decode()


def test_a_token_is_of_one_person_and_cannot_be_made_up():
    user = make_user()
    assert user_of(token_of(user.uid)) == user
    for wrong in ("", "x", token_of(user.uid)[:-1], signing.dumps(str(user.uid))):
        assert user_of(wrong) is None


def test_a_mail_server_says_with_a_token_that_an_address_takes_no_mails(client, settings):
    user = make_user()
    said = {"email": user.email.upper(), "reason": "550\nno such user"}

    def post(said, token):
        headers = {"authorization": f"Bearer {token}"}
        return client.post(HOOK, said, content_type="application/json", headers=headers)

    assert post(said, "").status_code == 404, "no token is set: nobody may say so"
    settings.BOUNCE_TOKEN = "geheim"
    assert post(said, "wrong").status_code == 404
    for wrong in ([], {}, {"email": "a\0b"}, "x"):
        assert post(wrong, "geheim").status_code == 422
    assert post(said, "geheim").json() == {"known": True}
    assert post({"email": "nobody@example.org"}, "geheim").json() == {"known": False}
    preference = Preference.objects.get(user=user)
    assert preference.bounced_at and preference.bounce_reason == "550 no such user"


def test_no_notice_is_mailed_to_an_address_that_takes_none_and_the_person_is_told(client):
    user, out = make_user(language="en"), io.StringIO()
    call_command("bounced", user.email, "nobody@example.org", reason="gone", stdout=out)
    assert "1" in out.getvalue() and "2" in out.getvalue()
    actions.notify([user], make_organization(), key="thing", text="tests.said", count=1)
    actions.send(str(user.uid), "thing")
    assert mail.outbox == []
    client.force_login(user)
    for page in ("/en/notifications/", "/en/notifications/mails/", "/en/accounts/"):
        assert "came back" in client.get(page).content.decode()
    client.post("/notifications/mails/resume/")
    actions.send(str(user.uid), "thing")
    assert len(mail.outbox) == 1


def test_choosing_again_keeps_what_bounced():
    user = make_user()
    call_command("bounced", user.email, stdout=io.StringIO())
    choose_rhythm(user, "daily")
    assert Preference.objects.get().bounced_at
