"""A program of its own for the tests: workers whose jobs leave marks in a table.

python -m terreau.jobs.tests.effects prepare | ask COUNT | work | tick, with DATABASE_URL set.
"""

import random
import sys
import time
from datetime import timedelta

import django
from django.conf import settings
from django.core.management import call_command

from terreau.settings import environment

LEASE = timedelta(seconds=1)


def leave_mark(*, number):
    with connection.cursor() as cursor:
        time.sleep(random.uniform(0, 0.02))
        cursor.execute("INSERT INTO effect (number) VALUES (%s)", [number])
        time.sleep(random.uniform(0, 0.02))


def prepare():
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE effect (number integer)")


def ask(count):
    with transaction.atomic():
        for number in range(int(count)):
            enqueue(mark, number=number)


def work():
    loop = Loop(lease=LEASE)
    loop.obey_signals()
    loop.run()


def tick():
    """Look at the schedule again and again, as several workers do at the same moment."""
    schedule.lay_out()
    for _ in range(30):
        schedule.enqueue_due()


if __name__ == "__main__":
    settings.configure(
        INSTALLED_APPS=["terreau.jobs"],
        DATABASES={"default": environment.database(None)},
        SECRET_KEY="x" * 40,
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()
    from django.db import connection, transaction

    from terreau.jobs import schedule
    from terreau.jobs.actions import enqueue
    from terreau.jobs.register import job
    from terreau.jobs.worker import Loop

    mark = job("tests.mark", retries=1000)(leave_mark)
    job("tests.hourly", every=timedelta(hours=1))(lambda: None)
    command, *given = sys.argv[1:]
    {"prepare": prepare, "ask": ask, "work": work, "tick": tick}[command](*given)
