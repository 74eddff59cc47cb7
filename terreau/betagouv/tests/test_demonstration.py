"""The facts in the package: facts only, readable by the same reader, equal to the snapshots."""

import gzip
import hashlib
import json
import re
from dataclasses import replace
from importlib.resources import files

import pytest

from scripts.build_demonstration import build
from terreau.betagouv.reader import DEMONSTRATION, NOT_IN_DEMONSTRATION, READING
from terreau.betagouv.tests.snapshots import DAYS, REAL, demonstration, real, real_ones

ALLOWED = {
    "startups": {
        "title", "incubator", "incubators", "sponsors", "owner", "status", "start", "end", "phases",
        "events", "fast", "link", "repository", "stats_url", "budget_url", "impact_url",
        "dashlord_url", "accessibility_status", "usertypes", "thematiques", "redirect_from",
    },
    "incubators": {"title", "owner", "website", "hidden", "redirect_from"},
    "organisations": {"name", "acronym", "type", "domaine_ministeriel"},
}  # fmt: skip
ALLOWED_INSIDE = {
    "phases": {"name", "start", "end"},
    "events": {"name", "date", "commented"},
    "fast": {"promotion", "montant"},
    "sponsors": {"name", "acronym", "type", "domaine_ministeriel"},
}
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}")


def content():
    packed = files("terreau.betagouv").joinpath(DEMONSTRATION).read_bytes()
    assert len(packed) < 400_000
    return json.loads(gzip.decompress(packed))


def records():
    for state in content()["states"]:
        for collection, changed in state["changed"].items():
            for fields in filter(None, changed.values()):
                yield collection, fields


def texts(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, str):
        yield value


def test_only_facts_are_in_it():
    for collection, fields in records():
        assert set(fields) <= ALLOWED[collection]
        for name, allowed in ALLOWED_INSIDE.items():
            inside = fields.get(name, [])
            for row in inside if isinstance(inside, list) else [inside]:
                assert isinstance(row, str) or set(row) <= allowed
        for text in texts(fields):
            assert len(text) <= 300
            assert "\n" not in text
            assert not EMAIL.search(text)


def test_the_source_is_named_beside_it():
    text = files("terreau.betagouv").joinpath("data/ATTRIBUTION.md").read_text()
    assert "beta.gouv.fr" in text
    assert "Licence Ouverte 2.0" in text
    assert content()["licence"] == "Licence Ouverte 2.0"


def test_every_state_is_read_whole():
    assert tuple(demonstration()) == DAYS
    sizes = [len(snapshot.startups) for snapshot in demonstration().values()]
    assert sizes == [78, 178, 465, 554, 630, 662]
    for snapshot in demonstration().values():
        assert snapshot.door == "demonstration"
        assert snapshot.complete
        assert snapshot.silent_on == NOT_IN_DEMONSTRATION
        assert not any(finding.severity == "error" for finding in snapshot.findings)
    assert len({snapshot.digest for snapshot in demonstration().values()}) == len(DAYS)


def test_what_the_reader_makes_of_it_has_not_changed_unnoticed():
    """When this fails because the reader reads better, raise READING and write the new digest."""
    told = hashlib.sha256()
    for snapshot in demonstration().values():
        for record in (*snapshot.startups, *snapshot.incubators, *snapshot.organisations):
            told.update(record.digest.encode())
    assert (READING, told.hexdigest()[:16]) == ("2", "5f9c8db9713c38e8")


def bare(startup):
    """A product without what the demonstration leaves out."""
    return replace(
        startup,
        mission="",
        body="",
        techno=(),
        publishes_stats=None,
        phases=tuple(replace(phase, comment="") for phase in startup.phases),
        events=tuple(replace(event, comment="") for event in startup.events),
    )


@real_ones
@pytest.mark.shareddata
@pytest.mark.parametrize("day", DAYS)
def test_it_says_of_every_product_what_the_snapshot_says(day):
    assert demonstration()[day].startups == tuple(map(bare, real(day).startups))
    assert demonstration()[day].organisations == real(day).organisations
    assert demonstration()[day].incubators == tuple(
        replace(each, summary="", repository="") for each in real(day).incubators
    )


@real_ones
@pytest.mark.shareddata
def test_the_script_gives_the_same_content_again():
    assert build(REAL) == content()
