"""What every kind owes the house. A new kind is tested here without a line being added.

It only has to bring a factory: `make_<kind>(**fields)` in its app's tests/factories.py.
"""

import csv
import io
import json
from collections import defaultdict
from importlib import import_module

import pytest
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone

from terreau.entries import panels, tallies
from terreau.entries.actions import bury, declared, rename
from terreau.entries.kinds import all_kinds
from terreau.entries.models import Entry, Role
from terreau.entries.panels import Panel, register_panel
from terreau.entries.tests.factories import make_administrator, make_user
from terreau.search.actions import index_many

KINDS = [pytest.param(kind, id=kind.slug) for kind in all_kinds()]
each_kind = pytest.mark.parametrize("kind", KINDS)
pytestmark = pytest.mark.django_db


def make(kind, **given):
    app = kind.model.__module__.rsplit(".", 1)[0]
    entry = getattr(import_module(f"{app}.tests.factories"), f"make_{kind.slug}")(**given)
    tallies.rebuild()
    index_many([entry.pk])
    return entry


def api(kind, tail=""):
    return f"/api/v1/{kind.path}/{tail}"


@each_kind
def test_kind_is_an_entry_with_a_name_a_page_and_a_card(kind):
    assert issubclass(kind.model, Entry)
    assert reverse(f"{kind.slug}:index") == f"/{kind.path}/"
    assert get_template(kind.card)
    assert str(kind.name) and str(kind.name_plural)


@each_kind
def test_index_and_api_answer_when_empty(client, kind):
    assert client.get(reverse(f"{kind.slug}:index")).status_code == 200
    assert client.get(api(kind)).json()["items"] == []


@each_kind
@pytest.mark.parametrize("language", ["", "/en"])
def test_page_card_and_api_show_a_public_entry(client, kind, language):
    entry = make(kind, title="Réseau d’essai")
    page = client.get(language + entry.get_absolute_url().removeprefix("/en"))
    assert page.status_code == 200
    assert "Réseau d’essai" in page.content.decode()
    assert "Réseau d’essai" in client.get(f"{language}/{kind.path}/").content.decode()
    listed = client.get(api(kind)).json()["items"]
    assert [each["uid"] for each in listed] == [str(entry.uid)]
    assert client.get(api(kind, f"{entry.uid}/")).json()["title"] == "Réseau d’essai"


HIDDEN = [
    pytest.param({"published_at": None}, id="draft"),
    pytest.param({"hidden_at": timezone.now()}, id="hidden"),
]


@each_kind
@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_not_public_leaks_through_no_door(client, kind, state):
    entry = make(kind, title="Projet secret", **state)
    doors = [
        entry.get_absolute_url(), f"/{kind.path}/", "/directory/?q=secret", "/",
        "/directory/?q=secret&format=json", "/directory/?q=secret&format=csv",
        "/directory/feed/?q=secret", api(kind), api(kind, f"{entry.uid}/"),
        "/api/v1/search/?q=secret", f"/data/{kind.path}.csv", f"/data/{kind.path}.json", "/record/",
        "/sitemap.xml", "/feed/", "/feed/atom/", "/feed/json/", f"/feed/atom/?entry={entry.uid}",
    ]  # fmt: skip
    for door in doors:
        page = client.get(door)
        text = b"".join(page.streaming_content) if page.streaming else page.content
        assert page.status_code in (200, 404), door
        assert "Projet secret" not in text.decode(), door
        assert door == doors[0] or entry.slug not in text.decode(), door


@each_kind
def test_a_draft_is_seen_by_its_editors_and_administrators_alone(client, kind):
    entry = make(kind, published_at=None)
    editor = make_user()
    Role.objects.create(user=editor, entry=entry, name=Role.Name.EDITOR)
    for user, status in ((editor, 200), (make_administrator(), 200), (make_user(), 404)):
        client.force_login(user)
        assert client.get(entry.get_absolute_url()).status_code == status


@each_kind
def test_old_addresses_redirect_and_deleted_entries_leave_a_tombstone(client, kind):
    entry = make(kind)
    before = entry.get_absolute_url()
    rename(entry, "nouvelle-adresse")
    assert client.get(before, follow=True).redirect_chain == [(entry.get_absolute_url(), 301)]
    bury(entry, "Doublon.")
    page = client.get(entry.get_absolute_url())
    assert page.status_code == 410
    assert "Doublon." in page.content.decode()


@each_kind
@pytest.mark.parametrize("door", ["page", "index", "api", "item", "export"])
def test_one_and_three_cost_the_same(client, django_assert_max_num_queries, kind, door):
    def cost():
        addresses = {
            "page": entries[0].get_absolute_url(),
            "index": f"/en/{kind.path}/?sort=title",
            "api": api(kind),
            "item": api(kind, f"{entries[0].uid}/"),
            "export": f"/data/{kind.path}.json",
        }
        with django_assert_max_num_queries(60) as captured:
            page = client.get(addresses[door])
            assert page.status_code == 200
            if page.streaming:
                b"".join(page.streaming_content)
        return len(captured)

    entries = [make(kind)]
    cost()
    entries.append(make(kind))
    first = cost()
    entries += [make(kind), make(kind)]
    assert cost() == first


@each_kind
def test_open_data_hold_what_the_kind_says(client, kind):
    entry = make(kind, title="=1+1")
    rows = json.loads(b"".join(client.get(f"/data/{kind.path}.json").streaming_content))
    assert [row["uid"] for row in rows] == [str(entry.uid)]
    text = b"".join(client.get(f"/data/{kind.path}.csv").streaming_content).decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text)))
    assert table[0]["title"] == "'=1+1"
    assert set(table[0]) == set(rows[0])


@each_kind
def test_every_action_is_closed_to_strangers(client, kind):
    app = kind.model.__module__.split(".")[1]
    acts = [each.act for name, each in declared.items() if each.act and name.startswith(f"{app}.")]
    assert acts
    acts = [act for act in acts if not declared[act.permission].is_open]
    entry = make(kind)
    stranger = make_user()
    assert [act.permission for act in acts if stranger.has_perm(act.permission, entry)] == []


@each_kind
@pytest.mark.parametrize("slot", ["entry-top", "entry"])
def test_what_is_for_every_entry_stands_on_its_page(client, kind, slot, monkeypatch):
    entry = make(kind)

    def said(user, subject):
        assert subject.pk == entry.pk
        return {"text": "Pour toute entrée.", "tone": "info", "title": "", "html": ""}

    monkeypatch.setattr(panels, "_panels", defaultdict(list))
    register_panel(Panel(slot, "components/notice.html", said))
    assert "Pour toute entrée." in client.get(entry.get_absolute_url()).content.decode()
