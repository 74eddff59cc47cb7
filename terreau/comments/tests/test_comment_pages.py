import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from terreau.comments import actions
from terreau.comments.differing import differences
from terreau.comments.models import Comment, Draft, Reaction
from terreau.comments.panels import of_entry
from terreau.comments.tests.factories import make_comment
from terreau.entries.actions import end_role
from terreau.entries.tests.factories import make_user
from terreau.ledger.versions import public_version
from terreau.moderation.tests.factories import make_hidden, make_moderator
from terreau.organizations.tests.factories import make_organization
from terreau.people.tests.factories import make_person
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db


def text_of(client, address):
    return client.get(address).content.decode()


def at(name, thing):
    return reverse(f"comments:{name}", args=[thing.uid])


@pytest.mark.parametrize("language", ["", "/en"])
def test_comments_stand_on_the_page_by_the_name_of_the_profile(client, language):
    project, organization = make_project(), make_organization(title="Guilde")
    person = make_person(title="Zébuline Inventée")
    make_comment(project, person.user, text="Signé par elle.")
    make_comment(project, text="Sans nom.")
    speaker = make_user(edits=[organization])
    make_comment(project, speaker, text="Au nom de tous.", organization=organization)
    page = text_of(client, language + project.get_absolute_url())
    assert all(words in page for words in ("Signé par elle.", "Sans nom.", "Au nom de tous."))
    assert "Zébuline Inventée" in page
    assert "Guilde" in page
    assert "example.org" not in page.replace("contact@example.org", "")


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>",
     "[x](data:text/html,<script>)", "<a href='javascript:alert(1)'>x</a>",
     "![x](javascript:alert(1))"],
)  # fmt: skip
def test_script_in_a_comment_is_words_at_most(client, text):
    project = make_project()
    user = make_user()
    comment = make_comment(project, user, text=f"Avant {text} après")
    actions.edit(user, project, comment=comment, text=f"Avant {text} enfin", version=1)
    for address in (project.get_absolute_url(), at("detail", comment)):
        page = text_of(client, address)
        assert "<script>alert" not in page and "<img src=x" not in page
        assert 'href="javascript:' not in page and "href='javascript:" not in page
        assert 'href="data:' not in page
    assert "<script>alert" not in text_of(client, at("history", comment))


def test_what_is_hidden_leaves_its_reason_and_an_appeal_to_its_writer(client):
    project, writer = make_project(), make_user()
    comment = make_comment(project, writer, text="Une insulte inventée.")
    decision = make_hidden(
        project, what="comment", uid=comment.uid, reason="insult", words="On ne parle pas ainsi."
    )
    doors = [
        project.get_absolute_url(), at("index", project), at("detail", comment),
        "/data/comments.csv", "/api/v1/comments/", "/record/", "/moderation/",
        "/data/moderation-decisions.json",
    ]  # fmt: skip
    for door in doors:
        answer = client.get(door)
        page = (answer.getvalue() if answer.streaming else answer.content).decode()
        assert "insulte inventée" not in page, door
    assert "On ne parle pas ainsi." in text_of(client, project.get_absolute_url())
    assert client.get(at("history", comment)).status_code == 404
    appeal = reverse("moderation:appeal", args=[decision.uid])
    assert appeal not in text_of(client, project.get_absolute_url())
    client.force_login(writer)
    assert appeal in text_of(client, project.get_absolute_url())
    assert client.post(appeal, {"text": "C’était une citation."}).status_code == 302
    client.force_login(make_moderator())
    assert "insulte inventée" in text_of(
        client, reverse("moderation:case", args=[decision.case.uid])
    )


@pytest.mark.parametrize("name", ["detail", "history", "reply", "edit", "delete"])
def test_comments_go_with_their_page(client, name):
    project, user = make_project(), make_user()
    comment = make_comment(project, user, text="Sur une page cachée.")
    make_hidden(project)
    for reader in (None, user):
        if reader:
            client.force_login(reader)
        answer = client.get(at(name, comment))
        assert answer.status_code in (302, 404)
        assert "page cachée" not in answer.content.decode()
    assert client.get(at("index", project)).status_code == 404


def test_somebody_writes_looks_at_it_keeps_it_and_publishes(client):
    project = make_project()
    write = at("write", project)
    assert client.get(write).status_code == 302
    client.force_login(make_user())
    page = client.post(write, {"text": "Une **idée**", "do": "preview"}).content.decode()
    assert "<strong>idée</strong>" in page
    assert client.post(write, {"text": "Une **idée** à moi", "do": "draft"}).status_code == 302
    assert not Comment.objects.exists()
    assert "Une **idée** à moi" in text_of(client, write)
    done = client.post(write, {"text": "Une **idée** à nous", "do": "publish"})
    assert done["Location"] == f"{project.get_absolute_url()}#comments"
    assert "<strong>idée</strong> à nous" in text_of(client, project.get_absolute_url())
    assert not Draft.objects.exists()


