"""What is said beside an entry: who may, what is kept, who is told, what is counted."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from terreau.comments import actions, queries
from terreau.comments.consistency import (
    counts_of_answers_that_drifted,
    counts_of_comments_that_drifted,
    counts_of_reactions_that_drifted,
)
from terreau.comments.mentions import slugs_in
from terreau.comments.models import Comment, Draft, Reaction, Talk, Version
from terreau.comments.tests.factories import make_comment
from terreau.entries.actions import end_role
from terreau.entries.models import Role
from terreau.entries.tests.factories import make_administrator, make_user
from terreau.ledger.models import Statement
from terreau.moderation.models import Case
from terreau.moderation.tests.factories import make_hidden, make_moderator
from terreau.notifications.models import Notice
from terreau.organizations.tests.factories import make_incubator, make_organization
from terreau.people.models import Person
from terreau.people.tests.factories import make_person
from terreau.projects import actions as projects
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counts_hold():
    """Whatever a test does, the counts are those of the rows."""
    yield
    assert list(counts_of_answers_that_drifted()) == []
    assert list(counts_of_comments_that_drifted()) == []
    assert list(counts_of_reactions_that_drifted()) == []


def about(user):
    return sorted(Notice.objects.filter(user=user).values_list("text", flat=True))


def test_the_record_keeps_neither_words_nor_person():
    project, user = make_project(), make_user()
    comment = make_comment(project, user, text="Mots de Zébuline.")
    statement = Statement.objects.get()
    assert (statement.actor, statement.verb) == (None, "comments.write")
    assert statement.payload == {"comment": str(comment.uid)}


def test_a_comment_meets_no_edit():
    project, editor = make_project(), make_administrator()
    seen, changed = project.revision, project.updated_at
    make_comment(project)
    project.refresh_from_db()
    assert project.updated_at == changed
    projects.edit(editor, project, revision=seen, title="Autrement")


@pytest.mark.parametrize("given", [{"published_at": None}, {"hidden_at": timezone.now()}])
def test_nobody_comments_on_what_is_not_public(given):
    for user in (make_user(), make_administrator()):
        with pytest.raises(PermissionDenied):
            make_comment(make_project(**given), user)


def test_nobody_comments_on_a_profile():
    with pytest.raises(PermissionDenied):
        make_comment(make_person())


@pytest.mark.parametrize("text", ["", "   ", "\x00", "x" * 10_001, "é" * 1_000_000])
def test_texts_that_are_none_or_too_long(text):
    with pytest.raises(ValidationError):
        make_comment(make_project(), text=text or " ")
    assert not Comment.objects.exists()
    assert Talk.objects.count() == 0


def test_the_same_thing_is_not_said_twice():
    project, user = make_project(), make_user()
    make_comment(project, user, text="Bravo.")
    with pytest.raises(ValidationError, match="déjà"):
        make_comment(project, user, text=" Bravo. ")
    make_comment(project, text="Bravo.")


def test_answers_are_two_levels_deep():
    project = make_project()
    first = make_comment(project)
    answer = make_comment(project, parent=first)
    deeper = make_comment(project, parent=answer)
    assert (answer.parent, deeper.parent) == (first, first)
    first.refresh_from_db()
    assert first.reply_count == 2
    assert project.talk.comment_count == 3


def test_nobody_answers_what_is_gone_or_elsewhere():
    project, user = make_project(), make_user()
    deleted = make_comment(project, user)
    make_comment(project, parent=deleted)
    actions.delete(user, project, comment=deleted)
    hidden = make_comment(project)
    make_hidden(project, what="comment", uid=hidden.uid)
    elsewhere = make_comment(make_project())
    for parent in (deleted, hidden, elsewhere):
        with pytest.raises(ValidationError):
            make_comment(project, parent=parent)


def test_those_concerned_are_told_once_each():
    project, writer = make_project(), make_user()
    called = make_person(title="Zébuline Inventée", slug="zebuline-inventee")
    first = make_comment(project, called.user)
    make_comment(project, writer, parent=first, text="Merci @zebuline-inventee !")
    assert about(called.user) == ["comments.replied"]
    make_comment(project, writer, text="Et @zebuline-inventee, encore @zebuline-inventee.")
    assert about(called.user) == ["comments.mentioned", "comments.replied"]
    assert about(writer) == []


@pytest.mark.parametrize(
    "text",
    ["@zébuline-inventee", "@zebuIine-inventee", "@zebuline", "a@zebuline-inventee",
     "@@zebuline-inventee", "@zebuline-inventee-2",
     "@zеbuline-inventee", "x.org/@zebuline-inventee"],
)  # fmt: skip
def test_names_that_only_look_like_one_call_nobody(text):
    called = make_person(title="Zébuline Inventée", slug="zebuline-inventee")
    make_comment(make_project(), text=text)
    assert about(called.user) == []


def test_a_profile_that_is_not_public_is_not_called():
    called = make_person(slug="zebuline-inventee", published_at=None)
    make_comment(make_project(), text="@zebuline-inventee")
    assert about(called.user) == []


def test_mass_mentions_are_refused():
    for n in range(11):
        make_person(slug=f"appele-{n}")
    with pytest.raises(ValidationError):
        make_comment(make_project(), text=" ".join(f"@appele-{n}" for n in range(11)))
    with pytest.raises(ValidationError):
        make_comment(make_project(), text=" ".join(f"@x{n}" for n in range(1000)))
    assert not Notice.objects.exists()
    assert len(slugs_in("@appele-1 " * 1000)) == 1


def test_somebody_speaks_for_what_they_edit_alone():
    project, organization = make_project(), make_organization()
    member = make_user(edits=[organization])
    comment = make_comment(project, member, organization=organization)
    assert comment.organization_id == organization.pk
    end_role(member, organization)
    with pytest.raises(ValidationError):
        make_comment(project, member, organization=organization)
    with pytest.raises(ValidationError):
        actions.edit(member, project, comment=comment, text="Autrement.", version=1)


def test_a_name_is_shown_where_there_was_a_profile_when_it_was_said():
    project, user = make_project(), make_user()
    before = make_comment(project, user)
    make_person(user=user, title="Zébuline Inventée")
    after = make_comment(project, user)
    queries.dress(user, [before, after])
    assert before.face is None
    assert after.face[0] == "Zébuline Inventée"
    Person.objects.update(published_at=None)
    queries.dress(user, [before, after])
    assert after.face is None


def test_a_comment_is_changed_by_its_writer_and_keeps_what_it_said():
    project, user = make_project(), make_user()
    comment = make_comment(project, user, text="Un chat dort.")
    actions.edit(user, project, comment=comment, text="Un chien dort.", version=1)
    comment.refresh_from_db()
    assert (comment.text, comment.version) == ("Un chien dort.", 2)
    assert [text for _n, text, _at in queries.versions_of(comment)] == [
        "Un chien dort.", "Un chat dort.",
    ]  # fmt: skip
    with pytest.raises(ValidationError):  # a form that was opened before
        actions.edit(user, project, comment=comment, text="Une vache.", version=1)
    statements = Statement.objects.count()
    actions.edit(user, project, comment=comment, text="Un chien dort.", version=2)
    assert Statement.objects.count() == statements
    for other in (make_user(), make_administrator(), make_moderator()):
        with pytest.raises(PermissionDenied):
            actions.edit(other, project, comment=comment, text="Une vache.", version=2)
        with pytest.raises(PermissionDenied):
            actions.delete(other, project, comment=comment)


def test_what_is_deleted_leaves_its_place_where_it_was_answered():
    project, user = make_project(), make_user()
    alone, answered = make_comment(project, user), make_comment(project, user)
    actions.edit(user, project, comment=answered, text="Autrement.", version=1)
    answer = make_comment(project, parent=answered)
    for comment in (alone, answered):
        actions.delete(user, project, comment=comment)
    tops, _older = queries.threads(user, project)
    assert [(top.pk, [each.pk for each in top.answers]) for top in tops] == [
        (answered.pk, [answer.pk])
    ]
    assert set(Comment.objects.filter(deleted_at__isnull=False).values_list("text")) == {("",)}
    assert not Version.objects.exists()
    assert project.talk.comment_count == 1
    with pytest.raises(ValidationError):
        actions.delete(user, project, comment=alone)


def test_hiding_counts_and_showing_counts_again():
    project = make_project()
    comment = make_comment(project)
    decision = make_hidden(project, what="comment", uid=comment.uid, reason="insult")
    assert Talk.objects.get(entry=project.pk).comment_count == 0
    assert Statement.objects.get(verb="moderation.hide").payload["what"] == "comment"
    project.refresh_from_db()
    assert project.is_public
    actions.delete(comment.user, project, comment=comment)
    assert Talk.objects.get(entry=project.pk).comment_count == 0
    assert about(comment.user) == ["moderation.hidden"]
    assert decision.case.closed_at is not None


def test_reactions_are_one_each_and_can_be_taken_back():
    project, user = make_project(), make_user()
    comment = make_comment(project)
    assert actions.react(user, project, meaning="too", comment=comment)
    assert actions.react(make_user(), project, meaning="too", comment=comment)
    assert actions.react(user, project, meaning="help", comment=comment)
    assert actions.react(user, project, meaning="useful")
    comment.refresh_from_db()
    assert (comment.useful_count, comment.too_count, comment.help_count) == (0, 2, 1)
    assert not actions.react(user, project, meaning="too", comment=comment)
    comment.refresh_from_db()
    assert comment.too_count == 1
    assert Talk.objects.get(entry=project.pk).useful_count == 1
    assert Statement.objects.count() == 1
    with pytest.raises(ValueError, match="love"):
        actions.react(user, project, meaning="love")


def test_nobody_reacts_to_what_is_gone():
    project = make_project()
    comment = make_comment(project)
    make_hidden(project, what="comment", uid=comment.uid)
    with pytest.raises(ValidationError):
        actions.react(make_user(), project, meaning="too", comment=comment)
    assert not Reaction.objects.exists()


def test_a_question_is_owed_an_answer_by_those_who_answer_for_it(client):
    host = make_incubator()
    project, lead = make_project(hosts=[host]), make_user(edits=[host])
    question = make_comment(project, act=actions.ask)
    assert question.answer_due_on > timezone.localdate() + timedelta(days=11)
    assert about(lead) == ["comments.asked"]
    with pytest.raises(PermissionDenied):
        make_comment(project, act=actions.answer, parent=question)
    late = date(2026, 1, 5)
    Comment.objects.filter(pk=question.pk).update(answer_due_on=late)
    assert queries.late_questions(None, host, timezone.localdate()) == [question]
    assert "retard" in client.get(host.get_absolute_url()).content.decode()
    make_comment(project, lead, act=actions.answer, parent=question)
    assert queries.late_questions(None, host, timezone.localdate()) == []
    said = Statement.objects.get(verb="comments.answer").payload
    assert (said["question"], said["late"]) == (str(question.uid), True)
    with pytest.raises(ValidationError):
        make_comment(project, lead, act=actions.answer, parent=question)


def test_late_questions_on_hidden_pages_are_not_listed():
    organization = make_organization()
    project = make_project(author=organization)
    make_comment(project, act=actions.ask)
    Comment.objects.update(answer_due_on=date(2026, 1, 5))
    assert len(queries.late_questions(None, organization, timezone.localdate())) == 1
    make_hidden(project)
    assert queries.late_questions(None, organization, timezone.localdate()) == []


def test_a_new_account_comments_five_times_an_hour():
    project, user = make_project(), make_user()
    for _ in range(5):
        make_comment(project, user)
    with pytest.raises(ValidationError, match="5 fois"):
        make_comment(project, user)
    assert Comment.objects.count() == 5


def test_what_looks_like_spam_is_shown_and_looked_at():
    project = make_project()
    text = "https://a.example.org https://b.example.org https://c.example.org achetez"
    comment = make_comment(project, text=text)
    case = Case.objects.get()
    assert (case.what, case.subject) == ("comment", comment.uid)
    assert comment.is_said
    make_comment(project, text="Une question ordinaire sur le service.")
    assert Case.objects.count() == 1


def test_one_draft_a_person_and_entry_goes_when_it_is_published():
    project, user = make_project(), make_user()
    actions.keep_draft(user, project, "Un début")
    actions.keep_draft(user, project, "Un début de phrase")
    actions.keep_draft(make_user(), project, "Autre chose")
    assert queries.draft_of(user, project) == "Un début de phrase"
    make_comment(project, user, text="Un début de phrase.")
    assert queries.draft_of(user, project) == ""
    actions.keep_draft(user, project, "x" * 1_000_000)
    assert len(queries.draft_of(user, project)) == 10_000
    actions.keep_draft(user, project, " ")
    assert Draft.objects.count() == 1


def test_the_open_data_hold_what_is_there_to_be_read(client):
    project = make_project()
    shown = make_comment(project, text="À lire.")
    hidden = make_comment(project, text="Caché.")
    make_hidden(project, what="comment", uid=hidden.uid)
    concealed = make_project()
    make_comment(concealed, text="Sur une page cachée.")
    make_hidden(concealed)
    person = make_person(title="Zébuline Inventée")
    signed = make_comment(project, person.user, text="Signé.", parent=shown)
    rows = json.loads(client.get("/data/comments.json").getvalue())
    assert [(each["text"], each["by"]) for each in rows] == [
        ("À lire.", ""), ("Signé.", "Zébuline Inventée"),
    ]  # fmt: skip
    items = client.get("/api/v1/comments/", {"entry": project.uid}).json()["items"]
    assert [each["uid"] for each in items] == [str(signed.uid), str(shown.uid)]
    assert items[0]["parent_uid"] == str(shown.uid)
    first = client.get("/api/v1/comments/", {"entry": project.uid, "limit": 1}).json()
    assert [each["uid"] for each in first["items"]] == [str(signed.uid)]
    assert first["next"].endswith(f"entry={project.uid}&limit=1&before={signed.pk}")


def test_moderators_and_roles_give_no_right_to_speak_for_others():
    project, organization = make_project(), make_organization()
    with pytest.raises(ValidationError):
        make_comment(project, make_moderator(), organization=organization)
    assert not Role.objects.exists()
