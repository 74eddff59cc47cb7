import csv
import io
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.utils import timezone

from terreau.entries.tests.factories import make_topic
from terreau.organizations.tests.factories import make_incubator
from terreau.portfolio import pages
from terreau.portfolio.answers import ANSWERS
from terreau.portfolio.forms import QuestionForm
from terreau.portfolio.queries import results
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db

PAGE = "/en/portfolio/"
START = date(2020, 1, 1)
DAY = "2024-01-01"


@pytest.fixture(autouse=True)
def _nothing_drawn():
    cache.clear()


@pytest.fixture
def portfolio():
    """Forty projects of two incubators, some stopped, some transferred, some still running."""
    hosts = [make_incubator(title=name, slug=name.lower()) for name in ("Atelier", "Fabrique")]
    theme = make_topic("Eau")
    for number in range(40):
        day = START + timedelta(days=11 * number)
        phases = [("investigation", day), ("construction", day + timedelta(days=150))]
        if number % 4 == 0:
            phases.append(("stopped", day + timedelta(days=300 + 7 * number)))
        if number % 4 == 1:
            phases.append(("acceleration", day + timedelta(days=500)))
            phases.append(("transferred", day + timedelta(days=900)))
        make_project(phases=phases, hosts=[hosts[number % 2]], topics=[theme])
    return hosts


def shown(client, **asked):
    response = client.get(PAGE, {"as_of": DAY} | asked)
    assert response.status_code == 200, response.content.decode()
    return response.content.decode()


def test_the_page_shows_every_answer_with_its_definition(client, portfolio):
    page = shown(client)
    for name in ANSWERS:
        assert f'id="{name}"' in page
    assert re.search(r'figure-value">\s*20\b', page)
    assert page.count("terreau portfolio --as-of 2024-01-01 --known-at") == len(ANSWERS)
    assert "--survival" in page
    assert "cannot be told apart" in page or "Chance alone seldom" in page
    assert "style=" not in page


def test_figures_lead_back_to_themselves(client, portfolio):
    """The address and the command beside a figure give the same figure again."""
    question = QuestionForm({"as_of": DAY, "incubator": "atelier"})
    assert question.is_valid()
    found = results(question.question)
    for name, ask in ANSWERS.items():
        answer = ask(question.question, found)
        said = client.get(answer.reproduce_url).json()
        assert (said["name"], said["n"]) == (name, answer.n)
        assert [each["value"] for each in said["figures"]] == [f.value for f in answer.figures]
        assert said["reproduce"]["command"] == answer.reproduce_command


def test_print_carries_the_address_of_every_figure(client, portfolio, settings):
    page = shown(client)
    addresses = [
        unescape(each) for each in re.findall(r'<p class="print-only address">([^<]+)</p>', page)
    ]
    assert len(addresses) == 4 + len(ANSWERS)
    for address in addresses:
        assert address.startswith(settings.SITE_URL)
        assert client.get(address.removeprefix(settings.SITE_URL)).status_code == 200


@pytest.mark.parametrize("narrow", [{"incubator": "atelier"}, {"definition": "all"}])
def test_the_page_narrows(client, portfolio, narrow):
    page = shown(client, **narrow)
    assert ('id="comparison"' in page) == ("incubator" not in narrow)
    assert "selected" in page


def test_statistics_of_few_are_not_published(client):
    make_project(phases=[("construction", START)])
    page = shown(client)
    assert "Not published: there is 1 project, and at least 10 are needed." in page


def test_a_share_alive_is_not_published_where_most_ends_are_unknown(client):
    for number in range(12):
        make_project(
            phases=[("construction", START), ("ended", START + timedelta(days=99 + number))]
        )
    page = shown(client)
    assert "12 projects ended with an outcome that nobody had written down" in page
    assert "alive 12 months" not in page


def test_an_empty_portfolio_is_a_page_too(client):
    assert "Where they stand" in shown(client)


