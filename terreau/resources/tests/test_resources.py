import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from terreau.entries.consistency import truths
from terreau.entries.models import Link
from terreau.entries.tests.factories import make_topic, make_user
from terreau.ledger.models import Statement
from terreau.moderation import actions as moderation
from terreau.moderation.models import Case
from terreau.notifications.models import Notice
from terreau.organizations.tests.factories import make_claimed
from terreau.people.tests.factories import make_person
from terreau.resources import actions
from terreau.resources.models import Resource, State
from terreau.resources.sheet import outside
from terreau.resources.tests.factories import make_resource

pytestmark = pytest.mark.django_db
GIVEN = {
    "title": "Écrire une charte", "sort": "guide", "summary": "Une page suffit.",
    "address": "https://guides.example/charte", "licence": "CC-BY-4.0", "language": "fr",
}  # fmt: skip


def make_moderator():
    user = make_user()
    user.is_moderator = True
    user.save()
    return user


def editor_of(resource):
    return make_user(edits=[resource.author])


def states_of(resource):
    resource.refresh_from_db()
    return resource.state


def test_an_organization_shares_and_the_record_names_nobody():
    body, admin = make_claimed()
    topics = [make_topic("Santé")]
    resource = actions.create(admin, Resource(), acting_as=body, topics=topics, **GIVEN)
    assert (resource.author_id, resource.state) == (body.pk, State.CURRENT)
    assert [each.name for each in resource.topics.all()] == ["Santé"]
    said = Statement.objects.get(subject=resource.uid)
    assert (said.actor, said.payload) == (None, {"sort": "guide"})


def test_a_person_shares_under_their_profile_alone():
    user = make_user()
    person = make_person(user=user)
    assert actions.create(user, Resource(), acting_as=person, **GIVEN).author_id == person.pk
    with pytest.raises(PermissionDenied):
        actions.create(make_user(), Resource(), acting_as=person, **GIVEN | {"address": ""})


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": ""}, {"address": "", "body": "  \n"}, {"sort": "magic"}, {"title": ""},
        {"address": "javascript:alert(1)"}, {"address": "ftp://files.example/a"},
        {"address": "data:text/html,x"}, {"licence": "WTF"}, {"address": "https://"},
        {"identifier": "x" * 121},
    ],
)  # fmt: skip
def test_what_cannot_be_shared(wrong):
    body, admin = make_claimed()
    with pytest.raises(ValidationError):
        actions.create(admin, Resource(), acting_as=body, **GIVEN | wrong)
    assert not Resource.objects.exists()


def test_the_database_takes_nothing_that_is_nowhere():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_resource(address="", body="")


def test_an_address_is_in_the_library_once():
    known = make_resource(address=GIVEN["address"])
    body, admin = make_claimed()
    with pytest.raises(ValidationError, match=known.title):
        actions.create(admin, Resource(), acting_as=body, **GIVEN)
    Resource.objects.filter(pk=known.pk).update(published_at=None)
    assert actions.create(admin, Resource(), acting_as=body, **GIVEN).is_public


def test_an_edit_keeps_before_and_after_but_of_the_text_its_length():
    resource = make_resource(body="Ancien.", title="Avant")
    topic = make_topic("Habitat")
    editor = editor_of(resource)
    actions.edit(editor, resource, title="Après", body="Nouveau texte.", topics=[topic])
    said = Statement.objects.get(subject=resource.uid)
    assert said.payload == {
        "changed": {"title": ["Avant", "Après"], "body": [7, 14], "topics": [[], [topic.slug]]}
    }
    actions.edit(editor, resource, title="Après", topics=[topic])
    assert Statement.objects.filter(subject=resource.uid).count() == 1
    with pytest.raises(ValidationError, match=r"where it is|où elle est"):
        actions.edit(editor, resource, body="", address="")


def test_a_resource_is_outdated_for_a_reason_and_current_again():
    resource = make_resource()
    editor = editor_of(resource)
    with pytest.raises(ValidationError):
        actions.outdate(editor, resource, reason=" ")
    actions.outdate(editor, resource, reason="La loi a changé.")
    assert (resource.state, resource.reason) == (State.OUTDATED, "La loi a changé.")
    actions.renew(make_moderator(), resource, reason="Mise à jour.")
    assert states_of(resource) == State.CURRENT
    assert actions.renew(editor, resource, reason="Encore.").revision == 2
    with pytest.raises(PermissionDenied):
        actions.outdate(make_user(), resource, reason="Non.")


def test_a_duplicate_leads_to_what_it_repeats_until_it_is_current(client):
    resource, original, other = make_resource(), make_resource(), make_resource()
    editor = editor_of(resource)
    actions.mark_duplicate(editor, resource, original=original, reason="Le même texte.")
    assert original.get_absolute_url() in client.get(resource.get_absolute_url()).content.decode()
    said = actions.mark_duplicate(editor, resource, original=original, reason="Le même.")
    assert said.revision == 1
    actions.mark_duplicate(editor, resource, original=other, reason="Non, celui-là.")
    links = Link.objects.known().filter(source=resource, role="duplicates")
    assert [link.target_id for link in links] == [other.pk]
    for wrong in (resource, make_resource(published_at=None)):
        with pytest.raises(ValidationError):
            actions.mark_duplicate(editor, resource, original=wrong, reason="Non.")
    with pytest.raises(ValidationError, match=r"duplicate itself|elle-même un doublon"):
        actions.mark_duplicate(editor_of(other), other, original=resource, reason="Retour.")
    actions.renew(editor, resource, reason="Elle a changé.")
    assert not links.all().exists()
    found = {found.__name__: list(found()) for _name, found in truths()}
    assert found["duplicates_of_nothing"] == []


