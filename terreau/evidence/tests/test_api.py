"""The API of evidence: what a program reads, and what it may record with a token."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from terreau.entries.models import Role
from terreau.entries.tests.factories import make_user
from terreau.evidence import api, tokens
from terreau.evidence.models import Measurement, Token
from terreau.evidence.tests.factories import make_indicator, make_measurement, make_target
from terreau.ledger.models import Statement
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_throttles():
    cache.clear()


@pytest.fixture
def indicator(db):
    return make_indicator()


@pytest.fixture
def secret(indicator):
    project = indicator.project
    user = make_user(edits=[project])
    return tokens.create_token(user, project, name="Tableau de bord")[1]


def send(client, measured, secret, project=None, **given):
    body = {"indicator": str(measured.uid), "period": "2026-03", "value": "1234.5"} | given
    headers = {"Authorization": f"Bearer {secret}", "Accept-Language": "en"} if secret else {}
    return client.post(
        f"/api/v1/projects/{(project or measured.project).uid}/measurements/",
        body,
        content_type="application/json",
        headers=headers,
    )


def problem(answer, status):
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert said["status"] == status and said["title"] and said["detail"]
    return said["detail"]


def test_a_program_records_a_value_once(client, indicator, secret):
    first, again = send(client, indicator, secret), send(client, indicator, secret)

    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json()["outcome"], again.json()["outcome"]) == ("recorded", "unchanged")
    assert first.json()["uid"] == again.json()["uid"]
    row = Measurement.objects.get()
    assert (row.value, row.way, row.level) == (Decimal("1234.5"), "program", "declared")
    token = Token.objects.get()
    assert token.last_used_on == timezone.localdate()
    said = Statement.objects.get()
    assert said.payload["by_token"] == str(token.uid) and said.actor == token.user.uid


def test_no_cookie_and_no_mark_of_a_page_is_needed(indicator, secret):
    answer = send(Client(enforce_csrf_checks=True), indicator, secret)
    assert answer.status_code == 201


def test_another_value_needs_a_reason(client, indicator, secret):
    send(client, indicator, secret)
    assert "give a reason" in problem(send(client, indicator, secret, value="1300"), 409)

    answer = send(client, indicator, secret, value="1300", reason="Doublons.")

    assert (answer.status_code, answer.json()["outcome"]) == (200, "corrected")
    assert Measurement.objects.known().get().value == 1300
    assert Measurement.objects.count() == 2


@pytest.mark.parametrize("wrong", ["", "terreau_x", "terreau_" + "a" * 43, "x" * 500, "été", "a b"])
def test_without_a_token_in_use_nothing_is_recorded(client, indicator, secret, wrong):
    answer = send(client, indicator, wrong)
    problem(answer, 401)
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    Token.objects.update(revoked_at=timezone.now())
    problem(send(client, indicator, secret), 401)
    assert not Measurement.objects.exists()


def test_a_token_has_the_rights_of_who_made_it_and_no_more(client, indicator, secret):
    other = make_indicator()
    problem(send(client, other, secret), 403)
    problem(send(client, other, secret, project=indicator.project), 422)
    Role.objects.all().delete()
    assert "lost the right" in problem(send(client, indicator, secret), 403)
    Token.objects.get().user.delete()
    problem(send(client, indicator, secret), 401)
    assert not Measurement.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        {"value": "NaN"}, {"value": "1e5"}, {"value": 12}, {"value": 1.5}, {"value": "1,5"},
        {"value": "123456789012"}, {"value": "0.00001"}, {"period": "hier"}, {"period": "2026-Q1"},
        {"period": "2190-01"}, {"indicator": "x"}, {"source": "x" * 501}, {"value": None},
        {"period": "2026-03-05", "last_day": "2026-03-01"}, {"last_day": "soon"},
        {"period": "2026-03-05", "last_day": "9999-12-31"},
    ],
)  # fmt: skip
def test_what_makes_no_measurement_is_refused_in_words(client, indicator, secret, given):
    problem(send(client, indicator, secret, **given), 422)
    assert not Measurement.objects.exists()


def test_what_is_no_json_is_refused(client, indicator, secret):
    url = f"/api/v1/projects/{indicator.project.uid}/measurements/"
    headers = {"Authorization": f"Bearer {secret}"}
    problem(client.post(url, "{", content_type="application/json", headers=headers), 400)
    answer = client.get(url)
    problem(answer, 405)
    assert answer.headers["Allow"] == "POST"


def test_a_token_may_not_be_used_without_pause(client, indicator, secret, monkeypatch):
    monkeypatch.setattr(api.throttle, "num_requests", 2)
    statuses = [send(client, indicator, secret).status_code for _ in range(3)]
    assert statuses == [201, 200, 429]


def test_a_stretch_of_days(client, secret, indicator):
    indicator.methods.update(period="free")
    answer = send(client, indicator, secret, period="2026-03-05", last_day="2026-03-11")
    assert (answer.json()["period_from"], answer.json()["period_to"]) == (
        "2026-03-05", "2026-03-12"
    )  # fmt: skip


def test_evidence_is_read_as_it_was_known(client, indicator):
    then = timezone.now() - timedelta(days=20)
    make_measurement(indicator, "2025-03", "10.50", recorded_at=then, superseded_at=timezone.now())
    make_measurement(indicator, "2025-03", "12")
    make_target(indicator)
    url = f"/api/v1/projects/{indicator.project.uid}/evidence/"
    day = (timezone.now() - timedelta(days=5)).date().isoformat()

    now, before = client.get(url).json(), client.get(url, {"known_at": day}).json()
    early = client.get(url, {"as_of": "2025-03-30"}).json()

    assert now["indicators"][0]["latest"]["value"] == "12"
    assert before["indicators"][0]["latest"]["value"] == "10.5"
    assert before["known_at"] == day
    assert early["indicators"][0]["latest"] is None
    assert now["dimensions"]["used"] is True
    assert client.get(url, {"as_off": "2025-03-30"}).status_code == 422


def test_a_project_without_evidence(client):
    found = client.get(f"/api/v1/projects/{make_project().uid}/evidence/").json()
    assert (found["indicators"], found["costs"], found["titles"]) == ([], [], [])
