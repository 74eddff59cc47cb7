"""What people write into entries of any kind runs nowhere: no page, feed, file or mail obeys it."""

from email import message_from_bytes
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.core import mail

from terreau.comments import actions as comments
from terreau.entries.kinds import Feature
from terreau.entries.tests.factories import make_user
from terreau.feed.digests import Rhythm, send_all
from terreau.feed.models import Reader
from terreau.follows.tests.factories import make_follow
from terreau.ledger import actions as ledger
from terreau.notifications.actions import notify, send
from tests.hostile import LINES, MARKUP
from tests.test_kinds import each_kind, make
from tests.unseen import texts_of

pytestmark = pytest.mark.django_db
TEXT = "\n\n".join(MARKUP)
ADDRESSES = {"href", "src", "action", "formaction", "hx-get", "hx-post", "data", "poster"}
SCHEMES = {"", "http", "https", "mailto"}


class Obeyed(HTMLParser):
    """What a browser would do that nobody of the house asked for."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = {name: (value or "").strip("\x00\x01 \t\n") for name, value in attributes}
        self.found += [(tag, name) for name in given if name.startswith("on") or name == "style"]
        self.found += [
            (tag, given[name]) for name in ADDRESSES & given.keys()
            if urlsplit(given[name]).scheme not in SCHEMES or "evil.example" in given[name]
        ]  # fmt: skip
        if tag in ("iframe", "object", "embed", "base") or (tag == "script" and "src" not in given):
            self.found.append((tag, ""))


def written(kind):
    """An entry that says it wherever it can, with a comment that does so too."""
    entry = make(kind, title=TEXT[:290], **dict.fromkeys(texts_of(kind.model), TEXT))
    if kind.allows(Feature.COMMENT):
        comments.write(make_user(), entry, text=TEXT)
    told(entry)
    return entry


def told(entry):
    payload = {"what": "entry"}
    return ledger.append(actor=None, verb="moderation.keep", subject=entry.uid, payload=payload)


def test_a_browser_would_obey_it_where_it_is_written_as_it_is():
    page = "".join(f"<p>{each}</p>" for each in MARKUP if "[" not in each)
    assert {tag for tag, _what in Obeyed(page).found} == {"script", "img", "svg", "iframe", "a"}


@each_kind
def test_no_page_obeys_what_people_write(client, kind):
    entry = written(kind)
    reader = make_user()
    for sign_in in (False, True):
        if sign_in:
            client.force_login(reader)
        for address in (
            entry.get_absolute_url(), f"/{kind.path}/", "/", "/directory/?q=alert", "/record/",
            f"/feed/?entry={entry.uid}", "/comments/about/" + f"{entry.uid}/",
        ):  # fmt: skip
            page = client.get(address)
            assert page.status_code in (200, 404), address
            assert Obeyed(page.content.decode()).found == [], address


@each_kind
def test_no_feed_breaks_on_what_people_write(client, kind):
    entry = written(kind)
    for address in (f"/feed/atom/?entry={entry.uid}", "/directory/feed/", "/sitemap.xml"):
        page = client.get(address)
        body = b"".join(page.streaming_content) if page.streaming else page.content
        ElementTree.fromstring(body)  # noqa: S314  ours
    assert client.get(f"/feed/json/?entry={entry.uid}").json()["items"]
    assert client.get(f"/api/v1/{kind.path}/{entry.uid}/").json()["title"] == entry.title


@each_kind
def test_no_title_writes_headers_of_mails(kind):
    entry, user = make(kind, title=LINES), make_user()
    make_follow(user, entry)
    Reader.objects.create(user=user, told_to=0)
    notify([user], entry, key="case", text="moderation.case")
    send(user.uid, "case")
    send_all(Rhythm.WEEKLY, "edition", told(entry).pk)
    assert len(mail.outbox) == 2
    for sent in mail.outbox:
        read = message_from_bytes(sent.message().as_bytes())
        assert read.get_all("Bcc") is None and len(read.get_all("Subject")) == 1
        assert sent.recipients() == [user.email]
        for html, _media in getattr(sent, "alternatives", ()):
            assert [each for each in Obeyed(html).found if each[1] != "style"] == []