@pytest.mark.parametrize("reason", ["outdated", "duplicate"])
def test_a_report_of_what_it_says_shows_and_its_publisher_hears_of_it(client, reason):
    resource = make_resource()
    editor, reporter = editor_of(resource), make_user()
    moderation.report(reporter, resource, what="entry", uid=resource.uid, reason=reason, text="!")
    assert states_of(resource) == State.REPORTED
    assert Notice.objects.get(user=editor).text == "resources.flagged"
    said = Statement.objects.get(subject=resource.uid)
    assert (said.verb, said.actor, said.payload) == ("resources.flag", None, {"reason": reason})
    assert client.get(reverse("resource:index") + "?state=reported").status_code == 200
    moderation.keep(make_moderator(), resource, case=Case.objects.get(), words="Elle est à jour.")
    assert states_of(resource) == State.CURRENT


@pytest.mark.parametrize("reason", ["spam", "insult", "illegal", "personal_data"])
def test_other_reports_are_for_moderators_alone(reason):
    resource = make_resource()
    moderation.report(make_user(), resource, what="entry", uid=resource.uid, reason=reason)
    assert states_of(resource) == State.CURRENT
    assert not Statement.objects.filter(subject=resource.uid).exists()


def test_a_report_of_what_is_outdated_changes_nothing():
    resource = make_resource()
    actions.outdate(editor_of(resource), resource, reason="Vieux.")
    moderation.report(make_user(), resource, what="entry", uid=resource.uid, reason="outdated")
    assert (states_of(resource), resource.reason) == (State.OUTDATED, "Vieux.")
    moderation.keep(make_moderator(), resource, case=Case.objects.get(), words="En effet.")
    assert states_of(resource) == State.OUTDATED


def test_nobody_flags_by_hand():
    resource = make_resource()
    with pytest.raises(PermissionDenied):
        actions.flag(editor_of(resource), resource, reason="outdated")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://a.example", "//a.example", ""])
def test_no_other_scheme_is_ever_a_link(address):
    assert outside(address) == ""


def test_links_lead_away_without_a_word_and_text_is_sanitised(client):
    resource = make_resource(
        address="https://a.example/?q=<b>&x=1", body="[ici](javascript:alert(1)) <script>x</script>"
    )
    page = client.get(resource.get_absolute_url()).content.decode()
    link = '<a href="https://a.example/?q=&lt;b&gt;&amp;x=1" rel="nofollow noopener noreferrer'
    assert link in page
    assert "javascript:alert" not in page.replace("(javascript:alert(1))", "")
    assert "<script>x" not in page


def test_the_pages_share_edit_and_mark(client):
    body, admin = make_claimed()
    original = make_resource(title="La première")
    client.force_login(admin)
    assert client.get(reverse("resource:create")).status_code == 200
    answer = client.post(reverse("resource:create"), GIVEN | {"acting_as": body.pk})
    resource = Resource.objects.exclude(pk=original.pk).get()
    assert answer.url == resource.get_absolute_url()

    def act(name, **given):
        resource.refresh_from_db()
        url = reverse(f"resource:{name}", args=[resource.slug])
        assert client.get(url).status_code == 200
        return client.post(url, given | {"revision": resource.revision})

    act("edit", **GIVEN | {"title": "Deux pages"})
    assert act("outdate", reason="Trop court.").status_code == 302
    assert states_of(resource) == State.OUTDATED
    page = client.get(resource.get_absolute_url()).content.decode()
    assert "Trop court." in page
    assert act("mark_duplicate", original="Rien", reason="Le même.").status_code == 200
    for words in (original.title, f"http://testserver{original.get_absolute_url()}"):
        act("mark_duplicate", original=words, reason="Le même.")
        assert states_of(resource) == State.DUPLICATE
        act("renew", reason="Non.")
        assert (states_of(resource), resource.title) == (State.CURRENT, "Deux pages")
    assert act("edit", **GIVEN | {"address": original.address}).status_code == 200


def test_who_speaks_for_nobody_is_told_how_to(client):
    client.force_login(make_user())
    page = client.get(reverse("resource:create"))
    assert reverse("person:create") in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_number_of_queries(client, django_assert_num_queries, count):
    resource = make_resource()
    resource.topics.set([make_topic() for _ in range(count)])
    client.get(resource.get_absolute_url())
    with django_assert_num_queries(6):
        client.get(resource.get_absolute_url() + "?again")


@pytest.mark.parametrize("count", [1, 3])
def test_who_publishes_shows_it_for_one_query(client, django_assert_num_queries, count):
    body, _admin = make_claimed()
    titles = [make_resource(author=body).title for _ in range(count)]
    page = client.get(body.get_absolute_url()).content.decode()
    assert all(title in page for title in titles)
