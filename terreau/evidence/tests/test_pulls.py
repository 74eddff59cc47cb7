"""Indicators read from public statistics, over a real connection."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from terreau.entries.tests.factories import make_administrator
from terreau.evidence import connections, pulls, tasks
from terreau.evidence.findings import reason_of
from terreau.evidence.models import Feed, Measurement, MethodVersion
from terreau.evidence.periods import last_complete
from terreau.evidence.tests.factories import make_feed, make_indicator, make_measurement
from terreau.evidence.tests.statistics_server import served
from terreau.jobs.models import Job
from terreau.jobs.worker import Loop
from terreau.ledger.models import Statement

pytestmark = pytest.mark.django_db

server = pytest.fixture(served)
SERIES = {"rows": [{"month": "2026-01", "n": 10}, {"month": "2026-02", "n": 20.50}]}


@pytest.fixture(autouse=True)
def _loopback(settings, server):
    settings.FETCH_PRIVATE_HOSTS = [server.place]


@pytest.fixture
def feed(server):
    url = server.publish("/stats", {"value": 1234})
    return make_feed(make_indicator(), url)


@pytest.fixture
def series(server):
    url = server.publish("/series", SERIES)
    return make_feed(make_indicator(), url, value_path="rows[*].n", period_path="rows[*].month")


def known(feed):
    rows = Measurement.objects.known().filter(indicator=feed.indicator)
    return {row.period_from.isoformat()[:7]: row.value for row in rows.order_by("period_from")}


def again(feed):
    return pulls.pull(Feed.objects.select_related("indicator__project").get(pk=feed.pk))


def test_a_value_counts_for_the_last_month_that_is_over(feed):
    assert pulls.pull(feed) == 1

    row = Measurement.objects.get()
    month = last_complete("month", timezone.localdate())
    assert (row.period_from, row.period_to, row.value) == (*month, 1234)
    assert (row.level, row.way, row.source) == ("published", "source", feed.url)
    feed.refresh_from_db()
    assert feed.read_at and feed.failing_since is None
    assert feed.next_at > timezone.now() + timedelta(hours=23)


def test_reading_twice_takes_effect_once(feed, series, server):
    assert [pulls.pull(feed), again(feed)] == [1, 0]
    assert [pulls.pull(series), again(series)] == [2, 0]
    assert Statement.objects.filter(verb="evidence.read").count() == 2
    server.publish("/stats", {"value": 999})
    assert again(feed) == 0
    assert list(known(feed).values()) == [1234]


def test_a_series_brings_its_past_and_its_corrections(series, server):
    assert pulls.pull(series) == 2
    rows = [*SERIES["rows"], {"month": "2026-03", "n": "30"}]
    rows[1] = {"month": "2026-02", "n": 21}
    server.publish("/series", {"rows": rows})

    assert again(series) == 2
    assert known(series) == {"2026-01": 10, "2026-02": 21, "2026-03": 30}
    assert Measurement.objects.get(superseded_at__isnull=False).value == Decimal("20.5")
    said = Statement.objects.order_by("-pk").first()
    assert said.actor is None
    assert [each["value"] for each in said.payload["values"]] == ["21", "30"]


def test_what_people_recorded_and_what_was_checked_is_left_alone(series):
    make_measurement(series.indicator, "2026-01", "11")
    make_measurement(series.indicator, "2026-02", "22", way="source", level="audited")

    assert pulls.pull(series) == 0
    assert known(series) == {"2026-01": 11, "2026-02": 22}


@pytest.mark.parametrize(
    ("period", "stamps"),
    [
        ("month", ["202601", 202602]),
        ("month", ["2026-01-01", "2026-02-28T23:59:59Z"]),
        ("year", [2024, "2025"]),
        ("quarter", ["2025-Q4", "2026-01-01"]),
        ("free", ["2026-01-05", "2026-02-06"]),
    ],
)
def test_stamps_of_all_sorts(series, server, period, stamps):
    MethodVersion.objects.update(period=period)
    server.publish("/series", {"rows": [{"month": each, "n": 1} for each in stamps]})
    assert pulls.pull(series) == 2, reason_of(Feed.objects.get(pk=series.pk))


def test_a_month_that_is_not_over_waits(series, server):
    today = timezone.localdate()
    server.publish("/series", {"rows": [{"month": f"{today:%Y-%m}", "n": 1}]})
    ends_today = (today + timedelta(days=1)).day == 1
    assert pulls.pull(series) == int(ends_today)


BAD = {
    "html": ("<!doctype html><p>Bonjour", "text/html", "web page"),
    "disguised": ("<!doctype html><p>Bonjour", "application/json", "web page"),
    "no json": ("{", "application/json", "no JSON"),
    "nan": ('{"value": NaN}', "application/json", "no JSON"),
    "infinite": ('{"value": -Infinity}', "application/json", "no JSON"),
    "endless exponent": ('{"value": 1e99999999999999999999}', "application/json", "no"),
    "large exponent": ('{"value": 1e999999}', "application/json", "instead of a number"),
    "deep": ("[" * 100_000, "application/json", "no JSON"),
    "latin": (b'{"valeur": "\xe9"}', "application/json", "no JSON"),
    "words": ('{"value": "beaucoup"}', "application/json", "instead of a number"),
    "french": ('{"value": "1 234,5"}', "application/json", "instead of a number"),
    "null": ('{"value": null}', "application/json", "instead of a number"),
    "true": ('{"value": true}', "application/json", "instead of a number"),
    "list": ('{"value": [1]}', "application/json", "instead of a number"),
    "too many digits": ('{"value": 123456789012}', "application/json", "instead of a number"),
    "elsewhere": ('{"val": 1}', "application/json", "nothing at “value”"),
    "a list": ("[1]", "application/json", "nothing at “value”"),
    "picture": (b"\x89PNG", "image/png", "something else"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_said_and_the_last_value_stays(feed, server, name):
    pulls.pull(feed)
    body, kind, words = BAD[name]
    server.publish("/stats", body, kind=kind)

    assert again(feed) == 0

    feed.refresh_from_db()
    assert words in reason_of(feed)
    assert feed.failing_since and feed.failures == 1
    assert feed.next_at < timezone.now() + timedelta(minutes=11)
    assert list(known(feed).values()) == [1234]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/huge", "more than"),
        ("/slow", "not complete after"),
        ("/to?http://127.0.0.2:8000/stats", "private network"),
        ("/to?http://169.254.169.254/latest", "private network"),
        ("/to?http://[::1]:8000/", "private network"),
        ("/to?file:///etc/passwd", "https://"),
    ],
)
def test_the_guard_stands_before_every_address(feed, server, path, words, monkeypatch):
    monkeypatch.setattr(pulls, "SECONDS", 0.5)
    feed.url = f"{server.url}{path}"
    feed.save()

    assert again(feed) == 0
    feed.refresh_from_db()
    assert words in reason_of(feed)


def test_private_addresses_are_refused_unless_an_operator_names_them(feed, settings):
    settings.FETCH_PRIVATE_HOSTS = []
    assert pulls.pull(feed) == 0
    feed.refresh_from_db()
    assert "private network" in reason_of(feed)


def test_it_fails_since_the_first_failure_and_recovers(feed, server):
    server.publish("/stats", "oops", status=500)
    pulls.pull(feed)
    feed.refresh_from_db()
    since = feed.failing_since
    again(feed)
    feed.refresh_from_db()
    assert (feed.failing_since, feed.failures) == (since, 2)
    assert timedelta(minutes=19) < feed.next_at - timezone.now() < timedelta(minutes=21)

    server.publish("/stats", {"value": 5})
    assert again(feed) == 1
    feed.refresh_from_db()
    assert (feed.failing_since, feed.failures, feed.failure) == (None, 0, None)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"month": "2026-Q1", "n": 1}], "not a period"),
        ([{"month": "2026-01-15", "n": 1}], "not a period"),
        ([{"month": "janvier", "n": 1}], "instead of a period"),
        ([{"month": "2026-01", "n": 1}, {"n": 2}], "nothing at"),
    ],
)
def test_series_that_make_no_sense_leave_nothing(series, server, rows, words):
    server.publish("/series", {"rows": rows})
    assert pulls.pull(series) == 0
    series.refresh_from_db()
    assert words in reason_of(series)
    assert not Measurement.objects.exists()


def test_the_worker_reads_what_is_due_and_nothing_else(feed, series):
    Feed.objects.filter(pk=series.pk).update(next_at=timezone.now() + timedelta(hours=1))
    tasks.read_due_sources()
    tasks.read_due_sources()
    assert Job.objects.filter(name="evidence.read_source").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_performs_the_reading(feed):
    tasks.read_due_sources()
    Loop(until="idle").run()

    assert list(known(feed).values()) == [1234]
    assert not Job.objects.failed().exists()


def test_a_retired_indicator_is_read_no_more(feed):
    feed.indicator.retired_at = timezone.now()
    feed.indicator.save()
    assert again(feed) == 0


@pytest.mark.parametrize(
    "path", ["", "a b", "a..b", "a[", "a[x]", "[*][*]", "a[*].b[*]", ".", "a.", "a'b", "$"]
)
def test_what_is_no_path_is_refused(path):
    with pytest.raises(ValidationError):
        connections.check_paths(path or " ", "")


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a.b[0]", 1), ("$.a.b[-1]", 2), ('["c d"].e', 3), ("a['b'][1]", 2), ("f-g.été", 4),
        ("[\"a\"].b[0]", 1),
    ],
)  # fmt: skip
def test_paths_lead_where_they_say(path, found):
    document = {"a": {"b": [1, 2]}, "c d": {"e": 3}, "f-g": {"été": 4}}
    assert pulls.found_at(document, pulls.parsed(path)) == [found]


def test_connecting_a_source_is_public_and_reads_at_once(server):
    indicator = make_indicator()
    user = make_administrator()
    url = "https://stats.example.org/api?key=1"
    connections.connect_source(
        user, indicator.project, indicator=indicator, url=url, value_path="n"
    )

    said = Statement.objects.get()
    assert said.payload["host"] == "stats.example.org"
    assert Feed.objects.get().next_at <= timezone.now()
    connections.connect_source(
        user, indicator.project, indicator=indicator, url=url, value_path="n"
    )
    assert Statement.objects.count() == 1
    connections.disconnect_source(user, indicator.project, indicator=indicator)
    assert not Feed.objects.exists()


def test_reading_costs_as_much_for_three_values_as_for_one(
    series, server, django_assert_num_queries
):
    for months in (["2025-01"], ["2025-02", "2025-03", "2025-04"]):
        server.publish("/series", {"rows": [{"month": each, "n": 1} for each in months]})
        with django_assert_num_queries(11):
            again(series)
    assert known(series)["2025-04"] == 1
