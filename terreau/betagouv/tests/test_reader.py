"""Files of every year as records, and what the reader says of those that are not as they should
be. The fixtures are invented."""

import io
import tarfile
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terreau.betagouv.fields import Facts
from terreau.betagouv.reader import read
from terreau.betagouv.records import (
    EventRecord,
    FundingRecord,
    Links,
    PhaseRecord,
    SponsorRecord,
    facts,
)
from terreau.betagouv.spells import known_spells
from terreau.betagouv.startups import READ, startup_of
from terreau.harvest.documents import SourceUnreadableError
from terreau.harvest.records import tally

STATUS_ERA = """---
title: Sentier
mission: Tracer les chemins communaux
owner: Ministère des Chemins
incubator: atelier
status: accélération
start: 2017-05-01
end:
link: https://sentier.example.org
repository:
stats: false
contact: equipe@example.org
---

## Le problème
Les chemins se perdent.
"""

PHASES_ERA = """---
title: Passerelle
mission: "Relier : tout simplement"
owner: Département du Bois / Région des Eaux
sponsors:
  - name: Direction des ponts
    acronym: DPO
    domaine_ministeriel: environnement
    type: administration-centrale
  - acronym: SEUL
incubator: atelier
events:
  - name: commitee
    date: 2020-01-02
  - name: fast
    date: 2020-03-04
    comment: Merci
phases:
  - name: construction
    start: 2019-03-01
    end: 2019-12-31
    comment: Deux équipes
  - name: investigation
    start: 2019-03-01
  - name: alumni
---
"""

NOW = """---
title:  Grand   Pont
mission: Traverser
incubator: atelier
incubators: [fabrique, atelier]
sponsors: [/organisations/dpo, /organisations/mer]
phases:
  - name: investigation
    start: 2024-01-15
    end: 2024-06-30
  - name: abandon-investigation
    start: 2024-07-01
fast: {promotion: 14, montant: 300000}
link: ' https://pont.example.org/ '
repository: "https://code.example.org/pont; "
stats: false
stats_url: https://pont.example.org/stats
budget_url: bientôt
accessibility_status: Non Conforme
usertypes: [Etat, ETAT, bateliers]
thematiques: [Eau, Ponts]
techno: [python]
redirect_from: [/startups/pont.html, /startup/vieux.pont/, /startups/grand.pont]
rgpd:
  responsable: Une Personne
analyse_risques: true
novelty: 1
---
"""


def startup(text, name="x"):
    """The record of a file's text, and the findings on it, through the real door."""
    snapshot = read_folder_text({f"content/_startups/{name}.md": text})
    return snapshot.startups[0], snapshot.findings


def packed(texts):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for path, text in texts.items():
            data = text if isinstance(text, bytes) else text.encode()
            info = tarfile.TarInfo(path)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


@pytest.fixture(autouse=True)
def _archives(tmp_path_factory):
    global _folder
    _folder = tmp_path_factory.mktemp("archives")


def read_folder_text(texts, **options):
    path = _folder / "portfolio.tar.gz"
    path.write_bytes(packed(texts))
    return read(path, **options)


def test_the_years_of_one_status():
    record, findings = startup(STATUS_ERA, "sentier")
    assert record.external_id == "sentier"
    assert record.era == "status"
    assert record.born_on == date(2017, 5, 1)
    assert record.phases == (PhaseRecord("accélération", "acceleration"),)
    assert record.sponsors == (SponsorRecord("owner", name="Ministère des Chemins"),)
    assert record.links == Links(site="https://sentier.example.org")
    assert record.publishes_stats is False
    assert [(each.code, each.line) for each in findings] == [("word-variant", 6)]
    assert "equipe@" not in str(facts(record))


def test_the_years_of_phases_and_described_sponsors():
    record, findings = startup(PHASES_ERA)
    assert record.mission == "Relier : tout simplement"
    assert record.sponsors == (
        SponsorRecord(
            "inline", "", "Direction des ponts", "DPO", "administration-centrale", "environnement"
        ),
        SponsorRecord("inline", name="SEUL", acronym="SEUL"),
    )
    assert record.owner == "Département du Bois / Région des Eaux"
    assert record.phases == (
        PhaseRecord(
            "construction", "construction", date(2019, 3, 1), date(2019, 12, 31), "Deux équipes", 0
        ),
        PhaseRecord("investigation", "investigation", date(2019, 3, 1), index=1),
        PhaseRecord("alumni", "ended", index=2),
    )
    assert record.born_on == date(2019, 3, 1)
    assert record.events == (
        EventRecord("commitee", "committee", date(2020, 1, 2), "", 0),
        EventRecord("fast", "funding", date(2020, 3, 4), "Merci", 1, commented=True),
    )
    assert [(each.code, each.line) for each in findings] == [
        ("word-variant", 13),
        ("phases-out-of-order", 23),
        ("phases-on-one-day", 23),
        ("phases-overlap", 19),
        ("last-phase-undated", 25),
    ]


