"""What happens, for programs: the lines of the page of the feed, by cursor."""

from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from terreau.entries import tallies
from terreau.entries.invented import invented_uid
from terreau.entries.models import Entry
from terreau.entries.tests.factories import make_topic, make_user
from terreau.feed import queries
from terreau.feed.tests.test_feed import PHASE, READ, say
from terreau.organizations.tests.factories import make_organization
from terreau.projects.tests.factories import make_project
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db


def get(client, status=200, language="en", **asked):
    answer = client.get("/api/v1/feed/", asked, headers={"accept-language": language})
    assert answer.status_code == status, answer.content
    return answer.json()


def titles(page):
    return [each["entry"]["title"] for each in page["items"]]


def test_a_line_says_what_happened_to_what(client):
    project = make_project(title="Lavoir & <puits>")
    told = say(project, "projects.enter_phase", PHASE)
    (line,) = get(client, entry=str(project.uid))["items"]
    assert line["text"] == "Lavoir & <puits> entered construction on 5 January 2026."
    assert f'href="http://127.0.0.1:8000/en{project.get_absolute_url()}"' in line["html"]
    assert "<puits>" not in line["html"]
    assert (line["uid"], line["is_decision"]) == (str(told.uid), True)
    assert line["url"].endswith(told.get_absolute_url())
    assert line["entry"]["uid"] == str(project.uid) and not line["entry"]["is_invented"]
    (line,) = get(client, entry=f"project/{project.slug}", language="fr")["items"]
    assert "le 5 janvier 2026" in line["text"]


def test_the_filters_are_those_of_the_page(client):
    region = make_territory(level="region", country="XT", code="XT-REG-1")
    topic = make_topic("Santé")
    here = make_project(title="Ici", territory=make_territory(region))
    about = make_project(title="Sujet", topics=[topic])
    other = make_organization(title="Ailleurs")
    for entry in (here, about, other):
        say(entry)
    say(about, "projects.enter_phase", PHASE)
    tallies.rebuild()
    assert titles(get(client))[:4] == ["Sujet", "Ailleurs", "Sujet", "Ici"]
    assert titles(get(client, territory="XT-REG-1")) == ["Ici"]
    assert titles(get(client, topic=topic.slug)) == ["Sujet", "Sujet"]
    assert titles(get(client, topic=topic.slug, decisions="true")) == ["Sujet"]
    assert titles(get(client, kind="organization")) == ["Ailleurs"]
    assert titles(get(client, entry=str(here.uid))) == ["Ici"]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"kind": "unicorn"}, 404),
        ({"topic": "none"}, 404),
        ({"territory": "XX-1"}, 404),
        ({"entry": "nobody"}, 404),
        ({"entry": "\x00"}, 404),
        ({"before": "-1"}, 422),
        ({"before": "x"}, 422),
        ({"decisions": "perhaps"}, 422),
        ({"unknown": "1"}, 422),
    ],
)
def test_what_cannot_be_asked_is_a_problem(client, wrong, status):
    assert get(client, status, **wrong)["status"] == status


def test_pages_go_on_without_gap_or_twin(client):
    project = make_project()
    told = [str(say(project).uid) for _ in range(queries.SIZE * 2 + 3)]
    address, seen = f"/api/v1/feed/?entry={project.uid}", []
    while address:
        parts = urlsplit(address)
        page = client.get(f"{parts.path}?{parts.query}").json()
        seen += [each["uid"] for each in page["items"]]
        address = page["next"]
    assert seen == told[::-1]


def test_a_reading_of_a_source_is_one_line_of_no_entry(client):
    entry = Entry.objects.get(pk=make_project().pk)
    for _ in range(5):
        say(entry, "harvest.update", READ)
    (line,) = get(client, entry=str(entry.uid))["items"]
    assert line["entry"] is None and "beta.gouv.fr" in line["text"]


def test_what_is_hidden_or_a_draft_is_told_to_those_who_see_it(client):
    hidden = make_project(title="Secret", hidden_at=timezone.now())
    draft = make_project(title="Brouillon", published_at=None)
    say(hidden)
    say(draft)
    assert titles(get(client)) == []
    get(client, 404, entry=str(draft.uid))
    client.force_login(make_user(edits=[draft]))
    assert titles(get(client)) == ["Brouillon"]


def test_what_was_invented_is_marked(client):
    entry = make_project(uid=invented_uid("feed api"))
    say(entry)
    (line,) = get(client, entry=str(entry.uid))["items"]
    assert line["entry"]["is_invented"]


@pytest.mark.parametrize("count", [1, 3])
def test_lines_cost_the_same_however_many(client, django_assert_num_queries, count):
    for _ in range(count):
        say(make_project())
    get(client)
    with django_assert_num_queries(3):
        assert len(get(client)["items"]) == count
