"""The pages of evidence: what they show, what they cost, who may act on them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from terreau.entries import panels
from terreau.entries.tests.factories import make_administrator, make_user
from terreau.evidence.models import (
    Attestation,
    Cost,
    Feed,
    Indicator,
    Measurement,
    MethodVersion,
    Target,
    Token,
)
from terreau.evidence.panels import of_project
from terreau.evidence.tests.factories import (
    make_attestation,
    make_cost,
    make_feed,
    make_indicator,
    make_measurement,
    make_target,
)
from terreau.ledger.models import Statement
from terreau.organizations.tests.factories import make_incubator, make_organization
from terreau.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    """Pages have the language of their address."""


def rich(count, project=None):
    """A project with so many of everything."""
    project = project or make_project()
    for number in range(count):
        indicator = make_indicator(project, stands_for="active_users")
        for month in range(1, 3 + count):
            make_measurement(indicator, f"2025-{month:02}", str(100 * month))
        row = Measurement.objects.filter(indicator=indicator).first()
        row.pk, row.uid, row.superseded_at = None, indicator.uid, timezone.now()
        row.because = "Double compte."
        row.save(force_insert=True)
        make_target(indicator)
        make_feed(indicator)
        make_cost(project, str(2023 + number % 3))
        make_attestation(project, make_organization())
    return project


def address(name, project, *keys):
    return reverse(f"evidence:{name}", args=[project.slug, *keys])


def text_of(client, url, status=200, **given):
    page = client.get(f"/en{url}", given)
    assert page.status_code == status
    return page.content.decode()


@pytest.fixture
def team(client):
    """A project, and a client that signed in as an editor of it."""
    project = make_project()
    user = make_user(edits=[project])
    client.force_login(user)
    project.user = user
    return project


def post(client, page, project, **given):
    project.refresh_from_db()
    return client.post(page, {"revision": project.revision} | given)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_seven_queries(client, django_assert_num_queries, count):
    project = rich(count)
    with django_assert_num_queries(7):
        client.get(address("index", project))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_indicator_costs_five(client, django_assert_num_queries, count):
    project = rich(count)
    uid = Indicator.objects.filter(project=project).first().uid
    with django_assert_num_queries(5):
        client.get(address("indicator", project, uid))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_value_costs_six(client, django_assert_num_queries, count):
    project = rich(count)
    uid = Measurement.objects.known().first().uid
    with django_assert_num_queries(6):
        client.get(address("measurement", project, uid))


@pytest.mark.parametrize("count", [1, 3])
def test_files_and_the_api_cost_as_much_for_three(client, django_assert_num_queries, count):
    project = rich(count)
    with django_assert_num_queries(5):
        b"".join(client.get(address("csv", project)).streaming_content)
    with django_assert_num_queries(8):
        client.get(f"/api/v1/projects/{project.uid}/evidence/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_costs_seven_queries_and_one_where_there_is_nothing(
    client, django_assert_num_queries, count, monkeypatch
):
    mine = [each for each in panels.panels_of("project") if each.context is of_project]
    monkeypatch.setitem(panels._panels, "project", mine)
    project, bare = rich(count), make_project()
    for each, cost in ((bare, 1), (project, 7)):
        with django_assert_num_queries(10 + cost):
            client.get(each.get_absolute_url())


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_is_drawn(client, language):
    project = rich(2)
    client.force_login(make_administrator())
    indicator = Indicator.objects.filter(project=project).first()
    value = Measurement.objects.known().filter(indicator=indicator).first()
    target = Target.objects.filter(indicator=indicator).get()
    cost, title = Cost.objects.first(), Attestation.objects.first()
    names = [
        ("index",), ("import_file",), ("tokens",), ("add_indicator",), ("record_cost",),
        ("attest",),
        *((name, indicator.uid) for name in (
            "indicator", "edit_indicator", "change_definition", "retire_indicator", "record",
            "set_target", "connect_source", "disconnect_source",
        )),
        *((name, value.uid) for name in ("measurement", "correct", "withdraw", "publish", "check")),
        ("drop_target", target.uid), ("correct_cost", cost.uid), ("withdraw_cost", cost.uid),
        ("revoke", title.uid),
    ]  # fmt: skip
    for name, *keys in names:
        page = client.get(language + address(name, project, *keys))
        assert page.status_code == 200, name
    assert client.get(f"{language}{project.get_absolute_url()}").status_code == 200


def test_the_page_says_what_is_there_and_what_is_missing(client):
    project = rich(1)
    text = text_of(client, address("index", project))

    assert text.count('class="presence is-missing"') == 4  # used alone
    assert "Double compte." in text
    assert "300" in text and "Cost" in text
    assert "Every value (CSV)" in text


def test_the_empty_page_and_the_empty_panel_say_what_to_do(client):
    project = make_project()
    assert "No evidence yet" in text_of(client, address("index", project))
    assert "No indicator, cost or title was published yet" in text_of(
        client, project.get_absolute_url()
    )


def test_the_panel_leads_to_the_evidence(client):
    project = rich(1)
    text = text_of(client, project.get_absolute_url())
    assert f'href="/en{address("index", project)}"' in text
    assert "No measurement: 150 personnes by 30 June 2026" in text


def test_as_known_then(client):
    project = make_project()
    indicator = make_indicator(project)
    then = timezone.now() - timedelta(days=30)
    make_measurement(indicator, "2025-03", "41", recorded_at=then, superseded_at=timezone.now())
    make_measurement(indicator, "2025-03", "43")

    day = (timezone.now() - timedelta(days=10)).date().isoformat()
    now, before = (
        text_of(client, address("index", project), **given) for given in ({}, {"known_at": day})
    )

    assert "43 personnes" in now and "41 personnes" in now
    assert "41 personnes" in before and "43 personnes" not in before
    assert "As it was known on" in before
    panel = text_of(client, project.get_absolute_url(), known_at=day)
    assert "41 personnes" in panel and "43 personnes" not in panel


def test_drafts_and_strangers(client):
    draft = rich(1, make_project(published_at=None))
    uid = Indicator.objects.get(project=draft).uid
    for name, *keys in (("index",), ("csv",), ("indicator", uid), ("template",)):
        assert client.get(address(name, draft, *keys)).status_code == 404
    assert client.get(f"/api/v1/projects/{draft.uid}/evidence/").status_code == 404
    project = rich(1)
    for name in ("add_indicator", "import_file", "tokens", "record_cost"):
        assert client.get(address(name, project)).status_code == 302
    client.force_login(make_user())
    for name in ("add_indicator", "import_file", "tokens", "record_cost", "attest"):
        assert client.get(address(name, project)).status_code == 403
    assert client.get(address("indicator", project, uid)).status_code == 404


def test_an_indicator_is_added_and_a_value_recorded_as_people_write_it(client, team):
    page = post(
        client, address("add_indicator", team), team, name="Usagers", dimension="used",
        stands_for="active_users", definition="Connectés.", unit="personnes", period="month",
        direction="up",
    )  # fmt: skip
    assert page.status_code == 302, page.context["form"].errors
    indicator = Indicator.objects.get()
    url = address("record", team, indicator.uid)

    page = post(client, url, team, period="03/2026", value="1 234,5 personnes", source="Interne")

    assert page.headers["Location"] == address("indicator", team, indicator.uid)
    row = Measurement.objects.get()
    assert (row.value, row.level, row.period_from) == (
        Decimal("1234.5"), "declared", date(2026, 3, 1)
    )  # fmt: skip
    said = Statement.objects.order_by("pk").last()
    assert said.payload["value"] == "1234.5" and "Interne" not in str(said.payload)
    text = text_of(client, team.get_absolute_url() + "history/")
    assert "“Usagers” was 1,234.5 personnes (March 2026)." in text


@pytest.mark.parametrize(
    ("period", "value", "words"),
    [
        ("2026-Q1", "1", "give the whole of one"),
        ("hier", "1", "Write it as"),
        ("2026-03", "beaucoup", "is no number"),
        ("2190-01", "1", "when it is over"),
        ("2026-02", "99", "correct it instead"),
    ],
)
def test_mistakes_are_said_beside_what_was_typed(client, team, period, value, words):
    indicator = make_indicator(team)
    make_measurement(indicator, "2026-02", "5")
    url = address("record", team, indicator.uid)

    page = client.post(f"/en{url}", {"revision": team.revision, "period": period, "value": value})

    assert page.status_code == 200
    assert words in page.content.decode()
    assert Measurement.objects.count() == 1


def test_a_correction_supersedes_and_its_history_is_shown(client, team):
    row = make_measurement(make_indicator(team), "2025-03", "10", level="audited")
    url = address("correct", team, row.uid)

    page = post(client, url, team, value="12", reason="Doublons.")

    assert page.status_code == 302
    right = Measurement.objects.known().get()
    assert (right.value, right.level, right.checker) == (12, "declared", None)
    text = text_of(client, address("measurement", team, row.uid))
    assert "Doublons." in text and "Declared" in text and "Audited" in text
    assert client.get(url).status_code == 404


def test_a_withdrawn_value_leaves_its_trace(client, team):
    row = make_measurement(make_indicator(team), "2025-03", "10")
    post(client, address("withdraw", team, row.uid), team, reason="Compteur en panne.")

    assert not Measurement.objects.known().exists()
    assert "was withdrawn" in text_of(client, address("measurement", team, row.uid))
    assert "Compteur en panne." in text_of(client, address("index", team))


def test_a_changed_definition_is_marked(client, team):
    indicator = make_indicator(team)
    make_measurement(indicator, "2025-01", "10")
    make_measurement(indicator, "2025-05", "20")
    given = {"definition": "Autre chose.", "unit": "personnes", "period": "month",
             "direction": "up", "reason": "Nouvel outil."}  # fmt: skip
    url = address("change_definition", team, indicator.uid)

    assert post(client, url, team, valid_from="2025-03-01", **given).status_code == 302

    assert [each.number for each in MethodVersion.objects.order_by("number")] == [1, 2]
    text = text_of(client, address("indicator", team, indicator.uid))
    assert "definition changed" in text and "definition 2" in text and "Autre chose." in text
    page = post(client, url, team, valid_from="2025-02-01", **given | {"definition": "Encore."})
    assert page.status_code == 200 and MethodVersion.objects.count() == 2
    again = given | {"definition": "Autre chose, mieux dite.", "rewords": "on"}
    assert post(client, url, team, valid_from="2025-06-01", **again).status_code == 302
    known = MethodVersion.objects.known().get(number=2)
    assert (known.definition, known.valid_from) == (
        "Autre chose, mieux dite.", date(2025, 3, 1)
    )  # fmt: skip
    assert post(client, url, team, valid_from="2025-06-01",
                **again | {"unit": "foyers"}).status_code == 200  # fmt: skip


def test_targets_are_set_and_dropped_unless_frozen(client, team):
    indicator = make_indicator(team)
    url = address("set_target", team, indicator.uid)
    post(client, url, team, value="1 500", due_on="2190-06-30")
    target = Target.objects.get()
    assert target.value == 1500
    post(client, address("drop_target", team, target.uid), team, reason="Trop tôt.")
    assert not Target.objects.known().exists()

    frozen = make_target(indicator, due_on=date(2190, 1, 1), frozen_at=timezone.now())
    page = post(client, address("drop_target", team, frozen.uid), team, reason="Non.")
    assert page.status_code == 200
    page = post(client, url, team, value="1", due_on="2190-01-01")
    assert page.status_code == 200
    assert Target.objects.known().get() == frozen


def test_costs_are_recorded_once_for_what_they_cover(client, team):
    url = address("record_cost", team)
    given = {"first_day": "2025-01-01", "last_day": "2025-12-31", "amount": "300 000,50"}

    assert post(client, url, team, covers=["team"], **given).status_code == 302
    page = post(client, url, team, covers=["team", "hosting"], **given)
    assert page.status_code == 200
    assert post(client, url, team, covers=["hosting"], **given).status_code == 302
    assert post(client, url, team, covers=["other"], **given).status_code == 200

    cost = Cost.objects.get(covers=["team"])
    assert (cost.amount, cost.period_to) == (Decimal("300000.50"), date(2026, 1, 1))
    wrong = address("correct_cost", team, cost.uid)
    given |= {"amount": "250000", "reason": "Facture."}
    assert post(client, wrong, team, covers=["team"], **given).status_code == 302
    known = Cost.objects.known().get(covers=["team"])
    post(client, address("withdraw_cost", team, known.uid), team, reason="Doublon.")
    assert Cost.objects.known().count() == 1


def test_costs_for_each_unit_say_what_they_cover(client):
    project = make_project()
    indicator = make_indicator(project, name="Usagers", stands_for="active_users")
    make_measurement(indicator, "2025-03", "100")
    make_measurement(indicator, "2025-04", "300")
    make_cost(project, "2025", "120000")
    make_cost(project, "2024", "1000")

    text = text_of(client, address("index", project))

    assert "600" in text and "120,000 € a year (the team)" in text
    assert "the mean of 2 months" in text
    assert "not divided: no value lies within the period of the budget" in text


def test_only_an_independent_body_checks(client, team):
    host, body = make_incubator(), make_organization()
    project = make_project(hosts=[host])
    row = make_measurement(make_indicator(project), "2025-03")
    url = address("check", project, row.uid)
    for organization, status in ((host, 200), (body, 302)):
        client.force_login(make_user(edits=[organization]))
        given = {"organization": organization.pk, "level": "audited"}
        assert post(client, url, project, **given).status_code == status
    known = Measurement.objects.known().get()
    assert (known.level, known.checker) == ("audited", body)
    assert "Audited by" in text_of(client, address("indicator", project, known.indicator.uid))
    client.force_login(make_user(edits=[project]))
    assert client.get(address("check", project, known.uid)).status_code == 403


def test_a_hidden_organization_is_not_named(client):
    hidden = make_organization(title="Officine secrète", hidden_at=timezone.now())
    project = make_project()
    indicator = make_indicator(project, measurer=hidden)
    row = make_measurement(indicator, "2025-03", level="audited", checker=hidden)
    make_attestation(project, hidden)
    pages = [address("index", project), address("indicator", project, indicator.uid),
             address("measurement", project, row.uid), project.get_absolute_url()]  # fmt: skip
    for url in pages:
        assert "secrète" not in text_of(client, url)
    assert "secrète" not in client.get(f"/api/v1/projects/{project.uid}/evidence/").content.decode()
    csv = b"".join(client.get(address("csv", project)).streaming_content).decode()
    assert "secrète" not in csv


def test_nobody_checks_in_the_name_of_another(client):
    mine, other = make_organization(), make_organization()
    project = make_project()
    row = make_measurement(make_indicator(project), "2025-03")
    client.force_login(make_user(edits=[mine]))
    given = {"organization": other.pk, "level": "form_checked"}

    assert post(client, address("check", project, row.uid), project, **given).status_code == 200
    given = {"organization": other.pk, "title": "Impact national", "attested_on": "2026-01-01"}
    assert post(client, address("attest", project), project, **given).status_code == 200
    assert Measurement.objects.known().get().level == "declared"
    assert not Attestation.objects.exists()


def test_a_title_is_attested_by_the_body_that_gives_it(client):
    body, project = make_organization(title="Le Réseau"), make_project()
    client.force_login(make_user(edits=[body]))
    given = {"organization": body.pk, "title": "Impact national", "attested_on": "2026-01-01"}

    assert post(client, address("attest", project), project, **given).status_code == 302

    text = text_of(client, address("index", project))
    assert "Impact national" in text and "Le Réseau" in text
    assert "Impact national" in text_of(client, project.get_absolute_url())
    title = Attestation.objects.get()
    client.force_login(make_user(edits=[make_organization()]))
    url = address("revoke", project, title.uid)
    assert post(client, url, project, reason="Non.").status_code == 200
    client.force_login(make_user(edits=[body]))
    assert post(client, url, project, reason="Critères non tenus.").status_code == 302
    assert not Attestation.objects.known().exists()


def test_publishing_needs_a_public_address(client, team):
    row = make_measurement(make_indicator(team), "2025-03")
    url = address("publish", team, row.uid)
    for wrong in ("http://localhost/x", "http://10.0.0.1/", "ftp://a.example.org/", "rien"):
        assert post(client, url, team, source=wrong).status_code == 200
    assert post(client, url, team, source="https://stats.example.org/a").status_code == 302
    assert Measurement.objects.known().get().level == "published"


def test_a_source_is_connected_and_its_failure_is_public(client, team):
    indicator = make_indicator(team)
    url = address("connect_source", team, indicator.uid)
    given = {"url": "https://stats.example.org/a.json", "schedule": "weekly"}
    assert post(client, url, team, value_path="a[", **given).status_code == 200
    assert post(client, url, team, value_path="a.b", **given).status_code == 302
    Feed.objects.update(
        failing_since=timezone.now(), failures=1,
        failure={"code": "statistics-not-json", "path": "x", "severity": "error", "params": {}},
    )  # fmt: skip
    client.logout()
    for page in (address("index", team), address("indicator", team, indicator.uid)):
        assert "The answer is no JSON." in text_of(client, page)
    assert "The answer is no JSON." in text_of(client, team.get_absolute_url())


def test_a_file_is_shown_line_by_line_then_taken(client, team):
    indicator = make_indicator(team, name="Usagers")
    make_measurement(indicator, "2026-01", "10")
    url = address("import_file", team)
    data = "Indicateur;Période;Valeur\nUsagers;2026-01;12\nUsagers;02/2026;1 030,5\nAutre;2026;1\n"
    file = SimpleUploadedFile("mesures.csv", data.encode("cp1252"))

    page = client.post(f"/en{url}", {"file": file})

    assert page.status_code == 200
    text = page.content.decode()
    assert "The project has no indicator of this name." in text
    assert "Record 1 value, correct 1 value" in text
    assert Measurement.objects.count() == 1
    form = page.context["form"]
    given = {name: form.initial[name] for name in ("text", "seen")}
    page = client.post(f"/en{url}", given)
    assert page.status_code == 200 and "Give the reason" in page.content.decode()
    page = client.post(f"/en{url}", given | {"reason": "Doublons."})
    assert page.status_code == 302
    assert Measurement.objects.known().count() == 2
    page = client.post(f"/en{url}", given | {"reason": "Doublons."})
    assert page.status_code == 409
    assert "There is nothing to record" in page.content.decode()


@pytest.mark.parametrize("text", ["", "a;b\n1;2\n"])
def test_a_file_without_use_is_refused_in_words(client, team, text):
    page = client.post(address("import_file", team), {"text": text})
    assert page.status_code == 200
    assert page.context["form"].errors


def test_the_text_of_a_file_cannot_write_into_the_page(client, team):
    make_indicator(team, name="Usagers")
    text = 'indicator;period;value\n"</textarea><script>alert(1)</script>";2026-01;1\n'
    page = client.post(address("import_file", team), {"text": text})
    assert "<script>alert" not in page.content.decode()


def test_the_template_names_the_indicators(client, team):
    make_indicator(team, name="=Usagers")
    for language, sign in (("", "Usagers;"), ("/en", "Usagers,")):
        page = client.get(language + address("template", team))
        text = b"".join(page.streaming_content).decode("utf-8-sig")
        assert "'=Usagers" in text and sign in text


def test_a_token_is_shown_once_and_revoked(client, team):
    url = address("tokens", team)
    page = client.post(f"/en{url}", {"name": "Tableau de bord"})
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    token = Token.objects.get()
    assert secret not in str(vars(token))
    assert secret not in client.get(url).content.decode()
    assert not Statement.objects.exists()
    client.post(address("revoke_token", team, token.uid))
    token.refresh_from_db()
    assert token.revoked_at
    client.force_login(make_user())
    assert client.post(address("revoke_token", team, token.uid)).status_code == 403


def test_two_people_at_once_do_not_undo_one_another(client, team):
    row = make_measurement(make_indicator(team), "2025-03", "10")
    url = address("correct", team, row.uid)
    seen = {"revision": team.revision, "reason": "Relu."}
    assert client.post(url, seen | {"value": "11"}).status_code == 302
    other = Measurement.objects.known().get()
    page = client.post(address("correct", team, other.uid), seen | {"value": "12"})
    assert page.status_code == 409
    assert Measurement.objects.known().get().value == 11
