"""Somebody is told a thing once, on the site and by e-mail."""

import pytest
from django.core import mail
from django.urls import reverse

from terreau.entries.tests.factories import make_user
from terreau.jobs.models import Job
from terreau.jobs.register import HopelessError
from terreau.jobs.worker import Loop
from terreau.notifications import actions, mails, queries
from terreau.notifications.models import Notice
from terreau.notifications.texts import register_text
from terreau.organizations.tests.factories import make_organization

pytestmark = pytest.mark.django_db

register_text("tests.said", "{entry}: {count} things wait.", count=str)


@pytest.fixture
def told():
    user, entry = make_user(language="en"), make_organization(title="Fabrique")
    actions.notify([user], entry, key="thing:1", text="tests.said", count=3)
    return user, entry


def send(user, key="thing:1"):
    actions.send(str(user.uid), key)


def test_a_notice_is_told_once_under_its_key(told):
    user, entry = told
    other = make_user()
    assert actions.notify([user, other], entry, key="thing:1", text="tests.said", count=4) == 1
    assert Notice.objects.filter(user=user).count() == 1
    assert Job.objects.filter(name="notifications.mail").count() == 2


def test_a_mail_is_sent_in_the_language_of_its_reader_with_a_number_of_its_key(told):
    user, entry = told
    send(user)
    send(user)
    (message,) = mail.outbox
    assert message.to == [user.email]
    assert "Fabrique: 3 things wait." in message.body
    assert entry.get_absolute_url() in message.body
    assert message.message()["Message-ID"] == mails.message_id(user.uid, "thing:1")
    assert Notice.objects.get().mailed_at


def test_a_mail_of_unknown_fate_is_sent_again_by_a_person_alone(told):
    """As when a worker was killed after it had written down that it was about to send."""
    user, _entry = told
    Notice.objects.update(sending_at="2026-01-01T00:00Z")
    with pytest.raises(HopelessError):
        send(user)
    assert mail.outbox == []
    send(user)
    assert len(mail.outbox) == 1


def test_a_server_that_refuses_is_asked_again(told, monkeypatch):
    user, _entry = told

    def refuse(message):
        raise OSError("no route")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", refuse)
        with pytest.raises(OSError, match="no route"):
            send(user)
    send(user)
    assert len(mail.outbox) == 1


def test_who_left_is_not_written_to(told):
    user, _entry = told
    user.is_active = False
    user.save()
    send(user)
    assert mail.outbox == []


def test_the_page_shows_what_is_new_and_marks_it(client, told):
    user, _entry = told
    client.force_login(user)
    assert "Notices (1 new)" in client.get("/en/notifications/").content.decode()
    notice = Notice.objects.get()
    client.post(reverse("notifications:read", args=[notice.pk]))
    assert queries.unread_count(user) == 0
    page = client.get("/en/notifications/").content.decode()
    assert "Fabrique: 3 things wait." in page
    assert "1 new" not in page


def test_nobody_marks_the_notices_of_another(client, told):
    user, _entry = told
    client.force_login(make_user())
    client.post(reverse("notifications:read", args=[Notice.objects.get().pk]))
    client.post(reverse("notifications:read_all"))
    assert queries.unread_count(user) == 1
    assert "Fabrique" not in client.get("/notifications/").content.decode()


def test_what_became_hidden_is_not_told_of(client, told):
    user, entry = told
    entry.published_at = None
    entry.save()
    client.force_login(user)
    assert "Fabrique" not in client.get("/notifications/").content.decode()


def test_strangers_sign_in_first(client):
    assert client.get("/notifications/").status_code == 302


def test_one_and_three_cost_the_same(client, told, django_assert_num_queries):
    user, entry = told
    client.force_login(user)

    def cost(queries):
        with django_assert_num_queries(queries):
            client.get("/notifications/")

    cost(7)  # session, user, notices, unread, how one is written to, two of what waits
    actions.notify([user], entry, key="thing:2", text="tests.said", count=1)
    actions.notify([user], entry, key="thing:3", text="tests.said", count=1)
    cost(7)


@pytest.mark.django_db(transaction=True)
def test_a_worker_sends_what_was_asked_for():
    user, entry = make_user(), make_organization()
    actions.notify([user], entry, key="thing:1", text="tests.said", count=3)
    Loop(until="idle").run()
    assert len(mail.outbox) == 1
