"""No address of a page, whatever is written into it, makes the site fail."""

from datetime import date
from urllib.parse import urlencode

import pytest

from terreau.entries import tallies
from terreau.entries.tests.factories import make_topic
from terreau.organizations.tests.factories import make_incubator
from terreau.projects.tests.factories import make_project
from terreau.search.actions import index_many
from terreau.territories.tests.factories import make_territory
from tests.hostile import CURSORS, WORDS

pytestmark = pytest.mark.django_db
DAYS = ["0001-01-01", "9999-12-31", "0000-00-00", "2024-02-30", "20240101", "1e3", "2024-1-1"]
PARAMETERS = {
    "/": ["q"],
    "/directory/": ["q", "kind", "state", "territory", "topic", "incubated_by", "sort", "page",
                    "after", "format"],
    "/directory/feed/": ["q", "kind", "state", "topic"],
    "/projects/": ["q", "state", "after"],
    "/projects/pont/": ["known_at"],
    "/projects/pont/history/": ["before"],
    "/organizations/fabrique/": ["known_at"],
    "/territories/": ["q"],
    "/record/": ["kind", "before"],
    "/portfolio/": ["as_of", "known_at", "definition", "incubator", "territory", "theme", "figure",
                    "format"],
    "/reviews/coverage/": ["as_of", "known_at", "incubator", "figure", "format"],
    "/accounts/sign-in/": ["next"],
}  # fmt: skip
PLACES = ["/territories/{}/", "/topics/{}/", "/projects/{}/", "/sources/{}/", "/record/{}/",
          "/accounts/link/{}/", "/data/{}.csv", "/{}/", "/en/{}", "/portfolio/charts/{}.svg",
          "/sources/betagouv/{}/", "/sitemap-{}-1.xml",
          "/organizations/invitations/{}/"]  # fmt: skip


@pytest.fixture
def something():
    host, place, topic = make_incubator(slug="fabrique"), make_territory(), make_topic()
    project = make_project(
        slug="pont", hosts=[host], territory=place, topics=[topic],
        phases=[("construction", date(2024, 1, 1))],
    )  # fmt: skip
    tallies.rebuild()
    index_many([host.pk, project.pk])


@pytest.mark.parametrize("path", PARAMETERS)
def test_no_query_makes_a_page_fail(client, something, path):
    for name in PARAMETERS[path]:
        for word in [*WORDS, *DAYS, *(CURSORS if name == "after" else [])]:
            answer = client.get(f"{path}?{urlencode({name: word})}")
            assert answer.status_code < 500, (path, name, word)
            if answer.streaming:
                b"".join(answer.streaming_content)


@pytest.mark.parametrize("place", PLACES)
def test_no_address_makes_the_site_fail(client, something, place):
    for word in ("%00", "%FF", "%F0%9F%92%A5", "..%2f..%2fetc", "x" * 3000, "9" * 40, "-1", "'"):
        assert client.get(place.format(word)).status_code < 500, (place, word)
