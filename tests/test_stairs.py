"""Every stair for every kind: what a kind declares is on its page and through its acts, and what it
does not declare is refused. Each kind is tried both ways, whatever it declares today."""

from dataclasses import replace

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from terreau.attachments import actions as attachments
from terreau.attachments.models import Attachment
from terreau.attachments.reception import examined
from terreau.attachments.tests.factories import PDF, sent
from terreau.comments import actions as comments
from terreau.comments.models import Comment
from terreau.entries import kinds, tallies
from terreau.entries.kinds import Feature
from terreau.entries.queries import tallied
from terreau.entries.tests.factories import make_topic, make_user
from terreau.feed.digests import Rhythm, send_all
from terreau.feed.models import Reader
from terreau.follows.actions import follow_on
from terreau.follows.models import Follow
from terreau.ledger import actions as ledger
from terreau.moderation import actions as moderation
from terreau.moderation.models import Appeal
from terreau.moderation.tests.factories import make_hidden, make_moderator
from terreau.notifications.models import Notice
from terreau.opendata.sitemaps import STRETCH
from terreau.search.actions import index_many
from terreau.territories.tests.factories import make_territory
from tests.test_kinds import api, each_kind, make

pytestmark = pytest.mark.django_db
WORD, NAME = "Zorblinque", "Kwyjibo"
both_ways = pytest.mark.parametrize("is_declared", [True, False], ids=["declared", "refused"])


@pytest.fixture
def declared(monkeypatch, kind, is_declared):
    """(feature) → has the kind declare it, or not."""

    def declare(feature, yes=is_declared):
        features = kind.features | {feature} if yes else kind.features - {feature}
        monkeypatch.setitem(kinds._kinds, kind.slug, replace(kind, features=features))

    return declare


def tell(entry):
    """Something that the record says of an entry."""
    payload = {"what": "entry"}
    return ledger.append(actor=None, verb="moderation.keep", subject=entry.uid, payload=payload)


def make_role(user, entry):
    entry.roles.create(user=user, name="editor")


def text_of(client, address):
    page = client.get(address)
    body = b"".join(page.streaming_content) if page.streaming else page.content
    return body.decode() if page.status_code == 200 else ""


@each_kind
@both_ways
def test_what_is_followed_is_told(client, kind, is_declared, declared):
    declared(Feature.FOLLOW)
    entry, user = make(kind, title=NAME), make_user()
    client.force_login(user)
    address = reverse("follows:follow", args=[entry.uid])
    assert (address in text_of(client, entry.get_absolute_url())) == is_declared
    answer = client.post(address, {"level": "everything"})
    assert answer.status_code == (302 if is_declared else 404)
    follow_on(user, entry)
    assert Follow.objects.filter(user=user).exists() == is_declared
    Reader.objects.create(user=user, told_to=0)
    said = tell(entry)
    send_all(Rhythm.WEEKLY, "edition", said.pk)
    assert [NAME in message.body for message in mail.outbox] == [True] * is_declared
    assert (NAME in text_of(client, "/feed/mine/")) == is_declared


@each_kind
@both_ways
def test_what_is_commented_on_is_heard(client, kind, is_declared, declared):
    entry, editor = make(kind), make_user()
    make_role(editor, entry)
    declared(Feature.COMMENT, True)
    comments.write(make_user(), entry, text="Le premier mot.")
    declared(Feature.COMMENT)
    client.force_login(make_user())
    address = reverse("comments:ask", args=[entry.uid])
    assert (address in text_of(client, entry.get_absolute_url())) == is_declared
    answer = client.post(address, {"text": "Le second mot."})
    assert answer.status_code == (302 if is_declared else 404)
    if not is_declared:
        with pytest.raises(PermissionDenied):
            comments.write(make_user(), entry, text="Par derrière.")
    told = 2 if is_declared else 0
    places = [
        entry.get_absolute_url(), reverse("comments:index", args=[entry.uid]),
        f"/api/v1/comments/?entry={entry.uid}", "/data/comments.json", "/data/comments.csv",
    ]  # fmt: skip
    assert [text_of(client, each).count(" mot.") for each in places] == [told] * len(places)
    assert Comment.objects.count() == 1 + is_declared
    assert Notice.objects.filter(user=editor).count() == is_declared