def test_a_draft_is_kept_while_somebody_types(client):
    project = make_project()
    client.force_login(make_user())
    assert at("keep", project) in text_of(client, at("write", project))
    answer = client.post(at("keep", project), {"text": "Un début"}, headers={"hx-request": "true"})
    assert answer.content.decode().startswith("Gardé")
    assert Draft.objects.get().text == "Un début"


def test_an_old_form_of_somebody_who_speaks_for_nobody_any_more(client):
    project, organization = make_project(), make_organization(title="Guilde")
    user = make_user(edits=[organization])
    client.force_login(user)
    assert "Guilde" in text_of(client, at("write", project))
    end_role(user, organization)
    given = {"text": "Au nom de tous.", "organization": str(organization.uid)}
    assert client.post(at("write", project), given).status_code == 200
    assert not Comment.objects.exists()


def test_an_old_form_of_a_comment_that_was_changed_since(client):
    project, user = make_project(), make_user()
    comment = make_comment(project, user, text="Un chat dort.")
    client.force_login(user)
    edit = at("edit", comment)
    assert client.post(edit, {"text": "Un chien dort.", "version": "1"}).status_code == 302
    for version in ("1", "", "-1", "x", "9" * 30):
        assert client.post(edit, {"text": "Une vache.", "version": version}).status_code == 200
    assert Comment.objects.get().text == "Un chien dort."
    page = text_of(client, at("history", comment))
    assert "<del> chat</del>" in page and "<ins> chien</ins>" in page


@pytest.mark.parametrize("name", ["edit", "delete"])
def test_nobody_changes_what_another_said(client, name):
    comment = make_comment(make_project())
    client.force_login(make_user())
    for method in (client.get, client.post):
        assert method(at(name, comment), {"text": "Autre", "version": "1"}).status_code == 403


def test_somebody_reacts_with_a_plain_form(client):
    project, user = make_project(), make_user()
    comment = make_comment(project)
    client.force_login(user)
    for address in (at("react", comment), at("react_to", project)):
        assert address in text_of(client, project.get_absolute_url())
        assert client.post(address, {"meaning": "help"}).status_code == 302
        assert client.post(address, {"meaning": "love"}).status_code == 404
        assert client.get(address).status_code == 405
    assert Reaction.objects.count() == 2
    assert 'aria-pressed="true"' in text_of(client, project.get_absolute_url())


def test_pages_of_everybody_hold_no_form(client):
    project = make_project()
    make_comment(project)
    page = text_of(client, project.get_absolute_url())
    assert "csrfmiddlewaretoken" not in page
    assert at("write", project) in page


def test_a_comment_and_a_reaction_make_stored_pages_old():
    project, user = make_project(), make_user()
    seen = [public_version()]
    comment = make_comment(project, user)
    seen.append(public_version())
    for _ in range(2):
        actions.react(user, project, meaning="too", comment=comment)
        seen.append(public_version())
    assert len(set(seen)) == len(seen)


def test_who_answers_for_a_project_settles_a_question(client):
    project = make_project()
    editor = make_user(edits=[project])
    question = make_comment(project, act=actions.ask)
    client.force_login(editor)
    assert client.post(at("reply", question), {"text": "Oui, dès mars."}).status_code == 302
    question.refresh_from_db()
    assert question.answered_at is not None


def test_older_comments_are_a_page_away(client, monkeypatch):
    project = make_project()
    made = [make_comment(project) for _ in range(3)]
    monkeypatch.setattr("terreau.comments.panels.SHOWN", 2)
    page = text_of(client, project.get_absolute_url())
    assert made[0].text not in page and made[2].text in page
    older = f"{at('index', project)}?before={made[1].pk}"
    assert older in page
    assert made[0].text in text_of(client, older)
    assert made[2].text not in text_of(client, older)


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_costs_the_same_for_any_number(django_assert_num_queries, count):
    project, quiet = make_project(), make_project()
    for _ in range(count):
        person = make_person()
        top = make_comment(project, person.user)
        make_comment(project, person.user, parent=top)
        hidden = make_comment(project)
        make_hidden(project, what="comment", uid=hidden.uid)
    of_entry(AnonymousUser(), project)
    with django_assert_num_queries(5):
        of_entry(AnonymousUser(), project)
    with django_assert_num_queries(1):
        of_entry(AnonymousUser(), quiet)


@pytest.mark.parametrize("count", [1, 3])
def test_the_api_costs_two_queries(client, django_assert_num_queries, count):
    project = make_project()
    for _ in range(count):
        make_comment(project, make_person().user)
    with django_assert_num_queries(2):
        client.get("/api/v1/comments/", {"entry": project.uid})


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a b c", "a x c", [("same", "a"), ("gone", " b"), ("new", " x"), ("same", " c")]),
        ("", "a", [("new", "a")]),
        ("a", "", [("gone", "a")]),
        ("a\n b", "a\n b", [("same", "a\n b")]),
    ],
)
def test_differences_by_word(before, after, expected):
    assert differences(before, after) == expected
