from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from uuid import uuid4

import pytest
from django.utils import translation

from terreau.betagouv.actions import harvest
from terreau.betagouv.observations import observation
from terreau.betagouv.projects import Projects
from terreau.betagouv.records import EventRecord, OrganisationRecord, SponsorRecord
from terreau.betagouv.tests.factories import snapshot, startup
from terreau.entries import tallies
from terreau.entries.known import start_of
from terreau.entries.models import Entry, Link, OldSlug
from terreau.entries.sentences import sentence
from terreau.entries.tests.factories import make_administrator
from terreau.harvest.importing import Report, Told
from terreau.harvest.models import Record, Run, Source, Version
from terreau.ledger.models import Statement
from terreau.organizations.models import Organization
from terreau.projects import actions, queries
from terreau.projects.models import Event, Listing, Project, Spell

pytestmark = pytest.mark.django_db

GUE = ("gue", ("construction", "2023-06-01"))
PONT = ("pont", ("opere", "2022-01-01"))
DAY1, DAY2, DAY3 = date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1)


def project(name):
    return Record.objects.get(collection="startups", identifier=name).entry.project


def dump():
    """All that was harvested, whatever the keys: to compare two databases."""
    rows = {
        (r.entry.project.title if r.collection == "startups" else r.entry.title, r.vanished_on)
        for r in Record.objects.select_related("entry__project")
    }
    spells = Spell.objects.values_list(
        "project__title", "phase", "valid_from", "valid_to", "recorded_at", "superseded_at"
    )
    links = Link.objects.values_list(
        "source__title",
        "target__title",
        "role",
        "leads",
        "valid_from",
        "valid_to",
        "recorded_at",
        "superseded_at",
    )
    listings = Listing.objects.values_list("project__title", "recorded_at", "superseded_at")
    states = Entry.objects.values_list("kind", "title", "state")
    return [rows, *(sorted(map(str, each)) for each in (spells, links, listings, states))]


def test_a_first_harvest_makes_entries_with_their_history():
    told = startup(
        "gue",
        ("investigation", "2023-01-02"),
        ("construction", "2023-06-01"),
        sponsors=["dgx"],
        themes=["Santé"],
    )
    run = harvest(snapshot(told), DAY1)

    found = project("gue")
    assert (found.slug, found.state, found.is_public) == ("gue", "construction", True)
    assert [topic.name for topic in found.topics.all()] == ["Santé"]
    ties = Link.objects.at(DAY1).filter(source=found).order_by("role")
    assert [(tie.target.title, tie.role) for tie in ties] == [
        ("Fabrique", "incubated_by"),
        ("Direction dgx", "sponsored_by"),
    ]
    assert queries.phase(found, date(2023, 3, 1)) == "investigation"
    assert run.counts["created"] == 4
    assert Statement.objects.filter(verb="harvest.create").count() == 4
    assert tallies.drift() == {} == queries.drifted()


def test_the_same_state_again_changes_nothing():
    state = snapshot(startup(*GUE))
    harvest(state, DAY1)
    before, statements = dump(), Statement.objects.count()
    harvest(state, DAY1)
    Run.objects.update(completed_at=None)
    harvest(state, DAY1)
    harvest(state, DAY2)

    assert dump() == before
    assert Statement.objects.count() == statements
    assert [(v.first, v.last) for v in Version.objects.filter(record__collection="startups")] == [
        (DAY1, DAY2)
    ]


def test_a_later_state_is_known_from_its_day_on():
    harvest(snapshot(startup(*GUE)), DAY1)
    harvest(
        snapshot(
            startup(
                "gue",
                ("construction", "2023-05-01"),
                ("acceleration", "2024-06-01"),
                incubator="atelier",
            )
        ),
        DAY2,
    )

    found = project("gue")
    assert queries.phase(found, date(2023, 5, 15), DAY1) == ""
    assert queries.phase(found, date(2023, 5, 15), DAY2) == "construction"
    assert queries.phase(found, date(2024, 7, 1), DAY1) == "construction"
    assert queries.phase(found, date(2024, 7, 1)) == "acceleration"
    hosts = Link.objects.filter(role="incubated_by", source=found)
    assert [link.target.title for link in hosts.at(date(2024, 7, 1))] == ["Fabrique"]
    assert [link.target.title for link in hosts.at(DAY2)] == ["Atelier"]
    assert [link.target.title for link in hosts.at(DAY2, DAY1)] == ["Fabrique"]


