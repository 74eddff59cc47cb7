import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from terreau.jobs import actions
from terreau.jobs.models import Job, Periodic, Worker
from terreau.jobs.tests.factories import make_job

pytestmark = pytest.mark.django_db

ADDRESS = "/operations/jobs/"


@pytest.fixture
def operator():
    return get_user_model().objects.create_user("operator@example.org", is_staff=True)


@pytest.fixture
def member():
    return get_user_model().objects.create_user("member@example.org")


def fill(count):
    now = timezone.now()
    for number in range(count):
        make_job(state=Job.State.FAILED, last_error="builtins.ValueError")
        make_job()
        Worker.objects.create(name=f"worker-{number}", started_at=now, seen_at=now)
        Periodic.objects.create(name=f"tests.{number}", daily_at="03:00", next_run_at=now)


def test_only_administrators_see_the_jobs(client, member):
    assert client.get(ADDRESS).status_code == 302
    client.force_login(member)
    assert client.get(ADDRESS).status_code == 403
    assert client.post(f"{ADDRESS}1/forget/").status_code == 403


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_page_costs_five_queries_beside_session_user_and_notices(
    client, operator, count, django_assert_num_queries
):
    client.force_login(operator)
    fill(count)

    with django_assert_num_queries(8):
        page = client.get(ADDRESS)

    assert [figure["value"] for figure in page.context["figures"]] == [count, 0, 0, count]
    assert len(page.context["failures"]) == count


def test_a_failure_can_be_run_again(client, operator):
    failed = make_job(state=Job.State.FAILED, attempts=3)
    client.force_login(operator)

    for _ in range(2):  # the second time it is no longer there to be run again
        assert client.post(f"{ADDRESS}{failed.pk}/run-again/").status_code == 302

    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == (Job.State.WAITING, 0)


def test_running_again_joins_the_job_that_waits_under_the_same_key(operator):
    failed = make_job(state=Job.State.FAILED, unique_key="a key")
    waiting = make_job(unique_key="a key")

    assert actions.run_again(operator, job=failed.pk)
    assert list(Job.objects.all()) == [waiting]


def test_a_failure_can_be_forgotten_and_nothing_else_can(client, operator):
    failed, waiting = make_job(state=Job.State.FAILED), make_job()
    client.force_login(operator)

    for job in (failed, waiting):
        assert client.post(f"{ADDRESS}{job.pk}/forget/").status_code == 302

    assert list(Job.objects.all()) == [waiting]


def test_the_rule_holds_whatever_the_door(member):
    failed = make_job(state=Job.State.FAILED)

    with pytest.raises(PermissionDenied):
        actions.run_again(member, job=failed.pk)
    with pytest.raises(PermissionDenied):
        actions.forget(member, job=failed.pk)
