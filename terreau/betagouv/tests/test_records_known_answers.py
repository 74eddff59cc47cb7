"""Published figures and hand counts, straight from records, without a database.

Each is asked of the real snapshots when they are there, and of the facts in the package always.
"""

from collections import Counter
from datetime import date

import pytest

from terreau.betagouv.spells import known_spells, spell_on
from terreau.betagouv.tests.snapshots import DAYS, doors, real, real_ones, snapshot_of
from terreau.betagouv.vocabulary import IN_INCUBATION, LIVE
from terreau.survival.kaplan_meier import kaplan_meier

ACCOMPANIED = IN_INCUBATION - {"investigation"}
SUSTAINED = {"operated", "transferred", "sustained"}
STOPS = {"stopped", "stopped_in_investigation"}


def by_file_order(snapshot):
    """How many products have each phase as the last one of their file."""
    return Counter(each.phases[-1].phase for each in snapshot.startups)


def phases_on(snapshot, day):
    """How many products are in each phase on a day; None: in none yet."""
    day = date.fromisoformat(day)
    spells = (spell_on(known_spells(each.phases, day), day) for each in snapshot.startups)
    return Counter(spell.phase if spell else None for spell in spells)


def total(counted, phases):
    return sum(counted[phase] for phase in phases)


@doors
def test_2019_active(door):
    snapshot = snapshot_of(door, "2019-02-19")
    words = Counter(each.phases[-1].word for each in snapshot.startups)
    assert total(words, ACCOMPANIED) == 65
    assert total(phases_on(snapshot, "2019-02-19"), ACCOMPANIED) == 66
    variants = [each for each in snapshot.findings if each.code == "word-variant"]
    assert [dict(each.params) for each in variants] == [
        {"word": "accélération", "meaning": "acceleration"}
    ]
    assert snapshot.tally()["unknown-phase"] == 0


@doors
def test_2020_incubators(door):
    snapshot = snapshot_of(door, "2020-11-27")
    known = {each.external_id for each in snapshot.incubators}
    assert len(known) == 11
    day = date(2020, 11, 27)
    live = {
        each.incubators[0]
        for each in snapshot.startups
        if spell_on(known_spells(each.phases, day), day).phase in LIVE
    }
    assert len(live & known) == 8
    dead = [each for each in snapshot.findings if each.code == "unknown-incubator"]
    assert {dict(each.params)["incubator"] for each in dead} == {"preincubation"}
    assert phases_on(snapshot, "2020-11-27")["construction"] == 46


@doors
def test_2024_january(door):
    """The published sums follow the order of the file; by date five products stand elsewhere."""
    snapshot = snapshot_of(door, "2024-01-09")
    last = by_file_order(snapshot)
    assert total(last, ACCOMPANIED | SUSTAINED) == 213
    assert last["investigation"] == 36
    now = phases_on(snapshot, "2024-01-09")
    assert total(now, ACCOMPANIED | SUSTAINED) == 214
    assert now["investigation"] == 37


@doors
def test_2024_january_last_of_the_file_that_has_begun(door):
    """By date in the order of the file, plans left out, gives the published sums again."""
    day = date(2024, 1, 9)
    begun = Counter(
        [phase for phase in each.phases if not phase.start or phase.start <= day][-1].phase
        for each in snapshot_of(door, "2024-01-09").startups
    )
    assert total(begun, ACCOMPANIED | SUSTAINED) == 213
    assert begun["investigation"] == 36


@doors
def test_2024_december(door):
    snapshot = snapshot_of(door, "2024-12-31")
    assert total(by_file_order(snapshot), ACCOMPANIED | SUSTAINED) == 248
    now = phases_on(snapshot, "2024-12-31")
    assert total(now, ACCOMPANIED | SUSTAINED) == 243
    assert now[None] == 4


@doors
def test_2026_january(door):
    snapshot = snapshot_of(door, "2026-01-16")
    last = by_file_order(snapshot)
    assert last["investigation"] == 24
    assert total(last, ACCOMPANIED) == 217
    assert total(last, SUSTAINED) == 63
    assert total(last, ACCOMPANIED | SUSTAINED) == 280
    assert total(phases_on(snapshot, "2026-01-16"), ACCOMPANIED) == 218


