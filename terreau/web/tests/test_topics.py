import pytest

from terreau.entries import tallies
from terreau.entries.models import Entry
from terreau.entries.tests.factories import make_topic
from terreau.projects.tests.factories import make_project
from terreau.search.actions import index_many

pytestmark = pytest.mark.django_db


def settle():
    tallies.rebuild()
    index_many(Entry.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("count", [1, 3])
def test_index_costs_two_queries(client, django_assert_num_queries, count):
    common = make_topic("Santé")
    for number in range(count):
        make_project(topics=[common, make_topic(f"Sujet {number}")])
    make_project(topics=[common])
    settle()

    with django_assert_num_queries(2):
        page = client.get("/topics/")

    assert [(tag["label"], tag["count"]) for tag in page.context["several"]] == [
        ("Santé", count + 1)
    ]
    assert [tag["label"] for tag in page.context["single"]] == [f"Sujet {n}" for n in range(count)]


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_four_queries(client, django_assert_num_queries, count):
    topic = make_topic()
    projects = [make_project(topics=[topic], state="construction") for _ in range(count)]
    settle()

    with django_assert_num_queries(4):
        page = client.get(topic.get_absolute_url())

    text = page.content.decode()
    assert all(project.title in text for project in projects)
    assert f"topic={topic.slug}" in text


def test_empty_and_unknown(client):
    assert "No theme yet" in client.get("/en/topics/").content.decode()
    assert client.get("/topics/rien/").status_code == 404