def test_the_years_of_references():
    record, findings = startup(NOW, "grand.pont")
    assert record.title == "Grand Pont"
    assert record.incubators == ("atelier", "fabrique")
    assert [each.external_id for each in record.sponsors] == ["dpo", "mer"]
    assert [each.phase for each in record.phases] == ["investigation", "stopped_in_investigation"]
    assert record.funding == FundingRecord(14, 300000)
    assert record.links == Links(
        site="https://pont.example.org/",
        repository="https://code.example.org/pont",
        stats="https://pont.example.org/stats",
    )
    assert record.accessibility == "non conforme"
    assert record.usertypes == ("etat", "bateliers")
    assert record.themes == ("Eau", "Ponts")
    assert record.redirect_from == ("pont", "vieux.pont")
    assert tally(findings) == {
        "address-cleaned": 2,
        "bad-address": 1,
        "stats-denied-but-linked": 1,
        "unknown-usertype": 1,
        "unknown-field": 1,
        "word-variant": 1,
    }
    assert "Une Personne" not in str(facts(record))


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("title: [a, b]", "wrong-type"),
        ("title:", "no-title"),
        ("phases: construction", "not-a-list"),
        ("phases: [[x]]", "wrong-type"),
        ("phases: [{start: 2024-01-01}]", "phase-without-name"),
        ("phases: [{name: pivot, start: 2024-01-01}]", "unknown-phase"),
        ("phases: [{name: construction, start: 2024-02-30}]", "bad-date"),
        ("phases: [{name: construction, start: 20240230}]", "bad-date"),
        ("phases: [{name: construction, start: 2124-02-03}]", "implausible-date"),
        ("phases: [{name: construction, start: 3/2/2024}]", "date-order"),
        ("phases: [{name: construction, start: 2024-01-02, end: 2024-01-01}]", "end-before-start"),
        ("phases: []", "no-phase"),
        ("status: construction", "status-beside-phases"),
        ("incubator: [a]", "wrong-type"),
        ("incubator: ''", "no-incubator"),
        ("incubators: [autre]", "incubator-not-listed"),
        ("sponsors: {name: x}", "not-a-list"),
        ("sponsors: [{type: x}]", "sponsor-without-name"),
        ("sponsors: [[]]", "wrong-type"),
        ("events: [{name: committee}]", "event-incomplete"),
        ("events: [{name: fête, date: 2024-01-01}]", "unknown-event"),
        ("events: [x]", "wrong-type"),
        ("fast: 14", "wrong-type"),
        ("fast: {promotion: 14, montant: beaucoup}", "bad-number"),
        ("fast: {promotion: -1}", "bad-number"),
        ("link: 12", "bad-address"),
        ("link: javascript:alert(1)", "bad-address"),
        ("link: https://user:pw@example.org", "bad-address"),
        ("stats: peut-être", "wrong-type"),
        ("accessibility_status: parfait", "unknown-accessibility"),
        ("mission: 'x" + "y" * 300_000 + "'", "front-matter-too-long"),
        ("title: '" + "y" * 400 + "'", "too-long"),
        ("thematiques: [" + "x," * 600 + "]", "too-many-items"),
    ],
)
def test_what_is_not_as_it_should_be_is_said_with_its_line(field, code):
    base = {
        "title": "title: Sentier",
        "incubator": "incubator: atelier",
        "phases": "phases: [{name: construction, start: 2024-01-01}]",
    }
    base[field.partition(":")[0]] = field
    text = "---\n" + "\n".join(base.values()) + "\n---\n"
    snapshot = read_folder_text({"_startups/sentier.md": text})
    found = {each.code: each for each in snapshot.findings}
    assert code in found
    assert found[code].path == "_startups/sentier.md"
    assert found[code].line
    assert len(snapshot.startups) + len(snapshot.unreadable) == 1