@doors
def test_2026_august(door):
    assert phases_on(snapshot_of(door, "2026-08-20"), "2026-08-20") == {
        "investigation": 24,
        "construction": 109,
        "acceleration": 74,
        "consolidation": 24,
        "operated": 14,
        "transferred": 90,
        "stopped": 124,
        "stopped_in_investigation": 202,
        None: 1,
    }


@doors
def test_2026_august_survival_after_construction(door):
    today = date(2026, 8, 20)
    durations, stopped = [], []
    for startup in snapshot_of(door, "2026-08-20").startups:
        begun = [each.start for each in startup.phases if each.phase == "construction"]
        if not begun or begun[0] > today:
            continue
        stops = [p.start for p in startup.phases if p.phase in STOPS and p.start <= today]
        durations.append((min(stops, default=today) - begun[0]).days)
        stopped.append(bool(stops))
    assert (len(durations), sum(stopped)) == (419, 125)
    curve = kaplan_meier(durations, stopped)
    alive = [round(100 * curve.at(months * 30.4375).survival, 1) for months in (6, 12, 24, 36)]
    assert alive == [96.4, 88.9, 80.8, 73.9]


@real_ones
@pytest.mark.shareddata
def test_the_oddities_of_2026_are_all_reported():
    snapshot = real("2026-08-20")
    codes = snapshot.tally()
    assert sum(len(each.phases) - 1 for each in snapshot.startups) == 1033
    assert codes["phase-without-end"] == 768
    assert codes["gap-between-phases"] == 73
    assert codes["phases-overlap"] == 17
    assert codes["phases-on-one-day"] == 56
    assert codes["phase-in-future"] == 4
    assert codes["no-phase-yet"] == 1
    assert codes["live-past-its-end"] == 5
    assert codes["stats-denied-but-linked"] == 16
    empty = [dict(each.params) for each in snapshot.findings if each.code == "bad-address"]
    assert empty == [{"field": "budget_url", "value": " "}]
    shared = [
        dict(f.params)["products"] for f in snapshot.findings if f.code == "shared-budget-page"
    ]
    assert max(shared) == 33
    assert codes["unknown-incubator"] == codes["unknown-organisation"] == 0
    assert len(snapshot.startups) == 662
    assert sum("." in each.external_id for each in snapshot.startups) == 101
    assert sum(len(each.incubators) > 1 for each in snapshot.startups) == 2
    assert sum(each.funding is not None for each in snapshot.startups) == 46
    assert sum(bool(each.accessibility) for each in snapshot.startups) == 265
    assert sum(bool(each.redirect_from) for each in snapshot.startups) == 51


@real_ones
@pytest.mark.shareddata
def test_the_undated_phases_of_2020_are_reported_and_counted():
    snapshot = real("2020-11-27")
    assert snapshot.tally()["last-phase-undated"] == 73
    assert snapshot.tally()["phase-undated"] == 0
    assert snapshot.tally()["duplicate-key"] == 1


@real_ones
@pytest.mark.shareddata
@pytest.mark.parametrize("day", DAYS)
def test_every_real_record_is_read_and_every_finding_has_its_place(day):
    snapshot = real(day)
    assert snapshot.complete
    assert not snapshot.unreadable
    assert not any(each.severity == "error" for each in snapshot.findings)
    assert all(each.path.startswith("content/_") for each in snapshot.findings)
    assert all(each.line for each in snapshot.findings if each.severity != "info")
    assert all(each.phases and each.incubators and each.sponsors for each in snapshot.startups
               if day == "2019-02-19")  # fmt: skip


@real_ones
@pytest.mark.shareddata
def test_no_contact_and_no_register_of_persons_is_kept():
    told = " ".join(
        str(each)
        for startup in real("2026-08-20").startups
        for each in (startup.sponsors, startup.links, startup.events, startup.owner)
    )
    assert "equipe@" not in told
    assert "intervenant" not in told
