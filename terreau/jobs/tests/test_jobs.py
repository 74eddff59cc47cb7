from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from terreau.jobs import leases, register, schedule
from terreau.jobs.actions import enqueue, forget_finished
from terreau.jobs.models import Job, Periodic, Worker
from terreau.jobs.register import HopelessError, Schedule, job
from terreau.jobs.tests.factories import make_job
from terreau.jobs.worker import Loop, perform

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def only_these_jobs(monkeypatch):
    monkeypatch.setattr(register, "_jobs", {})


@pytest.fixture
def done():
    """What the jobs of a test have done."""
    return []


@pytest.fixture
def note(done):
    @job("tests.note", retries=2)
    def note(*, text):
        done.append(text)

    return note


def drain():
    """Do what is due, as a worker does, without a thread or a process."""
    loop = Loop(until="idle")
    loop._turn()
    return loop.performed


def test_a_job_is_called_with_its_arguments_and_kept_as_done(note, done):
    asked = enqueue(note, text="terre")

    assert drain() == 1
    asked.refresh_from_db()
    assert (done, asked.state, asked.attempts) == (["terre"], Job.State.DONE, 1)
    assert drain() == 0


def test_a_request_is_undone_with_its_transaction(note):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue(note, text="jamais")
        1 / 0  # noqa: B018

    assert Job.objects.count() == 0


def test_jobs_go_by_priority_then_by_time(note, done):
    enqueue(note, text="second", run_at=timezone.now() - HOUR)
    enqueue(note, text="third")
    enqueue(note, text="first", priority=5)
    enqueue(note, text="tomorrow", run_at=timezone.now() + HOUR)

    drain()

    assert done == ["first", "second", "third"]


@pytest.mark.parametrize("count", [1, 3])
def test_asking_costs_one_query_and_two_with_a_key(note, count, django_assert_num_queries):
    with django_assert_num_queries(count):
        for _ in range(count):
            enqueue(note, text="terre")
    with transaction.atomic(), django_assert_num_queries(4):  # two are the savepoint's
        enqueue(note, text="terre", unique="a key")


def test_a_key_waits_once_and_at_the_earlier_time(note, done):
    late = enqueue(note, text="terre", unique="a key", run_at=timezone.now() + HOUR)
    soon = enqueue(note, text="terre", unique="a key")
    enqueue(note, text="terre", unique="a key", run_at=timezone.now() + HOUR)
    enqueue(note, text="terre", unique="another key")

    assert soon.pk == late.pk
    assert drain() == 2


def test_what_is_asked_while_its_key_runs_is_done_afterwards_and_never_beside_it(note):
    enqueue(note, text="terre", unique="a key")
    running = leases.claim()
    again = enqueue(note, text="terre", unique="a key")

    assert leases.claim() is None
    leases.finish(running)
    assert leases.claim().pk == again.pk


def test_a_failure_undoes_what_the_job_wrote_and_is_tried_later():
    @job("tests.fails", retries=2)
    def fails():
        make_job(name="tests.written")
        raise ValueError("camille@example.org could not be reached")

    asked = enqueue(fails)
    drain()

    asked.refresh_from_db()
    assert (asked.state, asked.attempts) == (Job.State.WAITING, 1)
    assert asked.due_at > timezone.now()
    assert asked.last_error.startswith("builtins.ValueError · perform, line")
    assert "camille" not in asked.last_error
    assert not Job.objects.filter(name="tests.written").exists()


def test_a_job_fails_for_good_after_its_last_attempt():
    @job("tests.fails", retries=2)
    def fails():
        raise ValueError

    asked = enqueue(fails)
    for _ in range(3):
        Job.objects.update(due_at=timezone.now())
        drain()

    asked.refresh_from_db()
    assert (asked.state, asked.attempts) == (Job.State.FAILED, 3)


@pytest.mark.parametrize("name", ["tests.hopeless", "tests.unknown"])
def test_a_hopeless_job_is_not_tried_again(name):
    @job("tests.hopeless")
    def hopeless():
        raise HopelessError("the source is gone")

    asked = make_job(name=name)
    drain()

    asked.refresh_from_db()
    assert asked.state == Job.State.FAILED
    assert asked.last_error in ("the source is gone", "no job is called tests.unknown")


