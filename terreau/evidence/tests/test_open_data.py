"""Evidence in the open data."""

import csv
import io
import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from terreau.evidence.tests.factories import LONG_AGO, make_indicator, make_measurement
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db


def body(client, form):
    return b"".join(client.get(f"/data/measurements.{form}").streaming_content).decode("utf-8-sig")


def test_every_known_value_of_public_projects_is_open_data(client):
    indicator = make_indicator(name="=Usagers")
    gone = {"recorded_at": LONG_AGO, "superseded_at": timezone.now()}
    make_measurement(indicator, "2026-02", "10", **gone)
    make_measurement(indicator, "2026-02", "12.50")
    for wrong in ({"published_at": None}, {"hidden_at": timezone.now()}):
        make_measurement(make_indicator(make_project(**wrong)), "2026-03", "99")

    (row,) = json.loads(body(client, "json"))
    assert (row["value"], row["last_day"], row["definition_version"]) == ("12.5", "2026-02-28", 1)
    (line,) = csv.DictReader(io.StringIO(body(client, "csv")))
    assert line["indicator"] == "'=Usagers" and set(line) == set(row)


@pytest.mark.parametrize("count", [1, 3])
def test_open_data_cost_three_queries_a_batch(client, django_assert_num_queries, count):
    for _ in range(count):
        make_measurement(make_indicator())
    with django_assert_num_queries(3):  # the last finds that nothing is left
        body(client, "json")


def test_the_catalogue_and_the_command_know_the_table(client, tmp_path):
    make_measurement(make_indicator())
    sets = client.get("/data/catalog.json").json()["dcat:dataset"]
    (mine,) = [each for each in sets if each["@id"].endswith("/data/measurements")]
    assert mine["dcat:landingPage"].endswith("/projects/")
    call_command("export", str(tmp_path))
    assert (tmp_path / "measurements.csv").read_text().count("\n") == 2
