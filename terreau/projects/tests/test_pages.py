from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.urls import reverse

from terreau.entries import tallies
from terreau.entries.models import Entry, Link
from terreau.entries.tests.factories import make_administrator, make_topic, make_user
from terreau.ledger.actions import append
from terreau.organizations.tests.factories import make_incubator, make_organization
from terreau.projects import actions
from terreau.projects.forms import NewProjectForm, PhaseForm
from terreau.projects.models import Event, Listing, Project, Spell, Step
from terreau.projects.phases import NOT_YET, Phase
from terreau.projects.tests.factories import make_project
from terreau.search.actions import index_many
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db
PHASES = [Phase.INVESTIGATION, Phase.CONSTRUCTION, Phase.ACCELERATION]


def rich(count, **given):
    """A project with as many spells, hosts, sponsors, themes, events and links."""
    phases = [(phase, date(2020 + n, 1, 1)) for n, phase in enumerate(PHASES[:count])]
    hosts = [make_incubator() for _ in range(count)]
    project = make_project(
        phases=phases, hosts=hosts, topics=[make_topic() for _ in range(count)], **given
    )
    for number in range(count):
        sponsor, other = make_organization(), make_project()
        Link.objects.create(source=project, target=sponsor, role="sponsored_by")
        Link.objects.create(source=project, target=other, role="built_on")
        Link.objects.create(source=other, target=project, role="grew_from")
        Event.objects.create(
            project=project, name="funding", amount=1000, happened_on=date(2021, 1, number + 1)
        )
        append(actor=None, verb="projects.create", subject=project.uid, payload={})
    return project