def test_a_failed_attempt_gives_way_to_the_job_that_waits_under_its_key():
    @job("tests.fails", retries=2)
    def fails():
        raise ValueError

    enqueue(fails, unique="a key")
    first = leases.claim()
    again = enqueue(fails, unique="a key")
    perform(first)

    assert list(Job.objects.all()) == [again]


@pytest.mark.parametrize("in_transaction", [True, False])
def test_a_worker_whose_lease_was_taken_over_takes_no_effect(in_transaction):
    @job("tests.writes", in_transaction=in_transaction)
    def writes():
        if in_transaction:
            make_job(name="tests.written")

    enqueue(writes)
    slow = leases.claim()
    Job.objects.update(due_at=timezone.now() - HOUR)
    quick = leases.claim()

    assert quick.pk == slow.pk
    assert not leases.renew(slow)
    assert perform(slow) is False
    assert not Job.objects.filter(name="tests.written").exists()
    assert perform(quick) is True
    assert perform(slow) is False
    assert Job.objects.filter(name="tests.written").count() == in_transaction


def test_a_lease_that_is_renewed_is_not_taken_over(note):
    enqueue(note, text="terre")
    held = leases.claim(lease=timedelta(0))

    assert leases.renew(held)
    assert leases.claim() is None


def test_a_job_that_ends_its_workers_is_not_tried_for_ever(note, done):
    asked = enqueue(note, text="terre")
    for _ in range(note.retries + 1):
        leases.claim(lease=timedelta(0))

    drain()

    asked.refresh_from_db()
    assert (asked.state, done) == (Job.State.FAILED, [])


def test_pauses_double_up_to_an_hour_and_differ():
    assert timedelta(seconds=2.5) <= leases.pause(1) <= timedelta(seconds=7.5)
    assert timedelta(seconds=20) <= leases.pause(4) <= timedelta(seconds=60)
    assert leases.pause(500) <= timedelta(minutes=90)
    assert len({leases.pause(3) for _ in range(20)}) > 1


def test_periodic_jobs_do_not_pile_up(done):
    @job("tests.often", every=timedelta(minutes=5))
    def often():
        done.append("often")

    schedule.lay_out()
    assert schedule.enqueue_due() == 1
    assert schedule.enqueue_due() == 0
    Periodic.objects.update(next_run_at=timezone.now() - timedelta(days=30))
    assert schedule.enqueue_due() == 1
    assert Job.objects.count() == 1
    assert Periodic.objects.get().next_run_at > timezone.now()
    drain()
    assert done == ["often"]


def test_the_rows_follow_the_schedules_in_the_code(monkeypatch):
    job("tests.often", every=HOUR)(list)
    job("tests.nightly", daily_at=time(3, 0))(list)
    schedule.lay_out()
    schedule.lay_out()
    assert list(Periodic.objects.order_by("name").values_list("name", "interval", "daily_at")) == [
        ("tests.nightly", None, time(3, 0)),
        ("tests.often", HOUR, None),
    ]

    monkeypatch.setattr(register, "_jobs", {})
    job("tests.often", every=2 * HOUR)(list)
    schedule.lay_out()
    assert list(Periodic.objects.values_list("name", "interval")) == [("tests.often", 2 * HOUR)]


def test_a_time_of_day_is_that_of_the_site_in_summer_as_in_winter(settings):
    settings.TIME_ZONE = "Europe/Paris"
    daily = Schedule(daily_at=time(3, 0))

    winter = datetime(2026, 3, 28, 2, 0, tzinfo=UTC)
    assert daily.after(winter) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert daily.after(winter - HOUR) == winter


def test_what_is_done_is_forgotten_after_a_week_and_failures_are_kept():
    long_ago = timezone.now() - timedelta(days=8)
    make_job(state=Job.State.DONE, finished_at=long_ago)
    kept = [
        make_job(state=Job.State.DONE),
        make_job(state=Job.State.FAILED, finished_at=long_ago),
        make_job(),
    ]
    Worker.objects.create(name="gone", started_at=long_ago, seen_at=long_ago)

    assert forget_finished() == {"jobs": 1, "workers": 1}
    assert list(Job.objects.order_by("pk")) == kept


def test_two_jobs_cannot_have_one_name():
    job("tests.same")(list)
    with pytest.raises(ValueError, match=r"tests\.same"):
        job("tests.same")(list)
