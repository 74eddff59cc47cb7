"""The JSON API: a small invented portfolio in its shape, through a file and through an address."""

import json
from datetime import date
from urllib.parse import quote

import pytest

from terreau.betagouv.reader import read
from terreau.betagouv.records import EventRecord, Links, PhaseRecord, SponsorRecord
from terreau.harvest.documents import SourceUnreadableError
from terreau.harvest.fetch import Fetched, FetchFailedError, FetchRefusedError, Validators

BODY = "## Problème\n\nOn se perd à 100 %.\n"


def startup(name, **attributes):
    given = {
        "name": name.title(),
        "pitch": f"Mission de {name}",
        "stats_url": f"https://{name}.example.org/stats",
        "link": f"https://{name}.example.org",
        "repository": "",
        "contact": "equipe@example.org",
        "content_url_encoded_markdown": quote(BODY),
        "events": [{"name": "committee", "date": "2024-03-01", "comment": ""}],
        "phases": [
            {"name": "investigation", "start": "2023-01-01", "end": "2023-06-30"},
            {"name": "construction", "start": "2023-07-01 00:00:00 +0000", "end": ""},
        ],
        "sponsors": ["/organisations/dpo", "mer"],
        "thematiques": ["Eau"],
        "technos": ["python"],
        "accessibility_status": "non conforme",
    }
    return {
        "id": name,
        "type": "startup",
        "attributes": given | attributes,
        "relationships": {"incubator": {"data": {"type": "incubator", "id": "atelier"}}},
    }


def incubator(name):
    return {
        "id": f"/incubateurs/{name}",
        "type": "incubator",
        "attributes": {
            "title": f"L'{name.title()}",
            "owner": "/organisations/dpo",
            "website": "",
            "github": "",
            "contact": "equipe@example.org",
        },
    }


def organisation(name):
    return {
        "id": name,
        "name": f"Direction de l&#39;{name}",
        "acronym": name.upper(),
        "domaine_ministeriel": "environnement",
        "type": "administration-centrale",
    }


PORTFOLIO = {"data": [startup("pont"), startup("bac")], "included": [incubator("atelier")]}


def read_json(tmp_path, value, **options):
    path = tmp_path / "startups.json"
    path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return read(path, **options)


def test_products_and_incubators(tmp_path):
    snapshot = read_json(tmp_path, PORTFOLIO)
    assert snapshot.door == "api"
    bac, pont = snapshot.startups
    assert (bac.external_id, pont.external_id) == ("bac", "pont")
    assert pont.title == "Pont"
    assert pont.mission == "Mission de pont"
    assert pont.body == BODY
    assert pont.incubators == ("atelier",)
    assert pont.sponsors == (
        SponsorRecord("reference", external_id="dpo"),
        SponsorRecord("reference", external_id="mer"),
    )
    assert pont.phases == (
        PhaseRecord("investigation", "investigation", date(2023, 1, 1), date(2023, 6, 30)),
        PhaseRecord("construction", "construction", date(2023, 7, 1), index=1),
    )
    assert pont.events == (EventRecord("committee", "committee", date(2024, 3, 1)),)
    assert pont.links == Links(
        site="https://pont.example.org", stats="https://pont.example.org/stats"
    )
    assert (pont.themes, pont.techno) == (("Eau",), ("python",))
    assert pont.accessibility == "non conforme"
    assert [each.external_id for each in snapshot.incubators] == ["atelier"]
    assert snapshot.incubators[0].owner == "dpo"
    assert {"redirect_from", "funding", "usertypes", "organisations"} <= snapshot.silent_on
    assert "incubators" not in snapshot.silent_on
    assert snapshot.findings == ()
    assert snapshot.read == 3
    assert "equipe@" not in str(snapshot)


def test_several_incubators_of_the_later_version(tmp_path):
    product = startup("pont")
    product["relationships"]["incubators"] = {
        "data": [{"type": "incubator", "id": name} for name in ("fabrique", "atelier")]
    }
    (record,) = read_json(tmp_path, {"data": [product]}).startups
    assert record.incubators == ("atelier", "fabrique")


def test_the_neighbours_alone(tmp_path):
    bodies = read_json(tmp_path, [organisation("eau")])
    assert [each.name for each in bodies.organisations] == ["Direction de l'eau"]
    assert {"startups", "incubators"} <= bodies.silent_on
    hosts = {"atelier": {"title": "L'Atelier", "startups": [{"id": "pont"}], "website": ""}}
    snapshot = read_json(tmp_path, hosts)
    assert [each.title for each in snapshot.incubators] == ["L'Atelier"]
    assert snapshot.findings == ()


