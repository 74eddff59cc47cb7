import uuid
from datetime import UTC, date, datetime

import pytest

from terreau.harvest import views
from terreau.harvest.models import Record, Run, Source, Version
from terreau.harvest.records import Finding
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db
DAY = date(2026, 8, 20)


def make_source(**given):
    slug = given.setdefault("slug", f"registre-{Source.objects.count()}")
    defaults = {
        "uid": uuid.uuid4(),
        "name": f"Registre {slug}",
        "url": "https://registre.example.org",
        "licence": "Licence Ouverte 2.0",
        "attribution": "Le registre d’essai",
    }
    return Source.objects.create(**defaults | given)


def make_run(source, findings=(), **given):
    defaults = {
        "known_at": DAY,
        "completed_at": datetime(2026, 8, 21, tzinfo=UTC),
        "counts": {"read": 12, "created": 4},
        "findings": [finding.as_dict() for finding in findings],
    }
    return Run.objects.create(source=source, **defaults | given)


def found(number, code="duplicate-key", severity="warning"):
    return Finding.of(code, f"startups/{number}.md", number, severity, key="title", first=1)


@pytest.mark.parametrize("count", [1, 3])
def test_sources_cost_one_query(client, django_assert_num_queries, count):
    for _ in range(count):
        make_run(make_source())

    with django_assert_num_queries(1):
        page = client.get("/sources/")

    assert [source.latest for source in page.context["sources"]] == [DAY] * count


@pytest.mark.parametrize("count", [1, 3])
def test_readings_of_a_source_cost_two_queries(client, django_assert_num_queries, count):
    source = make_source()
    for number in range(count):
        make_run(source, known_at=date(2026, 1, number + 1))

    with django_assert_num_queries(2):
        page = client.get(f"/sources/{source.slug}/")

    assert f"/sources/{source.slug}/2026-01-01/" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_report_costs_one_query(client, django_assert_num_queries, count):
    source = make_source()
    make_run(source, [found(number) for number in range(1, count + 1)])

    with django_assert_num_queries(1):
        page = client.get(f"/en/sources/{source.slug}/{DAY}/")

    text = page.content.decode()
    assert "startups/1.md:1" in text
    assert "The field “title” was there already in line 1; the last one counts." in text
    assert "Remove one of the two." in text


def test_findings_are_counted_by_code_and_narrowed(client, monkeypatch):
    monkeypatch.setattr(views, "SIZE", 2)
    source = make_source()
    findings = [found(1), found(2), found(3), found(4, "empty-file", "error")]
    make_run(source, findings)
    address = f"/en/sources/{source.slug}/{DAY}/"

    groups = client.get(address).context["groups"]
    assert [(item["label"], item["count"]) for group in groups for item in group["items"]] == [
        ("The file is empty", 1),
        ("The field “…” was there already in line …", 3),
    ]
    second = client.get(address, {"code": "duplicate-key", "page": 2})
    assert [each["term"] for each in second.context["findings"]] == ["startups/3.md:3"]
    assert second.context["pagination"]["summary"] == "3–3 of 3"


def test_a_report_as_json(client):
    source = make_source()
    make_run(source, [found(1)])

    said = client.get(f"/en/sources/{source.slug}/{DAY}/", {"format": "json"}).json()

    assert said["counts"] == {"read": 12, "created": 4}
    assert said["findings"][0]["message"].startswith("The field “title”")
    assert said["findings"][0]["line"] == 1


def test_an_unknown_code_and_a_reading_without_finding(client):
    source = make_source()
    make_run(source, [found(1, "never-heard-of")])
    make_run(source, known_at=date(2026, 1, 1), completed_at=None)

    assert "never-heard-of" in client.get(f"/sources/{source.slug}/{DAY}/").content.decode()
    empty = client.get(f"/en/sources/{source.slug}/2026-01-01/").content.decode()
    assert "Nothing unusual was found." in empty and "was not completed" in empty


@pytest.mark.parametrize("path", ["rien/", "rien/2026-08-20/", "rien/2026-13-40/"])
def test_what_is_not_there_is_not_found(client, path):
    make_run(make_source())

    assert client.get(f"/sources/{path}").status_code == 404


def test_what_came_from_a_source_says_so(client):
    project, source = make_project(), make_source()
    record = Record.objects.create(
        source=source,
        collection="startups",
        identifier="eau.claire",
        entry=project,
        vanished_on=date(2026, 9, 1),
    )
    Version.objects.create(record=record, first=date(2024, 1, 9), last=DAY, digest="x", facts={})

    text = client.get(f"/en{project.get_absolute_url()}").content.decode()

    for words in (
        "eau.claire",
        "Licence Ouverte 2.0",
        "Le registre d’essai",
        "First seen there on 9 January 2024.",
        "No longer in the source since 1 September 2026.",
        f"/en/sources/{source.slug}/",
    ):
        assert words in text


def test_what_was_written_here_says_so(client):
    text = client.get(f"/en{make_project().get_absolute_url()}").content.decode()

    assert "written on this site by those who carry them" in text