def text_of(client, address, **given):
    page = client.get(address, given)
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_ten_queries(client, django_assert_num_queries, count):
    project = rich(count)

    with django_assert_num_queries(10):  # one of them asks whether anybody commented
        client.get(project.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_page_as_known_then_costs_one_more(client, django_assert_num_queries, count):
    project = rich(count)
    Spell.objects.update(recorded_at=datetime(2024, 1, 1, tzinfo=UTC))
    Listing.objects.update(recorded_at=datetime(2024, 1, 1, tzinfo=UTC))

    with django_assert_num_queries(11):
        client.get(project.get_absolute_url(), {"known_at": "2024-06-01"})


def test_page_of_what_has_no_phase(client):
    page = client.get(f"/en{make_project().get_absolute_url()}")

    assert "No phase yet" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_history_costs_two_queries(client, django_assert_num_queries, count):
    project = rich(count)

    with django_assert_num_queries(2):
        client.get(reverse("project:history", args=[project.slug]))


def test_page_says_plainly_what_is_missing(client):
    project = make_project(website="https://eau.example.org/")

    page = client.get(f"/en{project.get_absolute_url()}")

    assert [item["present"] for item in page.context["presences"]] == [True] + 5 * [False]
    text = page.content.decode()
    assert "No problem statement was published yet." in text
    assert "missing" in text and "eau.example.org" in text


def test_prose_is_sanitised_and_below_the_headings_of_the_page(client):
    project = make_project(problem="# Attendre\n\n<script>alert(1)</script>", language="en")

    text = text_of(client, f"/en{project.get_absolute_url()}")

    assert "<h3>Attendre</h3>" in text and "alert(1)" not in text


def test_prose_of_another_language_says_so(client):
    project = make_project(problem="Attendre longtemps.", language="fr")

    assert '<div class="prose" lang="fr">' in text_of(client, f"/en{project.get_absolute_url()}")
    assert '<div class="prose">' in text_of(client, project.get_absolute_url())


def known(project, phase, begun, recorded, superseded=None):
    return Spell.objects.create(
        project=project,
        phase=phase,
        valid_from=begun,
        sequence=Spell.objects.filter(project=project).count(),
        recorded_at=datetime(*recorded, tzinfo=UTC),
        superseded_at=superseded and datetime(*superseded, tzinfo=UTC),
    )


@pytest.fixture
def corrected():
    """Known in construction since 2020 until June 2022, since then in investigation since 2021."""
    project = make_project()
    Project.objects.filter(pk=project.pk).update(state=Phase.INVESTIGATION)
    Listing.objects.filter(project=project).update(recorded_at=datetime(2020, 1, 1, tzinfo=UTC))
    known(project, Phase.CONSTRUCTION, date(2020, 2, 1), (2020, 2, 2), (2022, 6, 1))
    known(project, Phase.INVESTIGATION, date(2021, 1, 1), (2022, 6, 1))
    return project


def test_page_as_it_was_known(client, corrected):
    now = client.get(corrected.get_absolute_url())
    then = client.get(corrected.get_absolute_url(), {"known_at": "2022-05-31"})

    assert (now.context["phase"], then.context["phase"]) == ("investigation", "construction")
    assert "As it was known on" in text_of(
        client, f"/en{corrected.get_absolute_url()}", known_at="2022-05-31"
    )
    assert now.context["known_dates"] == [date(2022, 6, 1), date(2020, 2, 2)]


def test_page_before_anything_was_known(client, corrected):
    page = client.get(f"/en{corrected.get_absolute_url()}", {"known_at": "2019-12-31"})

    assert page.context["phase"] == "unlisted"
    assert "did not know of the project on that day" in page.content.decode()
    assert [each["label"] for each in page.context["badges"]] == ["Not known yet"]


def test_the_age_of_a_project_that_left_ends_with_it(client):
    phases = [(Phase.CONSTRUCTION, date(2018, 4, 1)), (Phase.STOPPED, date(2021, 11, 1))]
    stopped = client.get(f"/en{make_project(phases=phases).get_absolute_url()}")
    operated = [(Phase.CONSTRUCTION, date(2018, 4, 1)), (Phase.OPERATED, date(2021, 11, 1))]
    going_on = client.get(f"/en{make_project(phases=operated).get_absolute_url()}")

    ages = [page.context["figures"][1] for page in (stopped, going_on)]
    assert (ages[0]["value"], ages[0]["label"]) == (3.6, "from its first phase to its end here")
    assert ages[1]["value"] > 8
    assert ages[1]["label"] == "since it began"


@pytest.mark.parametrize(
    ("phase", "offered"),
    [
        (Phase.INVESTIGATION, Phase.CONSTRUCTION),
        (Phase.ACCELERATION, Phase.CONSOLIDATION),
        (Phase.CONSOLIDATION, None),
        (Phase.STOPPED, None),
        (Phase.PAUSED, None),
        (NOT_YET, Phase.INVESTIGATION),
    ],
)
def test_the_phase_that_usually_follows_is_offered_first(phase, offered):
    assert PhaseForm(present=phase).fields["phase"].initial == offered


@pytest.mark.parametrize(
    "word", ["yesterday", "2022-13-01", "2022-05-31'", "20220531", "0001-01-01"]
)
def test_a_day_that_is_none_is_told_beside_what_is_known_today(client, corrected, word):
    page = client.get(f"/en{corrected.get_absolute_url()}", {"known_at": word})
    text = unescape(page.content.decode())
    assert page.status_code == 400 and page.context["phase"] == "investigation"
    assert word in text and "This is what is known today." in text


def test_late_undated_and_overtaken_spells_say_so(client, corrected):
    late = Spell.objects.known().get(project=corrected)
    assert late.days_late == 516
    Spell.objects.filter(pk=late.pk).update(undated=True, valid_to=date(2023, 1, 1))
    known(corrected, Phase.ACCELERATION, date(2023, 1, 1), (2023, 1, 1))
    Spell.objects.create(
        project=corrected,
        phase=Phase.CONSTRUCTION,
        valid_from=date(2023, 1, 1),
        valid_to=date(2023, 1, 1),
        sequence=9,
    )

    text = text_of(client, f"/en{corrected.get_absolute_url()}")

    assert "recorded 516 days later" in text
    assert "at the latest on this day" in text
    assert "overtaken the same day" in text


def test_a_waiting_step_is_shown_to_all_and_settled_by_a_second_person(client):
    host = make_incubator()
    first, second = make_user(edits=[host]), make_user(edits=[host])
    project = make_project(phases=[(Phase.INVESTIGATION, date(2024, 1, 1))], hosts=[host])
    actions.propose_step(
        first, project, phase=Phase.ACCELERATION, on=date(2024, 6, 1), reason="Déjà construit."
    )
    confirm = reverse("project:confirm_step", args=[project.slug])

    anonymous = text_of(client, project.get_absolute_url())
    assert "Déjà construit." in anonymous and confirm not in anonymous
    client.force_login(first)
    assert confirm not in text_of(client, project.get_absolute_url())
    client.force_login(second)
    assert confirm in text_of(client, project.get_absolute_url())

    assert client.post(confirm).status_code == 409
    project.refresh_from_db()
    assert client.post(confirm, {"revision": project.revision}).status_code == 302
    project.refresh_from_db()
    assert project.state == Phase.ACCELERATION


def test_what_was_settled_in_the_meantime_is_told(client):
    project = make_project(phases=[(Phase.INVESTIGATION, date(2024, 1, 1))])
    client.force_login(make_administrator())

    page = client.post(
        reverse("project:decline_step", args=[project.slug]), {"reason": "Non.", "revision": 0}
    )

    assert page.status_code == 200 and not Step.objects.exists()


def test_an_unusual_step_becomes_a_proposal_once(client):
    project = make_project(phases=[(Phase.INVESTIGATION, date(2024, 1, 1))])
    client.force_login(make_administrator())
    address = reverse("project:enter_phase", args=[project.slug])
    given = {"phase": "acceleration", "on": "2024-06-01", "reason": "Déjà construit."}

    assert client.post(address, given | {"revision": 0}).status_code == 302
    assert client.post(address, given | {"revision": 0}).status_code == 409
    again = client.post(f"/en{address}", given | {"revision": 1})

    assert again.status_code == 200 and "Another step waits already" in again.content.decode()
    assert Step.objects.count() == 1


def test_only_those_who_may_are_offered_to_act(client):
    project = make_project(phases=[(Phase.CONSTRUCTION, date(2024, 1, 1))])
    address = project.get_absolute_url()

    assert client.get(address).context["actions"] == []
    client.force_login(make_user())
    assert client.get(address).context["actions"] == []
    client.force_login(make_user(edits=[project]))
    page = client.get(address)
    names = [each["url"].rstrip("/").rpartition("/")[2] for each in page.context["actions"]]
    assert names == ["enter-phase", "pause", "stop", "edit", "affiliate"]
    assert len(page.context["corrections"]) == 1
    assert client.get(address, {"known_at": "2024-02-01"}).context["actions"] == []


@pytest.mark.parametrize(
    "name", ["enter_phase", "pause", "stop", "edit", "affiliate", "decline_step"]
)
def test_forms_of_actions_are_shown(client, name):
    project = make_project(phases=[(Phase.CONSTRUCTION, date(2024, 1, 1))])
    client.force_login(make_user(edits=[project]))

    text = text_of(client, f"/en{reverse(f'project:{name}', args=[project.slug])}")

    assert 'name="revision"' in text and project.title in text


def test_a_project_is_created_through_its_form(client):
    client.force_login(make_administrator())
    given = {"title": "Eau claire", "phase": "investigation", "on": "2024-01-01"}

    page = client.post(reverse("project:create"), given, follow=True)

    assert page.redirect_chain[-1][0] == "/projects/eau-claire/"


@pytest.mark.parametrize("count", [1, 3])
def test_panel_of_a_host_costs_the_same_for_any_number(client, django_assert_num_queries, count):
    host = make_incubator()
    projects = [make_project(hosts=[host], topics=[make_topic()]) for _ in range(count)]
    index_many([*Entry.objects.values_list("pk", flat=True)])
    tallies.rebuild()

    with django_assert_num_queries(19):  # ten of them by panels of other rooms
        page = client.get(host.get_absolute_url())

    text = page.content.decode()
    assert all(project.title in text for project in projects)


def test_a_project_is_placed_through_its_form(client):
    place = make_territory(name="Clairval")
    project = make_project()
    client.force_login(make_administrator())
    address = reverse("project:edit", args=[project.slug])

    client.post(address, {"title": project.title, "territory": "clairval", "revision": 0})
    project.refresh_from_db()
    assert project.territory == place
    assert f'value="Clairval ({place.code})"' in text_of(client, address)

    client.post(address, {"title": project.title, "territory": "", "revision": 1})
    project.refresh_from_db()
    assert project.territory is None


def test_a_long_form_stands_in_sections_and_themes_are_ticked(client):
    topics = [make_topic() for _ in range(2)]
    client.force_login(make_administrator())
    address = reverse("project:create")

    text = text_of(client, f"/en{address}")
    legends = [part.partition("</legend>")[0] for part in text.split("<legend>")[1:]]
    assert legends[0] == "What it is" and "Where it stands" in legends
    assert text.count('type="checkbox" name="topics"') == 2
    for name in NewProjectForm().fields:
        assert text.count(f'name="{name}"') == (2 if name == "topics" else 1), name

    given = {"title": "Eau", "phase": "investigation", "on": "2024-01-01"}
    client.post(address, given | {"topics": [topic.pk for topic in topics]})
    assert set(Project.objects.get().topics.all()) == set(topics)
