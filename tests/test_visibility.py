"""What may not be seen is seen through no door: every address there is, asked by those who may not.

A new kind, a new address and a new text field are in it without a line being added.
"""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from ninja.throttling import AnonRateThrottle, AuthRateThrottle

from terreau.entries.consistency import truths
from terreau.entries.datasets import datasets
from terreau.entries.kinds import all_kinds
from terreau.feed.digests import Rhythm, send_all
from terreau.ledger.queries import newest
from terreau.notifications.actions import send
from terreau.notifications.models import Notice
from tests.unseen import CANARY, SHARED, fill

pytestmark = pytest.mark.django_db
MISTYPED = SHARED.replace("u", "")
OF_PROJECTS = ("evidence", "replications")
ELSEWHERE = {
    "token": ["x"], "digest": ["0" * 64], "pk": [1], "number": [1], "version": [1], "job": [1],
    "notice": [1], "watch": [1], "form": ["csv", "json"], "known_at": ["2026-08-20"],
    "kind": ["offer"], "other": ["x"], "what": ["entry", "comment"], "person": [],
}  # fmt: skip


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield fill()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _as_often_as_one_likes(monkeypatch):
    for throttle in (AnonRateThrottle, AuthRateThrottle):
        monkeypatch.setattr(throttle, "allow_request", lambda *_: True)


def addresses(resolver=None, prefix="/", room=""):
    """(name of the room, address with %(names)s, those names) of every page and file."""
    resolver = resolver or get_resolver()
    for name in filter(lambda each: isinstance(each, str), resolver.reverse_dict):
        for possible, *_rest in resolver.reverse_dict.getlist(name):
            yield from ((room, prefix + address, names) for address, names in possible)
    for room, (more, inner) in resolver.namespace_dict.items():
        yield from addresses(inner, prefix + more, room)


def values(site, room, address, name):
    """What stands for a name in an address."""
    if name == "slug":
        kind = "project" if room in OF_PROJECTS else room
        around = site.around.get(kind, []) if address.endswith("/%(slug)s/") else []
        return {"topics": [site.topic.slug]}.get(room) or site.unseen.get(kind, ["x"]) + around
    if name == "uid":
        beside = {"comments": site.comments, "files": site.files, "attachments": site.files}
        told = "/statements/" in address or room == "record"
        return site.statements if told else site.uids + beside.get(room, [])
    if name == "path":
        return [each.path for each in (*all_kinds(), *datasets())]
    return [site.place.code] if name == "code" else ELSEWHERE[name]


def filled(site):
    """Every address, once for each value of the first of its names."""
    for room, address, names in addresses():
        given = [values(site, room, address, name) for name in names]
        for at in range(len(given[0]) if given and all(given) else not given):
            each = {n: found[at % len(found)] for n, found in zip(names, given, strict=True)}
            yield address % each


def readers(site):
    """Two clients: of somebody signed in, and of nobody."""
    signed_in = Client()
    signed_in.force_login(site.reader)
    return signed_in, Client()


def shown_to(clients, asked):
    """{address: canaries} of those that show some; what one reader does not get the next does not
    ask for."""
    shown = {}
    for address in asked:
        for client in clients:
            page, found = seen(client, address)
            if found:
                shown[address] = found
            if page.status_code != 200:
                break
    return shown


def seen(client, address):
    """(page, the canaries in it, and what is suggested that nobody asked for)."""
    page = client.get(address)
    assert page.status_code < 429, (address, page.status_code)
    body = b"".join(page.streaming_content) if page.streaming else page.content
    if page.headers.get("Content-Type") == "application/zip":
        archive = ZipFile(BytesIO(body))
        body = b"".join(archive.read(name) for name in archive.namelist())
    known = CANARY if SHARED in address else f"{CANARY}|{SHARED}"
    return page, set(re.findall(known, body.decode(errors="replace")))


def test_no_address_shows_it(site):
    asked = list(filled(site))
    assert len(asked) > 1000
    assert shown_to(readers(site), asked) == {}


LISTS = [
    "/", "/directory/", "/directory/feed/", "/record/", "/people/skills/", "/portfolio/",
    "/api/v1/search/", "/api/v1/people/skills/", "/api/v1/statements/",
]  # fmt: skip
OF_ENTRIES = ["/feed/", "/feed/atom/", "/feed/json/", "/api/v1/comments/", "/api/v1/statements/"]


def questions(site):
    lists = [*LISTS, *OF_ENTRIES]
    for kind in all_kinds():
        lists += [f"/{kind.path}/", f"/api/v1/{kind.path}/"]
    asked = [f"q={SHARED}", f"q={MISTYPED}", f"q={SHARED[:6]}", "sort=changed"]
    asked += [f"territory={site.place.code}", f"topic={site.topic.slug}"]
    asked += [f"kind={kind.slug}" for kind in all_kinds()]
    for question in asked:
        yield from (f"{address}?{question}" for address in lists)
        yield from (f"/directory/?{question}&format={form}" for form in ("csv", "json"))
    yield from (f"{address}?entry={uid}" for address in OF_ENTRIES for uid in site.uids)


def test_no_question_finds_it(site):
    assert shown_to(readers(site), questions(site)) == {}


def test_no_mail_tells_of_it(site):
    for rhythm in Rhythm.values:
        send_all(rhythm, "edition", newest().values_list("pk", flat=True).first())
    for notice in Notice.objects.filter(user=site.reader):
        send(site.reader.uid, notice.key)
    told = [
        f"{each.subject} {each.body} {getattr(each, 'alternatives', '')}" for each in mail.outbox
    ]
    assert ["Fabrique du pont" in text for text in told] == [True, True], "a digest and a notice"
    assert [text for text in told if re.search(CANARY, text)] == []


def test_nothing_counts_it(site):
    assert [words for _name, broken in truths() for words in broken()] == []
