"""Workers that remind and are killed without warning at the worst moments.

`python -m tests.reminding prepare | work MOMENT | again` with DATABASE_URL; `work` kills itself at
a moment: "sent" (right after a mail was handed over), "noted" (in the middle of noting who is to be
reminded), or never.
"""

import os
import signal
import sys
from datetime import date, timedelta
from pathlib import Path

import django
from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "terreau.settings"
    django.setup()

from terreau.accounts.models import User
from terreau.entries.tests.factories import make_administrator
from terreau.jobs import actions as jobs
from terreau.jobs.actions import enqueue
from terreau.jobs.models import Job
from terreau.jobs.worker import Loop
from terreau.organizations.tests.factories import make_incubator
from terreau.projects.tests.factories import make_project
from terreau.reviews import reminders, tasks
from terreau.reviews.tests.factories import LONG_AGO, make_manager, make_review

LEASE = timedelta(seconds=1)


def die():
    os.kill(os.getpid(), signal.SIGKILL)


class Outbox(BaseEmailBackend):
    """Writes each message to a file of its own, and dies after it where it is to."""

    dies = False

    def send_messages(self, messages):
        for message in messages:
            sent = message.message()
            name = f"{len(list(settings.HOME.glob('*.eml')))}.eml"
            Path(settings.HOME, name).write_bytes(sent.as_bytes())
            if Outbox.dies:
                die()
        return len(messages)


def prepare():
    call_command("migrate", verbosity=0)
    project = make_project(phases=[("construction", LONG_AGO)], hosts=[make_incubator()])
    review = make_review(project=project, due_on=date.today() + timedelta(days=7))
    make_manager(review)
    make_administrator()
    enqueue(tasks.remind)


def work(moment):
    settings.EMAIL_BACKEND = f"{Outbox.__module__}.Outbox"
    Outbox.dies = moment == "sent"
    if moment == "noted":
        reminders.remind_owed = lambda today: die()
    Loop(lease=LEASE, until="idle").run()


def again():
    """An operator runs again what failed."""
    operator = User.objects.get(is_staff=True)
    for job in Job.objects.failed():
        jobs.run_again(operator, job=job.pk)


if __name__ == "__main__":
    sys.modules["tests.reminding"] = sys.modules["__main__"]
    command, *given = sys.argv[1:]
    {"prepare": prepare, "work": work, "again": again}[command](*given)