@each_kind
@both_ways
def test_files_are_kept_and_served(client, kind, is_declared, declared):
    declared(Feature.ATTACH)
    entry, editor = make(kind), make_user()
    make_role(editor, entry)
    client.force_login(editor)
    address = reverse("attachments:attach", args=[entry.uid])
    assert (address in text_of(client, entry.get_absolute_url())) == is_declared
    answer = client.post(address, {"file": sent(PDF), "title": NAME})
    assert answer.status_code == (302 if is_declared else 404)
    if not is_declared:
        with pytest.raises(PermissionDenied):
            attachments.add(editor, entry, file=examined(PDF), title=NAME)
    client.logout()
    assert (NAME in text_of(client, entry.get_absolute_url())) == is_declared
    for file in Attachment.objects.all():
        assert b"".join(client.get(file.get_absolute_url()).streaming_content) == PDF
    assert Attachment.objects.count() == is_declared


@each_kind
def test_the_api_of_kinds_with_files_says_them(client, kind):
    item = client.get(api(kind, f"{make(kind).uid}/")).json()
    assert ("files" in item) == kind.allows(Feature.ATTACH)


def doors(kind, entry, place, topic):
    """Where a public entry is found, by name."""
    about = f"?entry={entry.uid}"
    return {
        "list": f"/{kind.path}/",
        "word": f"/directory/?q={WORD}",
        "kind and place": f"/directory/?kind={kind.slug}&territory={place.code}",
        "theme": f"/directory/?topic={topic.slug}",
        "directory as a file": f"/directory/?topic={topic.slug}&format=csv",
        "api": api(kind),
        "item": api(kind, f"{entry.uid}/"),
        "search": f"/api/v1/search/?q={WORD}",
        "csv": f"/data/{kind.path}.csv",
        "json": f"/data/{kind.path}.json",
        "feed": "/feed/",
        "feed of it": f"/feed/{about}",
        "feed of the place": f"/feed/?territory={place.code}",
        "atom": f"/feed/atom/{about}",
        "json feed": f"/feed/json/{about}",
        "record": "/record/",
        "search as a feed": f"/directory/feed/?q={WORD}",
    }


@each_kind
def test_what_moderation_hides_leaves_every_list_and_comes_back(client, kind):
    place, topic, editor = make_territory(), make_topic(), make_user()
    entry = make(kind, title=f"{WORD} {NAME}", territory=place)
    entry.topics.add(topic)
    make_role(editor, entry)
    index_many([entry.pk])
    tallies.rebuild()
    tell(entry)
    report = reverse("moderation:report", args=["entry", entry.uid])
    assert report in text_of(client, entry.get_absolute_url())

    def found():
        there = {
            name: NAME in text_of(client, address)
            for name, address in doors(kind, entry, place, topic).items()
        }
        sitemap = f"/sitemap-{kind.path}-{entry.pk // STRETCH}.xml"
        counted = [tallied("territory", place.code), tallied("topic", topic.slug)]
        return there | {
            "sitemap": entry.get_absolute_url() in text_of(client, sitemap),
            "tallies": [sum(each.values()) for each in counted] == [1, 1],
        }

    everywhere = dict.fromkeys(found(), True)
    assert found() == everywhere
    decision = make_hidden(entry, words="Une réclame.")
    assert found() == dict.fromkeys(everywhere, False)
    page = client.get(entry.get_absolute_url())
    assert page.status_code == 404 and "Une réclame." in page.content.decode()
    assert Notice.objects.filter(user=editor, text="moderation.hidden").count() == 1
    moderation.appeal(editor, entry, decision=decision, text="C’est un service.")
    given = {"appeal": Appeal.objects.get(), "is_granted": True, "words": "En effet."}
    moderation.settle(make_moderator(), entry, **given)
    assert found() == everywhere
