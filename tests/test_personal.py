"""What is kept of people is known, handed over, and leaves no trace when it is erased."""

import io
import json
import zipfile

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.urls import reverse

from terreau.accounts.personal import holdings
from terreau.comments import actions as comments
from terreau.comments.models import Comment
from terreau.entries.actions import give_role
from terreau.entries.models import Role, Tombstone
from terreau.ledger.models import Statement
from terreau.ledger.queries import about, said_by
from terreau.moderation.actions import report
from terreau.organizations.tests.factories import make_account, make_claimed
from terreau.people import actions
from terreau.people.models import Person
from terreau.people.queries import profile_of
from terreau.projects.tests.factories import make_project
from terreau.reviews.models import State
from terreau.reviews.remarks import remark
from terreau.reviews.tests.factories import make_review
from terreau.search import engines

# Tables in which a person is a number alone, or which hold none of them.
NOT_PERSONAL = {"jobs.Job"}
WORDS = {
    "title": "Zébuline Inventée-Quetzal",
    "bio": "Ancienne dompteuse de wombats.",
    "skills": "Xylographie de zibeline",
    "offers": "Prêter un hygromètre kafkaïen",
    "email": "zebuline.ecrire@example.org",
    "phone": "+33 6 99 88 77 66",
    "website": "https://zebuline.example.org/",
}
EMAIL = "zebuline.signe@example.org"
NEEDLES = (
    "zebuline", "zébuline", "quetzal", "wombat", "xylograph", "kafkaien", "kafkaïen", "99 88 77",
)  # fmt: skip


def concerns_people(model):
    for field in model._meta.get_fields():
        if isinstance(field, models.EmailField):
            return True
        if isinstance(field, models.ForeignKey) and field.related_model is get_user_model():
            return True
    return False


def test_every_table_about_people_belongs_to_a_holding():
    covered = {label for each in holdings() for label in each.tables} | NOT_PERSONAL
    known = {model._meta.label for model in apps.get_models()}
    personal = {model._meta.label for model in apps.get_models() if concerns_people(model)}
    personal -= {"accounts.User_groups", "accounts.User_user_permissions", "admin.LogEntry"}
    assert personal - covered == set()
    assert covered - known == set()


