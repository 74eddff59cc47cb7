from django.utils import timezone

from terreau.jobs.models import Job


def make_job(**given):
    defaults = {"name": "tests.nothing", "due_at": timezone.now(), "max_attempts": 3}
    if given.get("state") in (Job.State.DONE, Job.State.FAILED):
        defaults["finished_at"] = timezone.now()
    return Job.objects.create(**defaults | given)
