import io
import json

import pytest
from django.core.management import CommandError, call_command

from terreau.entries import tallies
from terreau.entries.tests.factories import make_topic
from terreau.offers.tests.factories import make_offer
from terreau.search.actions import index_many

pytestmark = pytest.mark.django_db
TEXT = "Les agriculteurs ne trouvent pas leur parcelle sur le cadastre."


def said(*given, **options):
    out = io.StringIO()
    call_command("match", *given, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "need.txt"
    path.write_text(TEXT)
    return str(path)


@pytest.fixture
def offer():
    offer = make_offer(title="Lecture", summary="Retrouver une parcelle du cadastre.")
    tallies.rebuild()
    index_many([offer.pk])
    return offer


def test_it_names_what_fits_and_why(file, offer):
    lines = said(file).splitlines()
    assert any("Lecture" in line for line in lines)
    assert any("cadastre, parcelle" in line for line in lines)


def test_as_json(file, offer):
    found = json.loads(said(file, "--json"))
    assert [each["uid"] for each in found["offers"]] == [str(offer.uid)]
    words = next(each for each in found["offers"][0]["facts"] if each["key"] == "words")
    assert len(words["lexemes"]) == 2
    assert found["people"] == found["projects"] == found["solved"] == []


def test_what_is_typed(offer, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert "Lecture" in said("-")


def test_theme_and_form(file, offer):
    topic = make_topic("Foncier")
    offer.topics.add(topic)
    reasons = json.loads(said(file, "--json", "--topic", topic.slug, "--form", "expertise"))
    keys = {each["key"] for each in reasons["offers"][0]["facts"]}
    assert {"words", "theme", "form"} <= keys


@pytest.mark.parametrize(
    "given", [["missing.txt"], [".", "--json"], ["FILE", "--territory", "XX-1"],
              ["FILE", "--topic", "none"]],
)  # fmt: skip
def test_mistakes_are_said(file, given):
    with pytest.raises(CommandError):
        said(*[file if each == "FILE" else each for each in given])


def test_no_text_is_a_mistake(tmp_path):
    path = tmp_path / "empty.txt"
    path.write_text(" \n")
    with pytest.raises(CommandError):
        said(str(path))
