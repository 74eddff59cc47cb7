import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from terreau.organizations.tests.factories import make_incubator
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db

START = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def portfolio():
    for number in range(12):
        make_project(
            phases=[("investigation", START), ("construction", date(2020, 6, 1 + number))],
            hosts=[make_incubator(slug=f"fabrique-{number}")],
        )
    make_project(phases=[("stopped_in_investigation", START)])


def said(*arguments):
    out = StringIO()
    with translation.override("en"):
        call_command("portfolio", *arguments, stdout=out)
    return out.getvalue()


def test_counts_with_all_that_belongs_to_them():
    lines = said("--as-of", "2021-01-01").splitlines()
    assert lines[0] == "12 projects in incubation"
    assert lines[1].strip().startswith("In incubation: investigation, construction")
    assert lines[2].strip().startswith("n = 13, as of 1 January 2021, as known on")
    assert "/api/v1/portfolio/?as_of=2021-01-01" in lines[3]
    assert lines[4].strip().startswith("terreau portfolio --as-of 2021-01-01 --known-at")
    assert any(line.split() == ["Construction", "12", "yes"] for line in lines)
    assert any(line.split()[-2:] == ["1", "no"] for line in lines)


@pytest.mark.parametrize("part", ["phase", "incubator", "territory", "theme"])
def test_by_part(part):
    found = json.loads(said("--as-of", "2021-01-01", "--by", part, "--json"))
    assert found["total"]["value"] == 12
    (answer,) = found["answers"]
    assert answer["reproduce"]["command"].endswith(f"--by {part}")
    expected = {"phase": 13, "incubator": 12, "territory": 0, "theme": 0}[part]
    assert sum(each["projects"] for each in answer["records"]) == expected


def test_survival_and_any_other_table():
    words = said("--as-of", "2023-01-01", "--survival", "--figure", "funnel")
    assert "12 projects began construction, 0 of them were stopped." in words
    assert "How far they come" in words


def test_the_rule_of_figures_published_before():
    assert "whatever its dates" in said("--rule", "last-written")
    with pytest.raises(CommandError, match="whole portfolio only"):
        said("--rule", "last-written", "--incubator", "fabrique-1")


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("--as-of", "tomorrow"), "--as-of: “tomorrow” is not a date"),
        (("--known-at", "2999-01-01"), "--known-at: .* has not come yet"),
        (("--definition", "busy"), "--definition: No definition is called so: “busy”"),
        (("--incubator", "none"), "--incubator: No incubator has this address"),
        (("--figure", "rank"), "--figure: No figure is called so"),
    ],
)
def test_mistakes_are_one_clear_line(arguments, words):
    with pytest.raises(CommandError, match=words) as error:
        said(*arguments)
    assert "\n" not in str(error.value)
