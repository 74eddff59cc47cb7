"""A reminder reaches its reader once, even when the worker that sends it is killed."""

import os
import subprocess
import sys
import time
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.databases import database_beside

ROOT = Path(__file__).parents[1]
LONGER_THAN_A_LEASE = 1.3

pytestmark = pytest.mark.django_db  # for the engine that the suite runs on


class Site:
    def __init__(self, url, home):
        self.url, self.home = url, home
        self.run("prepare")

    def run(self, *command, dies=False):
        done = subprocess.run(
            [sys.executable, "-m", "tests.reminding", *command],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": self.url, "TERREAU_HOME": str(self.home)},
            stderr=subprocess.DEVNULL if dies or command[0] == "work" else None,
            timeout=600,
            check=False,
        )
        assert done.returncode == (-9 if dies else 0), command

    @property
    def mails(self):
        return [message_from_bytes(path.read_bytes()) for path in sorted(self.home.glob("*.eml"))]


@pytest.fixture
def site(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    with database_beside(tmp_path) as url:
        yield Site(url, home)


def test_a_mail_is_not_sent_twice_when_its_worker_is_killed_after_it(site):
    site.run("work", "sent", dies=True)
    for _ in range(2):
        time.sleep(LONGER_THAN_A_LEASE)
        site.run("work", "never")
    assert len(site.mails) == 1
    site.run("again")
    site.run("work", "never")
    numbers = {mail["Message-ID"] for mail in site.mails}
    assert (len(site.mails), len(numbers)) == (2, 1)  # a person asked for it: recipients can tell


def test_nobody_is_forgotten_when_the_worker_is_killed_before_it_has_noted_all(site):
    site.run("work", "noted", dies=True)
    assert site.mails == []
    time.sleep(LONGER_THAN_A_LEASE)
    site.run("work", "never")
    site.run("work", "never")
    assert len(site.mails) == 1