def everything():
    """(table, row as text) of every row of the database, those of the search index included."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            for row in cursor.fetchall():
                yield table, " ".join(readable(value) for value in row).lower()
    for session in Session.objects.all():
        yield "sessions", str(session.get_decoded()).lower()


def readable(value):
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


def traces():
    return sorted({(table, word) for table, row in everything() for word in NEEDLES if word in row})


@pytest.fixture
def zebuline(client):
    user = make_account(EMAIL)
    organization, _admin = make_claimed()
    give_role(user, organization, Role.Name.EDITOR)
    client.force_login(user)
    client.get(reverse("account_email"))
    open_to_all = dict.fromkeys(("bio", "skills", "offers", "email", "phone"), "everyone")
    actions.create(user, Person(), state="citizen", reaches=open_to_all, **WORDS)
    actions.edit(user, profile_of(user), title="Zébuline Quetzal")
    talk(user)
    return user


def talk(user):
    """Zébuline comments, changes it, answers, drafts, reacts, reports, and calls herself."""
    project = make_project()
    comments.write(user, project, text="Je dresse des wombats.")
    said = Comment.objects.get()
    comments.edit(user, project, comment=said, text="Je dresse un wombat.", version=1)
    comments.write(user, project, text="@zebuline-quetzal, c’est moi.", parent=said)
    comments.react(user, project, meaning="help", comment=said)
    comments.keep_draft(user, project, "Mes xylographies.")
    report(user, project, what="entry", uid=project.uid, reason="spam", text="Signé Zébuline.")


@pytest.mark.django_db
def test_erasure_leaves_no_trace_in_any_table(client, zebuline):
    found = {table for table, _word in traces()}
    assert {"accounts_user", "entries_entry", "people_person", "search_document"} <= found
    uid, person = zebuline.uid, profile_of(zebuline)
    actions.erase(zebuline)
    engines.merge()  # what the job does that the erasure asked for
    assert traces() == []
    assert not get_user_model().objects.filter(uid=uid).exists()
    assert Tombstone.objects.get(uid=person.uid).slug == str(person.uid)
    left = Statement.objects.filter(subject=person.uid).order_by("id")
    assert [each.is_erased for each in left] == [True, True, False]
    assert {each.actor for each in left} == {None}
    assert client.get(person.get_absolute_url()).status_code == 404
    assert client.get(reverse("record:index")).status_code == 200
    assert list(Comment.objects.values_list("user", "text").distinct()) == [(None, "")]
    first = Comment.objects.earliest("pk")
    assert (first.reply_count, first.help_count) == (1, 1)
    page = client.get(reverse("comments:detail", args=[first.uid])).content.decode()
    assert "un compte supprimé" in page


@pytest.mark.django_db
def test_the_record_ties_no_profile_to_what_its_person_does(client, zebuline):
    """Remarks are shown without a name, and seats in committees: a uid must not lead to one."""
    person = profile_of(zebuline)
    actions.withdraw(zebuline, person)
    actions.publish(zebuline, person)
    review = make_review(state=State.OPEN)
    remark(zebuline, review, text="Sans nom.")
    assert said_by(zebuline.uid).get().subject == review.uid
    said = client.get("/api/v1/statements/").json()["items"]
    signed = {each["actor"] for each in said if each["subject"] == str(person.uid)}
    assert signed == {None}
    assert len(about(person.uid)) == 4


@pytest.mark.django_db
def test_erasure_takes_all_or_nothing(zebuline, monkeypatch):
    before = traces()

    def fail(user):
        raise RuntimeError

    monkeypatch.setattr(get_user_model(), "delete", fail)
    with pytest.raises(RuntimeError):
        actions.erase(zebuline)
    assert traces() == before


@pytest.mark.django_db
def test_the_only_administrator_of_the_site_hands_over_first(client):
    administrator = make_account(is_staff=True)
    with pytest.raises(ValidationError, match="admin"):
        actions.erase(administrator)
    make_account(is_staff=True)
    actions.erase(administrator)


@pytest.mark.django_db
def test_what_one_administered_alone_can_be_claimed_again(client):
    organization, admin = make_claimed()
    actions.erase(admin)
    organization.refresh_from_db()
    assert not organization.is_claimed


@pytest.mark.django_db
def test_erasing_takes_the_address_typed_once_more_and_signs_out(client, zebuline):
    erase = reverse("person:erase")
    assert client.post(erase, {"email": "other@example.org"}).status_code == 200
    assert get_user_model().objects.filter(pk=zebuline.pk).exists()
    assert client.post(erase, {"email": EMAIL.upper()}).status_code == 302
    assert client.get(reverse("person:data")).status_code == 302
    assert not get_user_model().objects.filter(pk=zebuline.pk).exists()


@pytest.mark.django_db
def test_export_holds_all_that_the_person_said(client, zebuline):
    answer = client.get(reverse("person:export"))
    assert answer["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    for each in holdings():
        assert {f"{each.name}.json", f"{each.name}.csv"} <= set(archive.namelist())
    profile = json.loads(archive.read("profile.json"))[0]
    assert {profile[name] for name in ("bio", "skills", "phone")} <= set(WORDS.values())
    assert json.loads(archive.read("account.json"))[0]["email"] == EMAIL
    assert "Zébuline" in archive.read("profile.csv").decode("utf-8-sig")
    assert "profile" in archive.read("README.txt").decode()
    acts = [each["action"] for each in json.loads(archive.read("profile_acts.json"))]
    assert acts == ["people.create", "people.edit"]


@pytest.mark.django_db
def test_nobody_sees_the_data_of_another(client, zebuline):
    client.force_login(make_account())
    archive = zipfile.ZipFile(io.BytesIO(client.get(reverse("person:export")).content))
    text = " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    assert [word for word in NEEDLES if word in text.lower()] == []
