import csv
import io
import json

import pytest
from django.urls import reverse

from terreau.entries.tests.factories import make_administrator, make_user
from terreau.moderation import actions
from terreau.moderation.models import Appeal, Case, Report
from terreau.moderation.tests.factories import make_hidden, make_moderator, make_report
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db


def figures(client):
    return {
        (each["figure"], each["reason"]): each["value"]
        for each in client.get("/moderation/figures.json").json()
    }


def test_transparency_counts_what_happened(client):
    moderator, owner = make_moderator(), make_user()
    kept, hidden = make_project(), make_project()
    actions.keep(moderator, kept, case=make_report(kept, reason="outdated").case, words="Non.")
    make_report(kept, reason="insult")
    decision = make_hidden(hidden, moderator, reason="illegal")
    owner = make_user(edits=[hidden])
    actions.appeal(owner, hidden, decision=decision, text="Si.")
    actions.settle(
        moderator, hidden, appeal=Appeal.objects.get(), is_granted=False, words="Toujours pas."
    )
    found = figures(client)
    assert found["reports", ""] == 3
    assert (found["reports", "outdated"], found["hidden", "illegal"]) == (1, 1)
    assert (found["cases", ""], found["waiting", ""]) == (3, 1)
    assert (found["hidden", ""], found["kept", ""]) == (1, 1)
    assert (found["appeals", ""], found["granted", ""], found["refused", ""]) == (1, 0, 1)
    assert found["median_hours", ""] == 0.0
    page = client.get("/moderation/").content.decode()
    assert "Toujours pas." in page
    assert kept.title in page
    assert hidden.title not in page


def test_figures_as_they_were_before_anything_happened(client):
    make_hidden(make_project())
    rows = client.get("/moderation/figures.json?as_of=2020-01-01").json()
    assert {each["value"] for each in rows} == {0, None}
    assert {each["as_of"] for each in rows} == {"2020-01-01"}


@pytest.mark.parametrize("day", ["never", "9999-12-31", "0001-01-01", "2024-02-31", ""])
def test_a_day_that_is_none_is_today(client, day):
    for path in ("/moderation/", "/moderation/figures.csv"):
        assert client.get(path, {"as_of": day}).status_code == 200


def test_figures_as_csv_say_the_same(client):
    make_hidden(make_project())
    text = client.get("/moderation/figures.csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {(each["figure"], each["reason"]) for each in rows} == set(figures(client))


def test_decisions_are_open_data_that_name_nobody(client):
    hidden = make_project()
    decision = make_hidden(hidden, text="Un secret.")
    (row,) = json.loads(client.get("/data/moderation-decisions.json").getvalue())
    assert (row["uid"], row["verdict"], row["words"]) == (
        str(decision.uid), "hide", "Une réclame.",
    )  # fmt: skip
    assert row["entry_uid"] == ""
    assert "secret" not in json.dumps(row)


def test_somebody_reports_a_page(client):
    project, user = make_project(), make_user()
    address = reverse("moderation:report", args=["entry", project.uid])
    assert address in client.get(project.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 302
    client.force_login(user)
    given = {"reason": "outdated", "text": "Fermé en 2020."}
    assert client.post(address, given).status_code == 302
    assert Report.objects.get().text == "Fermé en 2020."
    again = client.post(address, given)
    assert again.status_code == 200
    assert "déjà" in again.content.decode()


@pytest.mark.parametrize("reason", ["", "because", "spam"])
def test_a_report_without_a_known_reason_or_too_long_is_refused(client, reason):
    project = make_project()
    client.force_login(make_user())
    address = reverse("moderation:report", args=["entry", project.uid])
    text = "x" * 1_000_000 if reason == "spam" else ""
    assert client.post(address, {"reason": reason, "text": text}).status_code == 200
    assert not Report.objects.exists()


def test_what_cannot_be_reported_is_not_there(client):
    client.force_login(make_user())
    for what, uid in [
        ("spaceship", make_project().uid), ("entry", make_project(published_at=None).uid),
        ("entry", "00000000-0000-0000-0000-000000000000"),
    ]:  # fmt: skip
        address = reverse("moderation:report", args=[what, uid])
        assert client.get(address).status_code == 404


def test_a_moderator_works_through_the_queue(client):
    project, moderator = make_project(), make_moderator()
    case = make_report(project, text="Regardez <script>alert(1)</script>").case
    client.force_login(moderator)
    queue = client.get(reverse("moderation:queue")).content.decode()
    assert reverse("moderation:case", args=[case.uid]) in queue
    page = client.get(reverse("moderation:case", args=[case.uid])).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    hide = reverse("moderation:hide", args=[case.uid])
    assert hide in page
    given = {"reason": "spam", "words": "Une réclame."}
    assert client.post(hide, given)["Location"] == reverse("moderation:queue")
    project.refresh_from_db()
    assert not project.is_public
    assert "Un autre modérateur" in client.post(hide, given).content.decode()


@pytest.mark.parametrize("name", ["queue", "case", "hide", "keep", "show"])
def test_others_see_nothing_of_it(client, name):
    case = make_report(make_project()).case
    address = reverse(f"moderation:{name}", args=[] if name == "queue" else [case.uid])
    assert client.get(address).status_code == 302
    for user in (make_user(), make_administrator()):
        client.force_login(user)
        assert client.get(address).status_code == 403


def test_an_editor_appeals_from_their_page(client):
    project = make_project()
    editor = make_user(edits=[project])
    decision = make_hidden(project)
    client.force_login(editor)
    address = reverse("moderation:appeal", args=[decision.uid])
    assert address in client.get(project.get_absolute_url()).content.decode()
    assert client.post(address, {"text": "C’est vrai."}).status_code == 302
    assert address not in client.get(project.get_absolute_url()).content.decode()
    client.force_login(make_moderator())
    settle = reverse("moderation:settle", args=[decision.uid])
    assert settle in client.get(reverse("moderation:queue")).content.decode()
    assert client.post(settle, {"is_granted": "yes", "words": "Oui."}).status_code == 302
    project.refresh_from_db()
    assert project.is_public


def test_an_old_form_of_somebody_who_moderates_no_more(client):
    project, moderator = make_project(), make_moderator()
    case = make_report(project).case
    client.force_login(moderator)
    hide = reverse("moderation:hide", args=[case.uid])
    assert client.get(hide).status_code == 200
    moderator.is_moderator = False
    moderator.save()
    assert client.post(hide, {"reason": "spam", "words": "Une réclame."}).status_code == 403
    assert Case.objects.get().closed_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_for_any_number(client, django_assert_num_queries, count):
    moderator = make_moderator()
    for _ in range(count):
        make_report(make_project())
    client.force_login(moderator)
    client.get("/moderation/queue/")
    with django_assert_num_queries(6):  # session, user, notices and three of its own
        client.get("/moderation/queue/")


@pytest.mark.parametrize("count", [1, 3])
def test_transparency_costs_the_same_for_any_number(client, django_assert_num_queries, count):
    for _ in range(count):
        make_hidden(make_project())
    with django_assert_num_queries(9):
        client.get("/moderation/")