def test_dates_and_amounts_that_can_be_meant_are_read():
    text = """---
title: Sentier
incubator: atelier
phases:
  - {name: Investigation, start: 2024-01-15T00:00:00.000Z}
  - {name: "opéré", start: "15/02/2024"}
fast: {promotion: "14", montant: "150 000 €"}
---
"""
    record, _ = startup(text)
    assert [each.start for each in record.phases] == [date(2024, 1, 15), date(2024, 2, 15)]
    assert [each.phase for each in record.phases] == ["investigation", "operated"]
    assert record.funding == FundingRecord(14, 150_000)


def test_incubators_organisations_and_words_for_phases():
    snapshot = read_folder_text(
        {
            "content/_incubators/Atelier-MI.md": "---\ntitle: L'Atelier\n"
            "owner: /organisations/dpo\n"
            "website: ''\ngithub: https://code.example.org/atelier\nhidden: true\ncontact: a@b.fr\n"
            'short_description: Un <span class="x">lieu</span> &quot;ouvert&quot;\n'
            "redirect_from: [/incubateurs/vieux]\n---\nTexte",
            "content/_organisations/dpo": "---\nname: Direction des ponts\nacronym: DPO\n"
            "domaine_ministeriel: environnement\ntype: administration-centrale\n---\n",
            "content/_phases/opere.md": "---\nstatus: opere\nlabel: Opéré\norder: 4\n---\n",
            "content/_authors/personne.md": "---\nfullname: Une Personne\n---\n",
            "content/_startups/photo.png": b"\x89PNG",
            "content/_startups/sentier.md": STATUS_ERA,
        }
    )
    (incubator,) = snapshot.incubators
    assert (incubator.external_id, incubator.title, incubator.owner) == (
        "Atelier-MI",
        "L'Atelier",
        "dpo",
    )
    assert incubator.summary == 'Un lieu "ouvert"'
    assert incubator.hidden
    assert incubator.redirect_from == ("vieux",)
    (organisation,) = snapshot.organisations
    assert (organisation.name, organisation.acronym) == ("Direction des ponts", "DPO")
    assert [(each.word, each.label, each.order) for each in snapshot.phases] == [
        ("opere", "Opéré", 4)
    ]
    assert snapshot.tally() == {
        "no-extension": 1,
        "not-a-record": 1,
        "word-variant": 1,
        "unknown-incubator": 1,
    }
    assert snapshot.read == 5
    assert "Personne" not in str(snapshot)


def test_one_bad_file_costs_only_itself_and_has_not_vanished():
    snapshot = read_folder_text(
        {
            "_startups/a.md": STATUS_ERA,
            "_startups/b.md": "---\ntitle: a: b\n---\n",
            "_startups/c.md": "<!DOCTYPE html><html></html>",
            "_incubators/d.md": "---\ntitle: [\n---\n",
            "_startups/e.md": PHASES_ERA.encode("latin-1"),
        }
    )
    assert [each.external_id for each in snapshot.startups] == ["a", "e"]
    assert snapshot.unreadable == {"b", "c"}
    assert "incubators" in snapshot.silent_on
    assert [(each.code, each.path, each.line) for each in snapshot.findings][1:4] == [
        ("bad-yaml", "_startups/b.md", 2),
        ("web-page", "_startups/c.md", 1),
        ("bad-yaml", "_incubators/d.md", 3),
    ]
    assert snapshot.complete


def test_files_refused_for_their_size_have_not_vanished():
    snapshot = read_folder_text(
        {"_startups/a.md": STATUS_ERA, "_startups/big.md": b"x" * (5 * 1024 * 1024)}
    )
    assert snapshot.unreadable == {"big"}
    assert snapshot.tally()["file-too-large"] == 1


