"""What is said among members, hidden or not published yet leaves by no door."""

import json

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from terreau.comments import actions as comments
from terreau.entries import tallies
from terreau.entries.models import Entry, Tally
from terreau.entries.tests.factories import make_topic, make_user
from terreau.feed import digests
from terreau.feed.models import Reader
from terreau.follows.actions import follow, watch
from terreau.groups import actions as groups
from terreau.groups.models import Group, Membership
from terreau.groups.tests.factories import make_member
from terreau.ledger.models import Statement
from terreau.notifications.actions import send
from terreau.notifications.models import Notice, Preference
from terreau.organizations.tests.factories import make_claimed
from terreau.people.tests.factories import make_person
from terreau.posts import actions
from terreau.posts.models import Draft, Post
from terreau.posts.notices import tell_members_of
from terreau.posts.tests.factories import make_post
from terreau.search import engines
from terreau.search.actions import rebuild
from terreau.search.models import Document, Word
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db
CANARY = "kookaburra"


@pytest.fixture
def said():
    """(keys of what was said, group, topic, place): by every way in which it is not for all."""
    topic, place = make_topic(), make_territory()
    body, admin = make_claimed()
    given = {"title": f"Titre {CANARY}", "text": f"Texte {CANARY}.", "topics": [topic]}
    given["territory"] = place
    listed = groups.create(
        admin, Group(), acting_as=body, title="Entre nous", summary="x", charter="x",
        admission="closed", topics=[topic], territory=place,
    )  # fmt: skip
    unlisted = groups.create(
        admin, Group(), acting_as=body, title=f"Groupe {CANARY}", summary=CANARY, charter=CANARY,
        admission="closed", is_listed=False, topics=[topic], territory=place,
    )  # fmt: skip
    posts = []
    for group in (listed, unlisted):
        person = make_person()
        make_member(group, person.user)
        post = actions.create(person.user, Post(context=group), acting_as=person, **given)
        actions.edit(person.user, post, **given | {"text": f"Encore {CANARY}."})
        comments.write(admin, post, text=f"Et {CANARY} aussi.")
        comments.react(admin, post, meaning="useful")
        posts.append(post)
    hidden = make_post(title=CANARY, text=CANARY, summary=CANARY, hidden_at=timezone.now())
    draft = make_post(title=CANARY, text=CANARY, summary=CANARY, published_at=None)
    Draft.objects.create(user=admin, title=CANARY, text=CANARY)
    tallies.rebuild()
    rebuild()
    return [unlisted, *posts, hidden, draft], listed, topic, place


def doors(said):
    """Every address of the site by which something of an entry could be had."""
    entries, listed, topic, place = said
    question = f"q={CANARY}"
    yield from (
        "/", "/directory/", f"/directory/?{question}", f"/directory/?{question}&format=json",
        "/directory/?format=csv", f"/directory/feed/?{question}", "/posts/", "/groups/",
        "/posts/drafts/", "/groups/invitations/", "/feed/", "/feed/mine/", "/feed/atom/",
        "/feed/json/", "/record/", "/sitemap.xml", "/territories/", place.get_absolute_url(),
        topic.get_absolute_url(), listed.get_absolute_url(), f"/posts/in/{listed.slug}/",
        f"/groups/{listed.slug}/members/", "/api/v1/posts/", "/api/v1/groups/",
        f"/api/v1/search/?{question}", "/api/v1/comments/", "/data/", "/moderation/",
        f"/feed/atom/?entry={listed.uid}", f"/feed/?territory={place.code}",
        f"/feed/?topic={topic.slug}", "/notifications/", "/following/",
    )  # fmt: skip
    for path in ("posts", "groups", "comments", "moderation-decisions"):
        yield from (f"/data/{path}.csv", f"/data/{path}.json")
    for entry in entries:
        yield entry.get_absolute_url()
        yield f"/api/v1/{entry.kind}s/{entry.uid}/"
        yield f"/feed/json/?entry={entry.uid}"
        yield reverse("comments:index", args=[entry.uid])
        if entry.kind == "post":
            yield reverse("post:history", args=[entry.slug])
        else:
            yield from (reverse("group:members", args=[entry.slug]), f"/posts/in/{entry.slug}/")
            yield reverse("post:create_in", args=[entry.slug])


def read(client, path):
    page = client.get(path)
    assert page.status_code in (200, 302, 403, 404), (path, page.status_code)
    text = b"".join(page.streaming_content) if page.streaming else page.content
    return text.decode().replace(f"q={CANARY}", "").replace(f'value="{CANARY}"', "")


def echoes(path, text):
    """What a page says of the question itself."""
    return text.count(CANARY) if CANARY not in path else len(
        [line for line in text.lower().split("<") if f"titre {CANARY}" in line
         or f"texte {CANARY}" in line or f"groupe {CANARY}" in line or f"encore {CANARY}" in line]
    )  # fmt: skip


def strangers(said):
    """Readers who are in neither group: nobody, somebody, one who follows all, a moderator, and a
    colleague of those who speak."""
    entries, listed, topic, _place = said
    follower = make_user()
    for entry in (*entries, listed):
        follow(follower, entry)
    watch(follower, topic=topic)
    watch(follower, kind="post")
    return [None, make_user(), follower, make_user(edits=[listed.author])]


def test_nothing_leaves_by_any_door(client, said):
    for reader in strangers(said):
        client.logout()
        if reader is not None:
            client.force_login(reader)
        for path in doors(said):
            found = echoes(path, read(client, path).lower())
            mine = reader is not None and Draft.objects.filter(user=reader).exists()
            assert found == 0 or mine, (path, reader)


def test_members_read_it(client, said):
    entries, listed, *_ = said
    _unlisted, shared, *_ = entries
    client.force_login(make_member(listed))
    for path in (shared.get_absolute_url(), listed.get_absolute_url(), f"/posts/in/{listed.slug}/"):
        assert CANARY in read(client, path)
    assert f"Et {CANARY} aussi" in read(client, shared.get_absolute_url())


def test_nothing_is_in_the_index_the_record_or_the_counts(said):
    entries, *_ = said
    keys = [entry.pk for entry in entries]
    assert not Document.objects.filter(pk__in=keys).exists()
    assert not Word.objects.filter(word__contains=CANARY[:6]).exists()
    assert engines.newest([(CANARY,)], 10, 10) == []
    uids = [entry.uid for entry in entries[:3]]
    assert not Statement.objects.filter(subject__in=uids).exists()
    payloads = json.dumps([each.payload for each in Statement.objects.order_by("id")])
    assert CANARY not in payloads
    assert not any(str(uid) in payloads for uid in uids)
    counted = Tally.objects.filter(kind="post", count__gt=0)
    assert not counted.exists()
    assert Entry.objects.public().filter(kind="post").count() == 0


def test_no_mail_says_it(said):
    """Members are told that there is a post, by its title; nobody else is told anything."""
    entries, listed, *_ = said
    strangers(said)
    for post in entries[1:3]:
        tell_members_of(post.pk)
    for notice in Notice.objects.order_by("pk"):
        send(notice.user.uid, notice.key)
    for rhythm in Preference.Rhythm.values:
        Reader.objects.update(told_to=0, seen_to=0)
        digests.send_all(rhythm, "canary", upto=2**62)
    members = set(
        Membership.objects.filter(group__in=(listed, entries[0])).values_list("user__email", flat=1)
    )
    assert mail.outbox
    for each in mail.outbox:
        text = each.message().as_string().lower() + each.body.lower()
        assert f"texte {CANARY}" not in text and f"et {CANARY}" not in text
        assert CANARY not in text or set(each.to) <= members
