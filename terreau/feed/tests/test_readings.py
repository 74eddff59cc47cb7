"""A reading of a source is one line of the feed, whatever it changed."""

import pytest

from terreau.betagouv.actions import harvest
from terreau.betagouv.tests.test_harvest import DAY1, DAY2, GUE, snapshot, startup
from terreau.entries.invented import invented_uid
from terreau.feed.tests.test_feed import PHASE, say, texts
from terreau.harvest.models import Run, Source
from terreau.harvest.readings import SOURCE_READ
from terreau.ledger.leaves import holds
from terreau.ledger.models import Statement
from terreau.needs.sheet import card
from terreau.needs.suggestions import Suggestion
from terreau.needs.tests.factories import make_need
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db


def readings():
    return list(Statement.objects.filter(verb=SOURCE_READ).order_by("pk"))


def test_a_reading_is_one_line_that_counts_and_leads_to_its_report(client):
    harvest(snapshot(startup(*GUE)), DAY1)
    source = Source.objects.get()
    (said,) = readings()
    assert (said.actor, said.subject) == (source.uid, source.uid) and holds(said)
    assert said.payload["created"] == Run.objects.get().counts["created"] > 1
    page = client.get("/en/feed/")
    (text,) = texts(page)
    words = f"{source.name} was read, as it was on 1 January 2024: "
    assert text == f"{words}{said.payload['created']} new entries, 0 changed."
    assert f"/en/sources/betagouv/{DAY1.isoformat()}/" in page.content.decode()
    assert "a été lu, dans son état du 1er janvier 2024" in texts(client.get("/feed/"))[0]


def test_a_reading_that_changed_nothing_is_not_told():
    state = snapshot(startup(*GUE))
    for day in (DAY1, DAY1, DAY2):
        harvest(state, day)
    Run.objects.update(completed_at=None)
    harvest(state, DAY1)
    assert len(readings()) == 1


def test_a_dry_reading_is_not_told():
    harvest(snapshot(startup(*GUE)), DAY1, dry_run=True)
    assert readings() == []


def test_what_a_reading_moved_is_in_its_line(client):
    phases = ("construction", "2023-06-01"), ("acceleration", "2024-03-01")
    names = [f"un-{n}" for n in range(4)]
    harvest(snapshot(*(startup(each, phases[0]) for each in names)), DAY1)
    harvest(snapshot(*(startup(each, *phases) for each in names)), DAY2)
    told = texts(client.get("/en/feed/"))
    assert len(told) == 2 and told[0].endswith(": 0 new entries, 4 changed.")
    project = make_project()
    say(project, "projects.enter_phase", PHASE)
    assert len(texts(client.get("/en/feed/"))) == 3


def test_the_record_shows_the_line_of_a_source(client):
    harvest(snapshot(startup(*GUE)), DAY1)
    (said,) = readings()
    page = client.get(f"/en{said.get_absolute_url()}").content.decode()
    assert "was read, as it was on" in page and "no longer shown" not in page
    assert "created" in page
    assert said.get_absolute_url() in client.get("/record/?kind=harvest").content.decode()


def test_feed_readers_and_programs_are_told_too(client):
    harvest(snapshot(startup(*GUE)), DAY1)
    for address in ("/feed/atom/", "/feed/json/", "/api/v1/feed/"):
        assert b"a \xc3\xa9t\xc3\xa9 lu" in client.get(address).content.replace(
            b"\\u00e9", "é".encode()
        )
    (item,) = client.get("/api/v1/feed/").json()["items"]
    assert item["entry"] is None


@pytest.mark.parametrize("address", ["/en/feed/", "/en/", "/en/feed/atom/", "/en/feed/json/"])
def test_what_was_invented_is_marked_wherever_it_is_told(client, address):
    words = "Demonstration data: invented"
    say(make_project(title="Vrai lavoir"))
    assert words not in client.get(address).content.decode()
    say(make_project(title="Faux lavoir", uid=invented_uid("readings")))
    page = client.get(f"{address}?again").content.decode()
    assert words in page
    if address == "/en/feed/":
        assert page.count(words) == 1


def test_a_suggestion_that_was_invented_is_marked():
    need, other = make_need(), make_need(uid=invented_uid("suggested"))
    assert card(Suggestion(need, None, []), need, False)["badge"] is None
    assert card(Suggestion(other, None, []), need, False)["badge"]["label"]
