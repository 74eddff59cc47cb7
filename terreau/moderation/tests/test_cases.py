"""A report, a decision, an appeal: who may, who is told, and what the record keeps."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from terreau.entries.tests.factories import make_administrator, make_user
from terreau.ledger.models import Statement
from terreau.moderation import actions, queries
from terreau.moderation.models import Appeal, Case, Decision, Report
from terreau.moderation.tests.factories import make_hidden, make_moderator, make_report
from terreau.notifications.actions import send
from terreau.notifications.models import Notice
from terreau.notifications.queries import page_of
from terreau.notifications.texts import said
from terreau.organizations.tests.factories import make_incubator
from terreau.people.tests.factories import make_person
from terreau.projects.actions import edit
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db


def told(user):
    return [said(notice) for notice in page_of(user)[0]]


def test_a_person_reports_a_thing_once_while_it_waits():
    project, user = make_project(), make_user()
    first = make_report(project, user)
    with pytest.raises(ValidationError, match="déjà"):
        make_report(project, user)
    second = make_report(project)
    assert second.case == first.case
    actions.keep(make_moderator(), project, case=first.case, words="Rien à redire.")
    assert make_report(project, user).case != first.case


def test_reports_leave_no_trace_in_the_record_and_tell_moderators_once():
    project, moderator = make_project(), make_moderator()
    make_report(project)
    make_report(project)
    assert Statement.objects.count() == 0
    assert len(told(moderator)) == 1


def test_what_is_not_public_cannot_be_reported():
    hidden = make_project(published_at=None)
    with pytest.raises(PermissionDenied):
        make_report(hidden)


def test_one_cannot_report_a_thing_through_the_page_of_another():
    project, other = make_project(), make_project()
    with pytest.raises(ValidationError):
        make_report(project, uid=other.uid)
    with pytest.raises(ValidationError):
        make_report(project, what="spaceship")
    assert not Report.objects.exists()


def test_hiding_takes_the_page_away_and_leaves_the_reason(client):
    project = make_project(title="Réclame éhontée")
    make_hidden(project, reason="spam", words="Une réclame sans projet.")
    page = client.get(project.get_absolute_url())
    assert page.status_code == 404
    text = page.content.decode()
    assert "Une réclame sans projet." in text
    assert "Réclame éhontée" not in text
    assert client.get(f"/api/v1/projects/{project.uid}/").status_code == 404
    assert "éhontée" not in client.get("/directory/?q=réclame").content.decode()


def test_the_record_keeps_the_decision_and_no_word_of_anybody():
    project = make_project()
    decision = make_hidden(
        project, text="Mon voisin Jean-Invente.", words="Jean-Invente est nommé."
    )
    statement = Statement.objects.get()
    assert statement.payload == {
        "decision": str(decision.uid), "what": "entry", "reason": "spam",
    }  # fmt: skip
    assert "Invente" not in json.dumps(statement.payload)


def test_those_whose_it_is_and_those_who_reported_are_told():
    project, reporter, editor = make_project(), make_user(), make_user()
    make_administrator()
    owner = make_user(edits=[project])
    make_hidden(project, user=reporter, words="Une réclame.")
    assert [line for line in told(owner) if "Une réclame." in line]
    (line,) = told(reporter)
    assert "Une réclame." in line
    assert project.title not in line  # of what is hidden, nothing is told
    assert told(editor) == []


def test_a_mail_that_waits_says_nothing_of_what_was_hidden_since(mailoutbox):
    project, reporter = make_project(title="Réclame éhontée"), make_user()
    case = make_report(project, reporter).case
    actions.keep(make_moderator(), project, case=case, words="Un doute.")
    make_hidden(project, user=make_user())
    for notice in Notice.objects.filter(user=reporter):
        send(reporter.uid, notice.key)
    assert mailoutbox == []
    assert told(reporter) == []


def test_nothing_is_hidden_without_a_reason_nor_by_anybody():
    project = make_project()
    case = make_report(project).case
    for user in (make_user(), make_user(edits=[project]), make_administrator()):
        with pytest.raises(PermissionDenied):
            actions.hide(user, project, case=case, reason="spam", words="Parce que.")
    with pytest.raises(ValidationError):
        actions.hide(make_moderator(), project, case=case, reason="spam", words="  ")
    project.refresh_from_db()
    assert project.is_public


def test_a_moderator_does_not_decide_on_what_is_theirs_where_there_is_another():
    project = make_project()
    case = make_report(project).case
    mine = make_moderator(edits=[project])
    make_moderator()
    with pytest.raises(ValidationError):
        actions.keep(mine, project, case=case, words="C’est bien ainsi.")


def test_two_moderators_decide_once():
    project, first, second = make_project(), make_moderator(), make_moderator()
    case = make_report(project).case
    actions.keep(first, project, case=case, words="Rien à redire.")
    with pytest.raises(ValidationError):
        actions.hide(second, project, case=case, reason="spam", words="Une réclame.")
    assert Decision.objects.count() == 1


def test_an_editor_appeals_once_and_another_moderator_answers():
    project, first = make_project(), make_moderator()
    owner, second = make_user(edits=[project]), make_moderator()
    decision = make_hidden(project, first)
    with pytest.raises(PermissionDenied):
        actions.appeal(make_user(), project, decision=decision, text="Pour voir.")
    actions.appeal(owner, project, decision=decision, text="C’est un vrai service.")
    with pytest.raises(ValidationError):
        actions.appeal(owner, project, decision=decision, text="Encore.")
    appeal = Appeal.objects.get()
    assert len(told(second)) == 2  # the case and the appeal
    with pytest.raises(ValidationError):
        actions.settle(first, project, appeal=appeal, is_granted=False, words="Non.")
    actions.settle(second, project, appeal=appeal, is_granted=True, words="En effet.")
    project.refresh_from_db()
    assert project.is_public
    assert [line for line in told(owner) if "En effet." in line]
    with pytest.raises(ValidationError):
        actions.settle(second, project, appeal=appeal, is_granted=False, words="Non.")
    last = Statement.objects.order_by("-pk").first()
    assert last.payload == {"decision": str(decision.uid), "outcome": "granted"}
    assert Statement.objects.get(verb="moderation.appeal").actor is None


def test_who_leads_a_project_is_told_and_appeals_without_seeing_it(client):
    host = make_incubator()
    project, lead = make_project(hosts=[host]), make_user(edits=[host])
    decision = make_hidden(project)
    assert len(told(lead)) == 1
    client.force_login(lead)
    address = reverse("moderation:appeal", args=[decision.uid])
    page = client.get(project.get_absolute_url())
    assert page.status_code == 404
    assert address in page.content.decode()
    assert client.post(address, {"text": "C’est le nôtre."}).status_code == 302
    client.force_login(make_user())
    assert address not in client.get(project.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 403


def test_a_moderator_alone_answers_the_appeal_as_well():
    project, only = make_project(), make_moderator()
    owner = make_user(edits=[project])
    decision = make_hidden(project, only)
    actions.appeal(owner, project, decision=decision, text="C’est un vrai service.")
    actions.settle(only, project, appeal=Appeal.objects.get(), is_granted=False, words="Non.")
    project.refresh_from_db()
    assert not project.is_public


def test_what_was_hidden_is_shown_again_everywhere(client):
    project, moderator = make_project(title="Passerelle"), make_moderator()
    decision = make_hidden(project, moderator)
    actions.show(moderator, project, case=decision.case, words="Une erreur.")
    assert client.get(project.get_absolute_url()).status_code == 200
    assert "Passerelle" in client.get("/directory/?q=passerelle").content.decode()
    assert queries.hiding_of("entry", project.uid) == decision


def test_a_decision_meets_no_edit_and_no_edit_meets_it():
    """What is said beside an entry changes nothing of it: an open form is still good."""
    project, editor = make_project(), make_administrator()
    seen = project.revision
    actions.keep(make_moderator(), project, case=make_report(project).case, words="Bien.")
    edit(editor, project, revision=seen, title="Autrement")
    assert project.title == "Autrement"


def test_a_profile_is_hidden_as_any_entry(client):
    person = make_person(title="Fausse Identité")
    make_hidden(person, reason="personal_data", words="Quelqu’un d’autre.")
    assert "Fausse" not in client.get(person.get_absolute_url()).content.decode()
    assert "Fausse" not in client.get("/data/people.json").getvalue().decode()


def test_moderators_see_what_is_hidden_and_no_drafts(client):
    client.force_login(make_moderator())
    hidden, draft = make_project(), make_project(published_at=None)
    make_hidden(hidden)
    page = client.get(hidden.get_absolute_url())
    assert page.status_code == 200
    assert "Une réclame." in page.content.decode()
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_case_of_what_is_gone_is_left_out(client):
    project = make_project()
    case = make_report(project).case
    project.delete()
    assert Case.objects.get().entry is None
    client.force_login(make_moderator())
    assert client.get(reverse("moderation:queue")).status_code == 200
    assert client.get(reverse("moderation:case", args=[case.uid])).status_code == 404