@pytest.mark.parametrize(
    "asked, words",
    [
        ({"as_of": "soon"}, "“soon” is not a date: write it as in 2026-08-20."),
        ({"as_of": "2999-01-01"}, "has not come yet"),
        ({"known_at": "2024-02-31"}, "“2024-02-31” is not a date"),
        ({"definition": "active"}, "No definition is called so: “active”"),
        ({"incubator": "nowhere"}, "No incubator has this address: “nowhere”"),
        ({"territory": "FR-XYZ"}, "No territory has this code: “FR-XYZ”"),
        ({"theme": "nothing"}, "No theme has this address: “nothing”"),
        ({"format": "xls", "figure": "phases"}, "There is no such format: “xls”"),
        ({"format": "csv", "figure": "rank"}, "No figure is called so: “rank”"),
        ({"format": "csv"}, "Name the figure to download."),
    ],
)
def test_mistakes_are_said_in_plain_words(client, asked, words):
    response = client.get(PAGE, asked)
    text = response.content.decode()
    assert response.status_code == 400
    assert words in text
    assert ("These are the figures of today." in text) == ("format" not in asked)
    assert ("Where they stand" in text) == ("format" not in asked)


@pytest.mark.parametrize("name", ANSWERS)
def test_downloads(client, portfolio, name):
    asked = {"as_of": DAY, "definition": "all", "figure": name}
    said = client.get(PAGE, asked | {"format": "json"}).json()
    text = client.get(PAGE, asked | {"format": "csv"}).content.decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == len(said["records"])
    assert all(row["as_of"] == DAY and row["counting"] == "all" for row in rows)
    assert said["definition"]


def test_a_picture_is_drawn_when_asked_for_and_then_in_the_page(client, portfolio):
    page = shown(client, definition="live")
    response = client.get(PAGE, {"as_of": DAY, "definition": "live"})
    assert response.headers["Cache-Control"] == "private, no-cache"
    addresses = re.findall(r'src="([^"]*/charts/[^"]+)"', page)
    drawn = {re.search(r"figure=(\w+)", address)[1] for address in addresses}
    assert drawn >= ANSWERS.keys() - {"territories", "durations"}
    assert len(addresses) == 2 * len(drawn)  # for two widths
    for address in addresses:
        picture = client.get(address.replace("&amp;", "&"))
        assert picture.status_code == 200
        assert "immutable" in picture.headers["Cache-Control"]
        assert picture.content.startswith(b"<svg")
    page = client.get(PAGE, {"as_of": DAY, "definition": "live"})
    assert "/charts/" not in page.content.decode()
    assert "private" not in page.headers["Cache-Control"]


def test_a_picture_in_the_dark_has_its_own_colours(client, portfolio):
    address = re.search(r'srcset="([^"]+)"', shown(client))[1].replace("&amp;", "&")
    assert "dark=1" in address
    dark, light = (client.get(a).content for a in (address, address.replace("&dark=1", "")))
    assert dark != light
    assert b"var(" not in dark


@pytest.mark.parametrize("asked", [{}, {"figure": "phases", "as_of": "soon"}])
def test_no_picture_without_a_question(client, asked):
    assert client.get(f"{PAGE}charts/{'0' * 64}.svg", asked).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_costs(client, django_assert_num_queries, count):
    for _ in range(count):
        make_project(
            phases=[("construction", START)], hosts=[make_incubator()], topics=[make_topic()]
        )
    with django_assert_num_queries(13):
        client.get(PAGE)


def test_what_was_asked_before_is_remembered_until_something_changes(settings, monkeypatch):
    settings.PAGE_SHELF_BYTES = 1
    version = ["one"]
    monkeypatch.setattr("terreau.portfolio.queries.public_version", lambda: version[0])
    question = QuestionForm({"as_of": DAY, "theme": ""})
    assert question.is_valid()
    assert results(question.question).phases == {}
    make_project(phases=[("construction", START)])
    assert results(question.question).phases == {}
    version[0] = "two"
    assert results(question.question).phases == {"construction": 1}


def test_today_is_the_day_unless_another_is_known():
    given = {"": timezone.localdate(), "2023-05-06": date(2023, 5, 6)}
    for known_at, day in given.items():
        form = QuestionForm({"known_at": known_at})
        assert form.is_valid()
        assert form.question.as_of == day
    form = QuestionForm({"known_at": timezone.localdate().isoformat()})
    assert form.is_valid()
    assert form.question.known_at is None


def test_a_part_and_a_later_day_have_their_caveats(portfolio):
    form = QuestionForm({"as_of": DAY, "known_at": "2022-01-01", "incubator": "atelier"})
    assert form.is_valid()
    assert len(pages.page(form)["caveats"]) == 2