def test_a_folder_of_answers(tmp_path):
    (tmp_path / "startups.json").write_text(json.dumps(PORTFOLIO))
    (tmp_path / "organisations.json").write_text(json.dumps([organisation("dpo")]))
    (tmp_path / "authors.json").write_text(json.dumps([{"id": "une.personne"}]))
    snapshot = read(tmp_path)
    assert len(snapshot.startups) == 2
    assert len(snapshot.organisations) == 1
    assert snapshot.tally() == {"unknown-organisation": 2}
    assert "personne" not in str(snapshot)


def test_texts_with_raw_line_breaks_are_read(tmp_path):
    data = json.dumps(PORTFOLIO).replace("Mission de pont", "Mission\nde pont").encode()
    assert read_json(tmp_path, data).startups[1].mission == "Mission\nde pont"


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b'{"data": [\n{"id": "a" "type"}]}', "bad-json", 2),
        (b'{"data": [], "title": "un "mot" de trop"}', "bad-json", 1),
        (b'{"data": [{"id": "a', "bad-json", 1),
        (b"[" * 200_000, "bad-json", None),
        (b'{"data": ' + b"9" * 5000 + b"}", "bad-json", None),
        (b'{"errors": [{"status": "500"}]}', "json-of-another-shape", None),
        (b'{"message": "Not Found"}', "json-of-another-shape", None),
        (b"{}", "json-of-another-shape", None),
        (b"[1, 2]", "not-a-resource", None),
        (b'{"data": []}', "no-record", None),
        (b"<!DOCTYPE html><html><title>502</title></html>", "source-is-a-web-page", None),
    ],
)
def test_what_is_no_answer_of_the_api_is_refused_with_a_reason(tmp_path, data, code, line):
    with pytest.raises(SourceUnreadableError) as refused:
        read_json(tmp_path, data)
    assert (refused.value.finding.code, refused.value.finding.line) == (code, line)


def test_what_is_no_resource_costs_only_itself(tmp_path):
    products = [startup("pont"), 12, {"type": "startup"}, {"id": "x", "attributes": []}]
    snapshot = read_json(tmp_path, {"data": [*products, startup("pont")], "included": "none"})
    assert [each.external_id for each in snapshot.startups] == ["pont"]
    assert [(each.code, each.path) for each in snapshot.findings] == [
        ("not-a-resource", "startups.json#data/1"),
        ("not-a-resource", "startups.json#data/2"),
        ("not-a-resource", "startups.json#data/3"),
        ("duplicate-id", "startups.json#pont"),
        ("not-a-resource", "startups.json#included/0"),
    ]


@pytest.mark.parametrize("value", [None, 1, "x", [], [1], {}, {"data": 1}, {"data": [{"id": 1}]}])
def test_relationships_of_any_shape_are_survived(tmp_path, value):
    product = startup("pont") | {"relationships": value}
    (record,) = read_json(tmp_path, {"data": [product]}).startups
    assert record.incubators == ()


def fetched(address, value):
    body = json.dumps(value).encode()
    return Fetched(address, address, "application/json", body, Validators())


def test_an_address_brings_the_organisations_beside_it():
    asked = []

    def download(address):
        asked.append(address)
        told = [organisation("dpo")] if "organisations" in address else PORTFOLIO
        return fetched(address, told)

    snapshot = read("https://beta.example.org/api/v2.6/startups.json", download=download)
    assert asked == [
        "https://beta.example.org/api/v2.6/startups.json",
        "https://beta.example.org/api/v2.6/organisations.json",
    ]
    assert len(snapshot.organisations) == 1
    assert "organisations" not in snapshot.silent_on


def test_organisations_that_fail_cost_only_themselves():
    def download(address):
        if "organisations" in address:
            raise FetchFailedError("fetch-status", address, temporary=True, status=503)
        return fetched(address, PORTFOLIO)

    snapshot = read("https://beta.example.org/api/v2.6/startups.json", download=download)
    assert len(snapshot.startups) == 2
    assert "organisations" in snapshot.silent_on
    assert snapshot.tally() == {"no-organisations": 1}


@pytest.mark.parametrize(
    ("error", "temporary"),
    [
        (FetchFailedError("fetch-status", "https://x.org/", temporary=True, status=500), True),
        (FetchRefusedError("fetch-private", "https://x.org/", host="x.org"), False),
    ],
)
def test_an_address_that_fails_is_said_in_the_guards_words(error, temporary):
    def download(address):
        raise error

    with pytest.raises(SourceUnreadableError) as refused:
        read("https://x.org/startups.json", download=download)
    assert refused.value.finding == error.finding
    assert refused.value.temporary is temporary
    assert str(refused.value) == str(error)


def test_private_addresses_and_other_schemes_are_refused_by_the_real_guard():
    for address in ("http://127.0.0.1:1/startups.json", "file:///etc/passwd"):
        with pytest.raises(SourceUnreadableError) as refused:
            read(address)
        assert refused.value.finding.code in ("fetch-private", "fetch-scheme")
