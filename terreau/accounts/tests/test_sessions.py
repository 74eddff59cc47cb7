"""Where one is signed in: listed, ended, told apart."""

import time
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone, translation

from terreau.accounts import actions
from terreau.accounts.devices import device
from terreau.accounts.tests.factories import code_sent_to, make_account

pytestmark = pytest.mark.django_db
SESSIONS = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def signed_in(person, user_agent=FIREFOX):
    client = Client(headers={"user-agent": user_agent})
    client.post("/accounts/sign-in/", {"login": person.email})
    client.post("/accounts/sign-in/code/", {"code": code_sent_to(person.email)})
    return client


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 "
         "Safari/537.36 Edg/140.0", "Edge on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
         "Gecko) Version/18.5 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
         "Chrome on Android"),
        ("curl/8.5 Linux", "Linux"),
        ("", "Unknown device"),
    ],
)  # fmt: skip
def test_devices_have_words(user_agent, words):
    with translation.override("en"):
        assert device(user_agent) == words


def test_sessions_are_listed_and_this_one_is_marked():
    person = make_account(is_proven=True)
    here, _there = signed_in(person), signed_in(person, "curl/8.5")
    signed_in(make_account(is_proven=True))
    rows = here.get(f"/en{SESSIONS}").context["sessions"]
    assert {row["title"] for row in rows} == {"Firefox on Windows", "Unknown device"}
    assert [row["title"] for row in rows if "badge" in row] == ["Firefox on Windows"]
    assert len(here.get("/accounts/").context["sessions"]) == 2


def test_one_session_is_ended_from_another():
    person = make_account(is_proven=True)
    here, there = signed_in(person), signed_in(person)
    other = next(row for row in here.get(SESSIONS).context["sessions"] if "actions" in row)
    assert here.get(other["actions"][0]["action"]).status_code == 405
    assert here.post(other["actions"][0]["action"]).url == SESSIONS
    assert there.get("/accounts/").status_code == 302
    assert here.get("/accounts/").status_code == 200
    assert len(here.get(SESSIONS).context["sessions"]) == 1


def test_nobody_ends_the_sessions_of_others():
    person, stranger = make_account(is_proven=True), make_account(is_proven=True)
    theirs = signed_in(person)
    session = UserSession.objects.get(user=person)
    signed_in(stranger).post(f"{SESSIONS}{session.pk}/end/")
    assert theirs.get("/accounts/").status_code == 200


def test_signing_out_everywhere_leaves_this_one_alone_on_the_list():
    person = make_account(is_proven=True)
    here, there = signed_in(person), signed_in(person)
    unlisted = Client()
    unlisted.force_login(person)
    here.post("/accounts/other-sessions/")
    assert there.get("/accounts/").status_code == unlisted.get("/accounts/").status_code == 302
    rows = here.get(SESSIONS).context["sessions"]
    assert len(rows) == 1 and "badge" in rows[0]


def test_sessions_that_ended_are_not_listed():
    person = make_account(is_proven=True)
    here, there = signed_in(person), signed_in(person)
    there.post("/accounts/sign-out/")
    assert len(here.get(SESSIONS).context["sessions"]) == 1
    expired = signed_in(person)
    Session.objects.filter(pk=expired.session.session_key).update(
        expire_date=timezone.now() - timedelta(days=1)
    )
    assert len(here.get(SESSIONS).context["sessions"]) == 1
    actions.sweep()
    assert UserSession.objects.count() == 1


def test_use_is_noted_every_quarter_of_an_hour(django_assert_num_queries):
    person = make_account(is_proven=True)
    client = signed_in(person)
    before = timezone.now() - timedelta(hours=2)
    UserSession.objects.update(last_seen_at=before)
    client.get("/about/")  # shows and forgets what was said at sign-in
    with django_assert_num_queries(3):  # the session, the person, notices that wait
        client.get("/about/")
    assert UserSession.objects.get().last_seen_at == before
    session = client.session
    session["seen"] = int(time.time()) - 16 * 60
    session.save()
    client.get("/about/")
    assert timezone.now() - UserSession.objects.get().last_seen_at < timedelta(minutes=1)


def test_session_from_before_the_list_lists_itself():
    client = Client()
    client.force_login(make_account(is_proven=True))
    assert not UserSession.objects.exists()
    assert len(client.get("/accounts/").context["sessions"]) == 1


@pytest.mark.parametrize("others", [1, 3])
def test_overview_costs_the_same_for_one_and_three(others, django_assert_num_queries):
    person = make_account(is_proven=True)
    client = signed_in(person)
    for _ in range(others):
        signed_in(person)
    client.get("/accounts/")
    # session, person, sessions, addresses, factors, identities, notices that wait; of panels: what
    # waits in reviews 2, mails 1, the profile 1, roles, requests, addresses and invitations 4
    with django_assert_num_queries(15):
        client.get("/accounts/")
