"""One mail tells what happened to what somebody follows: once, of nothing else, never empty."""

from smtplib import SMTPDataError, SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from terreau.entries.models import Entry
from terreau.entries.tests.factories import make_topic, make_user
from terreau.feed import audience, digests
from terreau.feed.digests import NotSentError, Rhythm, send_all
from terreau.feed.letters import ENTRIES, LINES
from terreau.feed.models import Reader
from terreau.feed.tests.test_feed import PHASE, say
from terreau.follows.models import Level
from terreau.follows.tests.factories import make_follow, make_watch
from terreau.jobs.register import HopelessError
from terreau.ledger.queries import newest
from terreau.notifications.models import Preference
from terreau.notifications.preferences import choose_rhythm, note_bounce
from terreau.organizations.tests.factories import make_organization
from terreau.projects.tests.factories import make_project
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db


def top():
    return newest().values_list("pk", flat=True).first() or 0


def send(edition="first", rhythm=Rhythm.WEEKLY):
    return send_all(rhythm, edition, top())


def enrolled(**given):
    """A user who reads in English and is told of what happens from now on."""
    user = make_user(language="en", **given)
    Reader.objects.create(user=user, told_to=top())
    return user


def test_a_mail_tells_by_entry_what_happened_newest_first():
    user, lavoir, four = enrolled(), make_project(title="Lavoir"), make_project(title="Four")
    make_follow(user, lavoir)
    make_follow(user, four)
    for entry in (lavoir, four, lavoir):
        say(entry)
    say(lavoir, "projects.enter_phase", PHASE)
    assert send().sent == 1
    (message,) = mail.outbox
    assert message.to == [user.email]
    assert message.subject == "Terreau: Lavoir and 1 other"
    text, (html, kind) = message.body, message.alternatives[0]
    assert kind == "text/html"
    for body in (text, html):
        assert body.index("Lavoir") < body.index("Four")
        assert body.index("entered construction") < body.index("its description was changed")
    assert "http://testserver" not in text and 'href="/' not in html
    assert "<a " not in text


def test_of_nothing_new_no_mail_is_sent_and_of_the_same_none_twice():
    user, project = enrolled(), make_project()
    make_follow(user, project)
    assert send().sent == 0
    say(project)
    assert [send("a").sent, send("a").sent, send("b").sent] == [1, 0, 0]
    say(project)
    assert send("b").sent == 0, "one edition is made once for each"
    assert send("c").sent == 1
    assert len(mail.outbox) == 2


def test_what_one_did_saw_or_silenced_is_not_told(client):
    user, other = enrolled(), make_user()
    own, seen, muted, hidden = (make_project() for _ in range(4))
    for entry in (own, seen, hidden):
        make_follow(user, entry)
    make_follow(user, muted, Level.NOTHING)
    make_watch(user, kind="project", topic=make_topic())
    say(seen)
    client.force_login(user)
    client.get("/feed/mine/")
    say(own, actor=user.uid)
    say(muted)
    say(hidden)
    Entry.objects.filter(pk=hidden.pk).update(published_at=None)
    assert send().sent == 0
    say(own, actor=other.uid)
    assert send("next").sent == 1


def test_decisions_alone_and_what_is_in_it():
    user, host = enrolled(), make_organization(title="Fabrique")
    inside, decided = make_project(title="Dedans", context=host), make_project(title="Tranché")
    make_follow(user, host)
    make_follow(user, decided, Level.DECISIONS)
    say(decided)
    say(inside)
    send()
    assert "Dedans" in mail.outbox[0].body and "Tranché" not in mail.outbox[0].body
    say(decided, "projects.enter_phase", PHASE)
    send("next")
    assert "Tranché" in mail.outbox[1].body


def test_watches_are_told_as_the_feed_shows_them():
    region, topic = make_territory(level="region"), make_topic()
    place = make_territory(region)
    wanted = {
        "place": ({"territory": region}, make_project(title="X1", territory=place)),
        "theme": ({"topic": topic}, make_project(title="X2", topics=[topic])),
        "kind": ({"kind": "organization"}, make_organization(title="X3")),
        "both": (
            {"territory": region, "topic": topic, "kind": "project"},
            make_project(title="X4", territory=place, topics=[topic]),
        ),
    }
    users = {name: enrolled(email=f"{name}@example.org") for name in wanted}
    for name, (given, _entry) in wanted.items():
        make_watch(users[name], **given)
    for _given, entry in wanted.values():
        say(entry)
    assert send().sent == 4
    told = {message.to[0].split("@")[0]: message.body for message in mail.outbox}
    found = {name: [x for x in ("X1", "X2", "X3", "X4") if x in told[name]] for name in told}
    assert found == {
        "place": ["X1", "X4"], "theme": ["X2", "X4"], "kind": ["X3"], "both": ["X4"],
    }  # fmt: skip


