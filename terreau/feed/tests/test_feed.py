"""What happens, in readable lines: of all, of a filter, of what somebody follows."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from terreau.entries import tallies
from terreau.entries.models import Entry
from terreau.entries.tests.factories import make_administrator, make_topic, make_user
from terreau.feed import queries
from terreau.feed.filters import Asked
from terreau.follows.models import Level
from terreau.follows.tests.factories import make_follow, make_watch
from terreau.ledger import actions as ledger
from terreau.organizations.tests.factories import make_organization
from terreau.projects.tests.factories import make_project
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
PHASE = {"phase": "construction", "on": "2026-01-05"}
READ = {"source": "beta.gouv.fr", "known_at": "2026-08-20", "changed": ["title"]}


def say(entry, verb="projects.edit", payload=None, actor=None):
    given = {} if payload is None else payload
    return ledger.append(actor=actor, verb=verb, subject=entry.uid, payload=given)


def subjects(page):
    return [[each.subject for each in line] for line in page.lines]


def texts(page):
    found = re.findall(r'class="statement-sentence"[^>]*>(.*?)</p>', page.content.decode())
    return [re.sub("<[^>]+>", "", each) for each in found]


def test_everybody_reads_what_happened_newest_first(client):
    project, hidden = (
        make_project(title="Lavoir"),
        make_project(title="Secret", hidden_at="2026-01-01T00:00Z"),
    )
    say(project)
    say(hidden)
    say(project, "projects.enter_phase", PHASE)
    page = client.get("/en/feed/")
    assert texts(page) == [
        "Lavoir entered construction on 5 January 2026.", "Lavoir: its description was changed.",
    ]  # fmt: skip
    assert texts(client.get("/en/feed/?decisions=1")) == texts(page)[:1]
    assert "construction" in texts(client.get("/feed/"))[0]
    assert "5 janvier 2026" in texts(client.get("/feed/"))[0]


def test_what_is_asked_for_narrows(client):
    region = make_territory(level="region", name="Haute-Terre", country="XT", code="XT-REG-1")
    inside, topic = make_territory(region), make_topic("Santé")
    here = make_project(title="Ici", territory=inside)
    about = make_project(title="Sujet", topics=[topic])
    other = make_organization(title="Ailleurs")
    for entry in (here, about, other):
        say(entry)
    tallies.rebuild()

    def told(question):
        return [text.partition(":")[0] for text in texts(client.get(f"/en/feed/?{question}"))]

    assert told("") == ["Ailleurs", "Sujet", "Ici"]
    assert told("territory=XT-REG-1") == told("territory=haute-terre") == ["Ici"]
    assert told(f"topic={topic.slug}") == ["Sujet"]
    assert told("kind=project") == ["Sujet", "Ici"]
    assert told(f"kind=project&topic={topic.slug}&territory=XT-REG-1") == []
    assert told(f"entry={other.uid}") == told(f"entry=organization/{other.slug}") == ["Ailleurs"]


@pytest.mark.parametrize("few", [0, 10_000])
def test_both_ways_to_a_filter_find_the_same(few, monkeypatch):
    """From the newest statements, as where many entries are meant, and from the entries."""
    monkeypatch.setattr(queries, "FEW", few)
    monkeypatch.setattr(queries, "WINDOW", 50)
    place = make_territory()
    here, elsewhere = make_project(territory=place), make_project()
    tallies.rebuild()
    told = [say(here) for _ in range(5)]
    for _ in range(60):
        say(elsewhere)
    told += [say(here) for _ in range(3)]
    asked, before, found, pages = Asked(territory=place), 0, [], 0
    while pages == 0 or before > told[0].pk:  # below are the numbers of other tests
        page = queries.page(make_user(), asked, before)
        found += [each.pk for line in page.lines for each in line]
        before, pages = page.older, pages + 1
        assert pages < 10
    assert found == [each.pk for each in reversed(told)]


@pytest.mark.parametrize(
    "wrong",
    ["kind=unicorn", "topic=none", "entry=nobody", "entry=project/none", "entry=%00", "before=x"],
)
def test_what_does_not_exist_is_not_found(client, wrong):
    assert client.get(f"/feed/?{wrong}").status_code == 404
    assert wrong == "before=x" or client.get(f"/feed/atom/?{wrong}").status_code == 404


def test_a_place_that_nobody_knows_is_said_beside_the_field(client):
    page = client.get("/en/feed/?territory=nulle-part")
    assert page.status_code == 400
    assert "No place is called so" in page.content.decode()
    assert client.get("/feed/atom/?territory=nulle-part").status_code == 404


def test_pages_go_on_where_the_last_one_ended(client):
    project = make_project()
    told = [say(project).pk for _ in range(queries.SIZE * 2 + 3)]
    seen, before = [], 0
    for size in (queries.SIZE, queries.SIZE, 3):
        page = queries.page(make_user(), Asked(), before)
        assert len(page.lines) == size
        seen += [each.pk for line in page.lines for each in line]
        before = page.older
    assert before == 0
    assert seen == told[::-1]


def test_what_one_reading_brought_is_one_line_and_nothing_is_told_twice():
    projects = [make_project() for _ in range(3)]
    for n in range(3 * queries.SIZE):
        say(projects[n % 3], "harvest.update", READ)
        if n % 3 == 0:
            say(projects[0])
    tallies.rebuild()
    seen, before = [], 0
    asked = Asked(entry=Entry.objects.get(pk=projects[0].pk))
    while True:
        page = queries.page(make_user(), asked, before)
        readings = [line for line in page.lines if len(line) > 1]
        assert len(readings) <= 1
        seen += [each.pk for line in page.lines for each in line]
        before = page.older
        if not before:
            break
    assert len(seen) == len(set(seen)) == 2 * queries.SIZE


def test_what_is_read_in_bulk_is_left_out_of_all_but_moves_are_told(client):
    project = make_project(title="Lavoir")
    say(project, "harvest.update", READ)
    move = {"source": "s", "known_at": "2026-08-20", "before": "construction"}
    say(project, "harvest.move", move | {"phase": "acceleration"})
    assert [text[:22] for text in texts(client.get("/en/feed/"))] == ["Lavoir went from const"]
    assert len(texts(client.get(f"/en/feed/?entry={project.uid}"))) == 2


def test_one_reads_what_happens_to_what_one_follows_and_to_what_is_in_it(client):
    user = make_user()
    host = make_organization(title="Fabrique")
    decided, muted, inside = make_project(), make_project(), make_project(context=host)
    unseen = make_project(published_at=None)
    make_follow(user, host)
    make_follow(user, decided, Level.DECISIONS)
    make_follow(user, muted, Level.NOTHING)
    make_follow(user, unseen)
    for entry in (host, decided, muted, inside, unseen, make_project()):
        say(entry)
    choice = say(decided, "projects.enter_phase", PHASE)
    page = queries.mine(user)
    assert subjects(page) == [[decided.uid], [inside.uid], [host.uid]]
    assert page.lines[0][0].pk == choice.pk
    assert subjects(queries.mine(user, only_decisions=True)) == [[decided.uid]]
    client.force_login(user)
    assert len(texts(client.get("/en/feed/mine/"))) == 3
    client.force_login(make_user())
    assert "Nothing yet" in client.get("/en/feed/mine/").content.decode()


@pytest.mark.parametrize("few", [0, 10_000])
def test_watches_find_more_but_for_what_was_silenced(few, monkeypatch):
    monkeypatch.setattr(queries, "FEW", few)
    user, topic = make_user(), make_topic()
    region = make_territory(level="region")
    here, silent = make_project(territory=make_territory(region)), make_project(topics=[topic])
    about = make_project(topics=[topic])
    make_watch(user, territory=region)
    make_watch(user, kind="project", topic=topic, level=Level.DECISIONS)
    make_follow(user, silent, Level.NOTHING)
    tallies.rebuild()
    for entry in (here, silent, about):
        say(entry)
        say(entry, "projects.enter_phase", PHASE)
    assert subjects(queries.mine(user)) == [[about.uid], [here.uid], [here.uid]]
    assert subjects(queries.mine(user, only_decisions=True)) == [[about.uid], [here.uid]]


def test_what_lies_far_back_is_found_where_nothing_happened_lately(monkeypatch):
    monkeypatch.setattr(queries, "WINDOW", 10)
    user, project, other = make_user(), make_project(), make_project()
    make_follow(user, project)
    say(project)
    for _ in range(30):
        say(other)
    assert subjects(queries.mine(user)) == [[project.uid]]


def test_a_signed_out_reader_is_asked_to_sign_in(client):
    assert client.get("/feed/mine/").status_code == 302


def test_atom_and_json_feed_tell_the_same(client, settings):
    project = make_project(title="Lavoir <b>& Cie</b>\x0b")
    statement = say(project, "projects.enter_phase", PHASE)
    page = client.get(f"/en/feed/atom/?entry={project.uid}")
    assert page["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(page.content)  # noqa: S314  our own
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}id").text == f"urn:uuid:{statement.uid}"
    assert entry.find(f"{ATOM}updated").text[:16] == statement.at.isoformat()[:16]
    html = entry.find(f"{ATOM}summary").text
    assert f'href="{settings.SITE_URL}/en/projects/' in html
    assert "&lt;b&gt;&amp; Cie" in html and "<b>" not in html
    read = client.get(f"/en/feed/json/?entry={project.uid}")
    assert read["Content-Type"].startswith("application/feed+json")
    told = json.loads(read.content)
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = told["items"]
    assert item["id"] == f"urn:uuid:{statement.uid}"
    assert item["content_html"].replace("\x0b", " ") == html
    assert told["feed_url"] == f"{settings.SITE_URL}/en/feed/json/?entry={project.uid}"


def test_pages_say_where_their_feeds_are(client):
    project, topic, place = make_project(), make_topic(), make_territory()
    for page in (project.get_absolute_url(), topic.get_absolute_url(), place.get_absolute_url(),
                 "/feed/", "/directory/?q=x"):  # fmt: skip
        html = client.get(page).content.decode()
        links = re.findall(
            r'<link rel="alternate" type="application/(\S+)"[^>]*href="([^"]+)"', html
        )
        assert {name for name, _url in links} == {"atom+xml", "feed+json"}
        for _name, url in links:
            assert client.get(url.replace("&amp;", "&")).status_code == 200


def test_a_feed_is_kept_and_answered_by_its_validator(settings):
    settings.PAGE_SHELF_BYTES = 2**20
    client = Client()
    say(make_project())
    first = client.get("/feed/atom/")
    again = client.get("/feed/atom/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_a_search_is_a_json_feed_too(client):
    told = json.loads(client.get("/directory/feed/?format=json").content)
    assert told["items"] == []


def test_one_and_three_cost_the_same(client, django_assert_num_queries):
    user, topic = make_user(), make_topic()
    client.force_login(user)
    make_watch(user, topic=topic)

    def cost(page, n):
        with django_assert_num_queries(n):
            assert len(texts(client.get(page))) in (1, 3)

    def happen():
        project = make_project(topics=[topic])
        make_follow(user, project)
        say(project)

    happen()
    tallies.rebuild()
    costs = {"/feed/": 8, "/feed/mine/": 12, f"/feed/?topic={topic.slug}": 9}
    for page, n in costs.items():
        cost(page, n)
    happen()
    happen()
    tallies.rebuild()
    for page, n in costs.items():
        cost(page, n)


def test_nothing_hidden_is_told_by_any_door(client):
    administrator = make_administrator()
    project = make_project(title="Projet secret")
    make_follow(administrator, project)
    say(project)
    Entry.objects.update(hidden_at=timezone.now())
    for door in ("/feed/", "/feed/atom/", "/feed/json/", f"/feed/atom/?entry={project.uid}"):
        assert "secret" not in client.get(door).content.decode(), door