def test_a_truncated_archive_gives_what_stands_before_the_cut():
    texts = {f"_startups/{n:03}.md": STATUS_ERA + f"\n{n}" * 500 for n in range(200)}
    data = packed(texts)
    path = _folder / "cut.tar.gz"
    path.write_bytes(data[: len(data) // 2])
    snapshot = read(path)
    assert 0 < len(snapshot.startups) < 200
    assert not snapshot.complete
    assert snapshot.tally()["archive-cut-short"] == 1


def test_the_same_product_twice_counts_once():
    snapshot = read_folder_text({"a/_startups/x.md": STATUS_ERA, "b/_startups/x.md": NOW})
    assert [each.title for each in snapshot.startups] == ["Sentier"]
    found = [each for each in snapshot.findings if each.code == "duplicate-id"]
    assert [(each.path, dict(each.params)["first"]) for each in found] == [
        ("b/_startups/x.md", "a/_startups/x.md")
    ]


def test_what_shows_only_between_products():
    other = NOW.replace("Grand   Pont", "Sentier").replace("startups/pont.html", "startups/x")
    snapshot = read_folder_text(
        {
            "_startups/x.md": STATUS_ERA,
            "_startups/X.md": other,
            "_startups/y.md": other,
            "_incubators/atelier.md": "---\ntitle: A\n---\n",
            "_organisations/dpo.md": "---\nname: D\n---\n",
        },
        snapshot_date=date(2024, 5, 1),
    )
    codes = snapshot.tally()
    assert codes["id-case-clash"] == 1
    assert codes["title-borne-twice"] == 2
    assert codes["redirect-from-living"] == 2
    assert codes["redirect-claimed-twice"] == 2
    assert codes["unknown-incubator"] == 2
    assert codes["unknown-organisation"] == 2
    assert codes["phase-in-future"] == 2


def test_a_source_without_any_record_is_refused():
    with pytest.raises(SourceUnreadableError) as refused:
        read_folder_text({"readme.md": "# Hello", "content/_authors/personne.md": "---\n---\n"})
    assert refused.value.finding.code == "no-record"
    assert "_startups" in str(refused.value)


def test_the_digest_follows_the_documents():
    texts = {"_startups/a.md": STATUS_ERA, "_startups/b.md": NOW}
    first = read_folder_text(texts)
    assert read_folder_text(dict(reversed(texts.items()))).digest == first.digest
    assert read_folder_text(texts | {"_startups/b.md": PHASES_ERA}).digest != first.digest
    again = read_folder_text({"_startups/a.md": STATUS_ERA.replace("start:", "start:  ")})
    assert again.digest != first.digest
    assert again.startups[0].digest == first.startups[0].digest


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**4000)
    | st.floats(allow_nan=True)
    | st.dates()
    | st.text(max_size=12)
    | st.sampled_from(["construction", "2024-01-01", "31/12/2023", "/organisations/x", "\x00", "é"])
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["name", "start", "end", "comment", "date", "montant", "promotion", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(READ)), ANYTHING, max_size=8))
def test_no_value_anywhere_makes_the_reader_raise(fields):
    findings = []
    record = startup_of("x", Facts(fields, "x.md", findings, 1))
    assert isinstance(record.title, str)
    assert len(record.digest) == 64
    assert [phase.index for phase in record.phases] == list(range(len(record.phases)))
    known_spells(record.phases, date(2026, 8, 20))
    assert all(each.path == "x.md" for each in findings)
    for finding in findings:
        finding.as_dict()


@pytest.mark.parametrize("field", sorted(READ))
def test_numbers_too_long_for_python_to_write_are_survived(field):
    findings, long = [], 10**5000
    for value in (long, [long], {"name": long}, [{"name": long, "start": long, "date": long}]):
        startup_of("x", Facts({field: value}, "x.md", findings))
    assert all(isinstance(each.as_dict(), dict) for each in findings)


LINES = st.sampled_from(NOW.splitlines() + PHASES_ERA.splitlines() + STATUS_ERA.splitlines())


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(LINES, max_size=25),
    st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=3)), max_size=6),
)
def test_no_damage_to_a_real_looking_file_makes_the_reader_raise(lines, damages):
    data = ("---\n" + "\n".join(lines) + "\n---\n").encode()
    for place, damage in damages:
        data = data[:place] + damage + data[place + 1 :]
    snapshot = read_folder_text({"_startups/x.md": data, "_startups/y.md": STATUS_ERA})
    assert "y" in {each.external_id for each in snapshot.startups}
    assert len(snapshot.startups) + len(snapshot.unreadable) == 2


def test_a_folder_reads_as_its_archive(tmp_path):
    texts = {"content/_startups/a.md": STATUS_ERA, "content/_startups/b.md": NOW}
    for path, text in texts.items():
        place = tmp_path / "portfolio" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    assert read(tmp_path / "portfolio") == read_folder_text(texts)


def test_a_packed_archive_of_an_archive_service_is_read_below_its_first_folder():
    snapshot = read_folder_text({"beta-main/content/_startups/a.md": STATUS_ERA})
    assert snapshot.startups[0].external_id == "a"