def test_a_mail_has_an_end_and_says_how_much_is_left():
    user = enrolled()
    for _ in range(ENTRIES + 2):
        project = make_project()
        make_follow(user, project)
        for _ in range(LINES + 1):
            say(project)
    send()
    body = mail.outbox[0].body
    assert body.count("/projects/") == ENTRIES
    assert body.count("and 1 more") == audience.CAP // (LINES + 1)
    total = (ENTRIES + 2) * (LINES + 1)
    assert f"{total - audience.CAP} more things happened." in body


def test_each_is_written_to_as_often_as_they_want():
    project = make_project()
    rhythms = [Rhythm.IMMEDIATE, Rhythm.DAILY, Rhythm.NONE, None, Rhythm.DAILY]
    users = [enrolled(email=f"r{n}@example.org") for n in range(len(rhythms))]
    for user, rhythm in zip(users, rhythms, strict=True):
        make_follow(user, project)
        if rhythm:
            choose_rhythm(user, rhythm)
    note_bounce("r4@example.org", "550 no such user")
    say(project)
    for rhythm, to in (("daily", "r1"), ("immediate", "r0"), ("weekly", "r3")):
        mail.outbox.clear()
        send(rhythm, Rhythm(rhythm))
        assert [message.to for message in mail.outbox] == [[f"{to}@example.org"]]


def test_who_begins_to_follow_is_told_of_what_happens_from_then_on():
    user, project = make_user(), make_project()
    say(project)
    make_follow(user, project)
    assert send().sent == 0
    assert Reader.objects.get().told_to == top()
    say(project)
    assert send("next").sent == 1


def test_titles_put_nothing_into_headers():
    user = enrolled()
    project = make_project(title="Lavoir\r\nBcc: victim@example.org\n\nHello <script>")
    make_follow(user, project)
    say(project)
    send()
    raw = mail.outbox[0].message()
    assert raw["Bcc"] is None
    assert "\n" not in raw["Subject"]
    assert "<script>" not in mail.outbox[0].alternatives[0][0]


def test_a_press_ends_the_mails_without_signing_in(client):
    user, project = enrolled(), make_project()
    make_follow(user, project)
    say(project)
    send()
    message = mail.outbox[0].message()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip("<>")
    path = "/" + address.split("/", 3)[3]
    assert client.get(path).status_code == 200
    assert not Preference.objects.exists(), "a visit, such as that of a scanner, ends nothing"
    answer = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Preference.objects.get(user=user).rhythm == Rhythm.NONE
    assert client.post(f"{path[:-3]}x/").status_code == 404
    say(project)
    assert send("next").sent == 0


class Killed(BaseException):
    pass


def failing(monkeypatch, at, error):
    """Let the mail server fail at one of the mails that it is given, counted from 0."""
    given, real = [], EmailBackend.send_messages

    def send_messages(self, messages):
        given.append(messages[0].to[0])
        if len(given) == at + 1:
            raise error
        return real(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    return given


def followers(n=3):
    project = make_project()
    users = [enrolled(email=f"f{each}@example.org") for each in range(n)]
    for user in users:
        make_follow(user, project)
    say(project)
    return users


def test_killed_at_any_moment_no_mail_goes_twice(monkeypatch):
    followers()
    with monkeypatch.context() as patched:
        failing(patched, 1, Killed())
        with pytest.raises(Killed):
            send()
    assert [message.to[0][:2] for message in mail.outbox] == ["f0"]
    with pytest.raises(HopelessError, match="1 digests"):
        send()
    assert [message.to[0][:2] for message in mail.outbox] == ["f0", "f2"]
    assert send().sent == 0


def test_a_server_that_refuses_for_now_is_asked_again(monkeypatch):
    followers()
    with monkeypatch.context() as patched:
        failing(patched, 1, SMTPDataError(451, b"later"))
        with pytest.raises(NotSentError):
            send()
    assert send().sent == 2
    assert len({message.to[0] for message in mail.outbox}) == len(mail.outbox) == 3


def test_an_address_that_is_refused_pauses_and_others_are_written_to(monkeypatch, client):
    users = followers()
    refused = SMTPRecipientsRefused({users[1].email: (550, b"no such\nuser")})
    failing(monkeypatch, 1, refused)
    outcome = send()
    assert (outcome.sent, outcome.refused) == (2, 1)
    preference = Preference.objects.get(user=users[1])
    assert preference.bounce_reason == "no such user"
    client.force_login(users[1])
    assert "came back" in client.get("/en/accounts/").content.decode()
    client.post("/notifications/mails/resume/")
    preference.refresh_from_db()
    assert preference.bounced_at is None


def test_a_batch_costs_the_same_for_one_and_three(django_assert_num_queries):
    users = followers(4)
    for people in (1, 3):
        Reader.objects.update(told_to=top())
        for user in users[:people]:
            say(make_follow(user, make_project()).entry)
        number = top()
        with django_assert_num_queries(10 + people):  # each mail is written down before
            assert send_all(Rhythm.WEEKLY, f"to {people}", number).sent == people


def test_batches_go_on_where_the_last_one_ended(monkeypatch):
    monkeypatch.setattr(digests, "BATCH", 2)
    followers(5)
    assert send().sent == 5