def test_what_vanishes_is_marked_and_no_longer_counted():
    harvest(
        snapshot(startup(*GUE), startup(*PONT)),
        DAY1,
    )
    harvest(snapshot(startup(*GUE)), DAY2)

    pont = Record.objects.get(identifier="pont")
    assert (pont.vanished_on, pont.entry.state) == (DAY2, "unlisted")
    assert queries.count_by_phase(DAY2) == {"construction": 1, "": 0}
    assert queries.count_by_phase(DAY2, DAY1) == {"construction": 1, "operated": 1, "": 0}
    assert queries.drifted() == {}


def test_a_state_that_is_not_whole_makes_nothing_vanish():
    harvest(snapshot(startup("gue"), startup("pont")), DAY1)
    harvest(snapshot(startup("gue"), complete=False), DAY2)
    harvest(snapshot(startup("gue"), unreadable=frozenset({"pont"})), DAY3)
    assert Record.objects.exclude(vanished_on=None).count() == 0


def test_a_renamed_product_keeps_its_entry_and_its_old_address():
    harvest(snapshot(startup(*GUE)), DAY1)
    before = project("gue").pk
    harvest(snapshot(startup("pont", ("construction", "2023-06-01"), former=["gue"])), DAY2)

    assert project("pont").pk == before
    assert Project.objects.get().slug == "pont"
    assert OldSlug.objects.filter(slug="gue", entry=before).exists()


def test_an_undated_last_phase_counts_from_the_day_it_was_first_seen():
    told = startup("gue", ("investigation", "2019-01-15"), ("construction", None))
    harvest(snapshot(told), DAY1)
    harvest(snapshot(told), DAY2)
    spell = Spell.objects.get(phase="construction")
    assert (spell.valid_from, spell.undated) == (DAY1, True)
    assert queries.phase(project("gue"), DAY1) == "construction"


def test_an_unknown_word_is_kept():
    harvest(snapshot(startup(*GUE, ("essaimage", "2023-07-01"))), DAY1)
    spell = Spell.objects.get(phase="unknown")
    assert spell.word == "essaimage"


def test_a_dry_run_reports_and_writes_nothing():
    run = harvest(snapshot(startup("gue")), DAY1, dry_run=True)
    assert run.counts["created"] == 4
    assert Entry.objects.count() == Run.objects.count() == Statement.objects.count() == 0


def test_what_people_changed_is_theirs():
    harvest(snapshot(startup(*GUE)), DAY1)
    found = project("gue")
    actions.enter_phase(make_administrator(), found, phase="acceleration", on=date(2023, 12, 1))
    run = harvest(snapshot(startup("gue", ("investigation", "2023-06-01"), title="Autre")), DAY2)

    found.refresh_from_db()
    assert (found.title, found.state) == ("Gue", "acceleration")
    assert [f["code"] for f in run.findings] == ["kept_as_edited_here"]
    assert Spell.objects.known().count() == 2


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_harvests_does_not_matter(order):
    states = [
        snapshot(startup(*GUE), startup(*PONT)),
        snapshot(
            startup("gue", ("construction", "2023-05-01"), ("alumni", None), incubator="atelier")
        ),
        snapshot(
            startup(*GUE, sponsors=["dgx"]),
            startup("pont", ("transfere", "2025-06-01"), incubator="atelier"),
        ),
    ]
    days = [DAY1, DAY2, DAY3]
    for place in range(3):
        harvest(states[place], days[place])
    expected = dump()
    Record.objects.all().delete()
    Run.objects.all().delete()
    for model in (Link, Project, Organization, Entry):
        model._base_manager.all().delete()

    for place in order:
        harvest(states[place], days[place])

    assert dump() == expected
    assert tallies.drift() == {} == queries.drifted()


def test_a_body_that_was_only_named_is_the_same_when_it_gets_a_file():
    named = SponsorRecord("owner", name="Direction des essais")
    first = snapshot(startup(*GUE, owner="x"), bodies=())
    first = replace(first, startups=(replace(first.startups[0], sponsors=(named,)),))
    harvest(first, DAY1)
    second = snapshot(startup(*GUE, sponsors=["essais"]), bodies=())
    body = OrganisationRecord("essais", "Direction des Essais", "DE", "administration-centrale")
    harvest(replace(second, organisations=(body,), digest="2"), DAY2)

    tie = Link.objects.known().get(role="sponsored_by")
    assert (tie.target.title, tie.valid_from, tie.valid_to) == ("Direction des Essais", None, None)
    assert Organization.objects.filter(state="state_service").count() == 1


