"""What people follow: by a button, by what they made, by a filter; and who hears of it."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from terreau.entries.kinds import all_kinds
from terreau.entries.models import Entry
from terreau.entries.tests.factories import make_administrator, make_topic, make_user
from terreau.follows import actions, queries
from terreau.follows.models import Follow, Level, Watch
from terreau.follows.tests.factories import make_follow, make_watch
from terreau.ledger.models import Statement
from terreau.organizations.tests.factories import make_incubator, make_organization
from terreau.people.tests.factories import make_person
from terreau.projects import actions as projects
from terreau.projects.models import Project
from terreau.projects.tests.factories import make_project
from terreau.territories.tests.factories import make_territory

pytestmark = pytest.mark.django_db


def places():
    """A region and a department in it."""
    region = make_territory(level="region", name="Haute-Terre", country="XT", code="XT-REG-1")
    return region, make_territory(region)


def address(entry):
    return reverse("follows:follow", args=[entry.uid])


def levels(user):
    return dict(Follow.objects.filter(user=user).values_list("entry", "level"))


def test_a_press_of_the_button_follows_changes_and_stops(client):
    user, project = make_user(), make_project()
    client.force_login(user)
    answer = client.post(address(project), {"level": "everything"})
    assert answer.status_code == 302 and answer.url == project.get_absolute_url()
    assert levels(user) == {project.pk: Level.EVERYTHING}
    client.post(address(project), {"level": "decisions"})
    assert levels(user) == {project.pk: Level.DECISIONS}
    assert "selected>des décisions" in client.get(project.get_absolute_url()).content.decode()
    client.post(address(project), {"level": "stop"})
    assert levels(user) == {}
    assert not Statement.objects.exists()


def test_the_page_that_anybody_sees_is_the_same_for_all_and_leads_to_sign_in(client):
    project = make_project()
    follower = make_user()
    before = client.get(project.get_absolute_url())
    make_follow(follower, project)
    after = client.get(project.get_absolute_url())
    assert before.content == after.content
    assert "csrfmiddlewaretoken" not in after.content.decode()
    assert "/accounts/sign-in/?next=%2Fprojects%2F" in after.content.decode()
    client.force_login(make_user())
    assert "1 personne suit" in client.get(project.get_absolute_url()).content.decode()


def test_nobody_follows_without_signing_in_or_what_they_may_not_see(client):
    project, hidden = make_project(), make_project(published_at=None)
    assert client.post(address(project), {"level": "everything"}).status_code == 302
    user = make_user()
    client.force_login(user)
    assert client.post(address(hidden), {"level": "everything"}).status_code == 404
    assert client.post(address(project), {"level": "all"}).status_code == 404
    assert client.get(address(project)).status_code == 405
    assert levels(user) == {}


def test_the_way_back_stays_on_this_site(client):
    project = make_project()
    client.force_login(make_user())
    for wanted, came in (("https://evil.example/", project.get_absolute_url()), ("/en/", "/en/")):
        answer = client.post(address(project), {"level": "everything", "next": wanted})
        assert answer.url == came


def test_whoever_makes_an_entry_follows_it_and_can_stop_for_good():
    user = make_administrator()
    project = projects.create(user, Project(author=make_incubator()), title="Four")
    assert levels(user) == {project.pk: Level.EVERYTHING}
    actions.stop(user, project)
    actions.follow_on(user, project)
    assert levels(user) == {project.pk: Level.NOTHING}
    projects.edit(make_administrator(), project, title="Four à pain")
    assert Follow.objects.count() == 1, "who changes it later does not follow"


def test_what_happens_by_itself_does_not_change_what_one_chose():
    user, project = make_user(), make_project()
    actions.follow(user, project, Level.DECISIONS)
    actions.follow_on(user, project)
    assert levels(user) == {project.pk: Level.DECISIONS}


def test_a_follow_that_was_undone_leaves_nothing():
    user, project = make_user(), make_project()
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.follow_on(user, project)
        raise RuntimeError
    assert levels(user) == {}


def test_a_watch_finds_places_with_all_inside_them(client):
    region, inside = places()
    user = make_user()
    client.force_login(user)
    topic = make_topic("Santé")
    page = reverse("follows:watch")
    assert "XT-REG-1" in client.get(f"{page}?territory=XT-REG-1").content.decode()
    client.post(page, {"territory": "XT-REG-1", "level": "decisions"})
    client.post(page, {"kind": "project", "topic": topic.slug, "level": "everything"})
    assert client.post(page, {"level": "everything"}).status_code == 200
    assert Watch.objects.count() == 2
    here = make_project(territory=inside)
    found = queries.watches_that_find(here)
    assert [each.territory for each in found] == [region]
    assert not queries.watches_that_find(make_project()).exists()
    assert not queries.watches_that_find(make_organization(territory=None)).exists()
    about = make_project(topics=[topic])
    assert [each.topic for each in queries.watches_that_find(about)] == [topic]


def test_a_filter_is_watched_once_and_filters_have_an_end():
    user, topic = make_user(), make_topic()
    actions.watch(user, topic=topic)
    actions.watch(user, topic=topic, level=Level.DECISIONS)
    assert [each.level for each in Watch.objects.all()] == [Level.DECISIONS]
    with pytest.raises(IntegrityError), transaction.atomic():
        make_watch(user, topic=topic)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_watch(user)
    with pytest.raises(ValidationError):
        actions.watch(user)
    for _ in range(actions.MOST_WATCHES - 1):
        make_watch(user, topic=make_topic())
    with pytest.raises(ValidationError, match="50"):
        actions.watch(user, topic=make_topic())


def test_nobody_changes_the_watch_of_another(client):
    watch = make_watch(make_user(), kind="project")
    client.force_login(make_user())
    page = reverse("follows:change_watch", args=[watch.pk])
    for level in ("decisions", "stop"):
        assert client.post(page, {"level": level}).status_code == 404
    watch.refresh_from_db()
    assert watch.level == Level.EVERYTHING
    client.force_login(watch.user)
    client.post(page, {"level": "stop"})
    assert not Watch.objects.exists()


def test_who_is_reached():
    region, inside = places()
    project = make_project(territory=inside, context=make_organization())
    everything, decisions, silent, near, host = (make_user() for _ in range(5))
    make_follow(everything, project)
    make_follow(decisions, project, Level.DECISIONS)
    make_follow(silent, project, Level.NOTHING)
    make_follow(host, project.context)
    make_watch(near, territory=region)
    make_watch(silent, kind="project")
    make_watch(everything, kind="project")
    make_watch(decisions, kind="organization")
    assert queries.reached(project) == 3
    assert queries.reached(project, is_decision=True) == 4
    assert queries.followers(project) == 2


def test_who_publishes_sees_how_many_hear_of_it(client):
    administrator, project = make_administrator(), make_project()
    make_follow(make_user(), project, Level.DECISIONS)
    client.force_login(administrator)
    edit = client.get(f"/en/projects/{project.slug}/edit/").content.decode()
    assert "Nobody follows this yet" in edit
    phase = client.get(f"/en/projects/{project.slug}/enter-phase/").content.decode()
    assert "1 person follows this and will hear of it." in phase


def test_the_list_says_how_and_leads_everywhere(client):
    user = make_user()
    project, gone = make_project(title="Lavoir"), make_project(title="Disparu")
    make_follow(user, project, is_automatic=True)
    make_follow(user, gone)
    Entry.objects.filter(pk=gone.pk).update(hidden_at=timezone.now())
    make_watch(user, kind="project", topic=make_topic("Santé"))
    client.force_login(user)
    page = client.get("/en/following/").content.decode()
    assert "Lavoir" in page and "Disparu" not in page
    assert "followed by itself" in page and "Projects · Santé" in page
    client.force_login(make_user())
    assert "Lavoir" not in client.get("/en/following/").content.decode()


def test_what_one_follows_is_taken_along(client):
    user = make_user()
    make_follow(user, make_project(title="=1+1"))
    make_watch(user, kind="project")
    assert client.get("/following/export/").status_code == 302
    client.force_login(user)
    text = client.get("/following/export/").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["sort"], row["title"], row["kind"]) for row in rows] == [
        ("follow", "'=1+1", ""), ("watch", "", "project"),
    ]  # fmt: skip


def test_a_profile_is_not_followed_by_itself_and_takes_its_followers_along():
    person = make_person()
    make_follow(make_user(), person)
    person.delete()
    assert not Follow.objects.exists()


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.slug)
def test_every_kind_that_can_be_followed_has_the_button(client, kind):
    assert (kind.slug in queries.followable()) == kind.allows("follow")


def test_one_and_three_cost_the_same(client, django_assert_num_queries):
    user = make_user()
    client.force_login(user)

    def cost(n):
        with django_assert_num_queries(n):
            client.get("/following/")

    make_follow(user, make_project())
    make_watch(user, kind="project")
    cost(5)  # session, user, follows, watches, unread notices
    for _ in range(2):
        make_follow(user, make_project())
        make_watch(user, topic=make_topic())
    cost(5)