def test_a_phase_that_moved_is_said_in_a_sentence():
    harvest(snapshot(startup(*GUE)), DAY1)
    told = startup(*GUE, ("acceleration", "2024-06-01"))
    harvest(snapshot(told), DAY2)

    statement = Statement.objects.exclude(verb="harvest.read").order_by("-id").first()
    with translation.override("en"):
        words = sentence(statement, project("gue"))
    assert words == (
        '<a href="/en/projects/gue/">Gue</a> went from construction to acceleration '
        "in beta.gouv.fr, as of 1 January 2025."
    )


def many(number):
    return [startup(f"projet-{n}", ("construction", "2023-06-01")) for n in range(number)]


def test_a_state_that_lacks_too_much_makes_nothing_vanish_unless_allowed():
    harvest(snapshot(*many(40)), DAY1)
    run = harvest(snapshot(*many(15)), DAY2)

    assert [f["code"] for f in run.findings] == ["too-many-missing"]
    assert run.findings[0]["params"]["missing"] == 25
    assert queries.count_by_phase(DAY2)["construction"] == 40
    harvest(snapshot(*many(15)), DAY2, allow_loss=True)
    assert queries.count_by_phase(DAY2)["construction"] == 15


def test_a_state_of_before_may_lack_what_came_later():
    harvest(snapshot(*many(40)), DAY2)
    run = harvest(snapshot(*many(3)), DAY1)
    assert run.findings == []
    assert queries.count_by_phase(DAY2)["construction"] == 40


@pytest.mark.parametrize("name", ["x" * 201, "a\x00b", "a\ud800b", ""])
def test_a_name_that_no_database_holds_is_left_out(name):
    run = harvest(snapshot(startup(name), startup(*GUE)), DAY1)
    assert [f["code"] for f in run.findings] == ["unfit-identifier"]
    assert Project.objects.get().title == "Gue"


def test_a_source_leaves_alone_what_another_says_of_its_projects():
    """Each brings its own events; phases, description and presence come from the first."""
    harvest(snapshot(startup(*GUE)), DAY1)
    found = project("gue")
    other = Source.objects.create(
        slug="autre", uid=uuid4(), name="Autre", url="https://example.org"
    )
    Record.objects.create(source=other, collection="startups", identifier="gue-bis", entry=found)
    told = Event.objects.create(project=found, name="other", recorded_by=other.uid)
    aside = Listing.objects.create(
        project=found, superseded_at=start_of(DAY1), recorded_by=other.uid,
        recorded_at=start_of(DAY1 - timedelta(days=1)),
    )  # fmt: skip
    harvest(snapshot(startup(*GUE, events=(EventRecord("end", "end", DAY1, "", 0),))), DAY2)
    assert {told, *found.events.filter(name="end")} == set(found.events.all())
    assert Listing.objects.filter(pk=aside.pk).exists()

    end = EventRecord("end", "end", DAY2, "", 0)
    facts = observation("startups", startup("gue-bis", title="Autre", events=(end,))).facts
    item = Told(Record.objects.get(identifier="gue-bis"), [(DAY2, facts)])
    assert Projects(other).apply([item], Report()) == {id(item): ["events"]}
    found.refresh_from_db()
    assert (found.title, found.state) == ("Gue", "construction")
    assert sorted(event.happened_on for event in found.events.all()) == [DAY1, DAY2]
    assert Listing.objects.known().get().recorded_by != other.uid


def test_a_source_does_not_unlist_what_became_ours(client):
    harvest(snapshot(startup(*GUE), startup(*PONT)), DAY1)
    found = project("gue")
    actions.edit(make_administrator(), found, title="Le gué")
    run = harvest(snapshot(startup(*PONT)), DAY2)

    assert [finding["code"] for finding in run.findings] == ["lost-and-kept-here"]
    assert queries.count_by_phase(DAY2) == {"construction": 1, "operated": 1, "": 0}
    assert Record.objects.get(entry=found).vanished_on == DAY2
    assert "1 January 2025" in client.get("/en/projects/gue/").content.decode()
    assert queries.drifted() == {}


def test_who_enters_a_phase_lists_again_what_its_source_lost():
    harvest(snapshot(startup(*GUE), startup(*PONT)), DAY1)
    harvest(snapshot(startup(*PONT)), DAY2)
    found = project("gue")
    actions.enter_phase(make_administrator(), found, phase="acceleration", on=DAY3)

    assert queries.phase(found, DAY3) == found.state == "acceleration"
    assert queries.drifted() == {} == tallies.drift()
    harvest(snapshot(startup(*PONT)), DAY3)
    assert queries.drifted() == {}
