"""Real worker processes on a real database, killed as a machine failure kills them."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.databases import database_beside

ROOT = Path(__file__).parents[3]
JOBS, HITS = 200, 10
LONGER_THAN_A_LEASE = 1.3
UNDONE = "SELECT count(*) FROM jobs_job WHERE state != 'done'"


class Database:
    """A database of the engine under test, with the jobs' tables and one for marks."""

    def __init__(self, url):
        self.url = url
        self.run("prepare")

    def start(self, *command):
        return subprocess.Popen(
            [sys.executable, "-m", "terreau.jobs.tests.effects", *command],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": self.url},
            stderr=subprocess.DEVNULL if command[0] == "work" else None,
        )

    def run(self, *command):
        assert self.start(*command).wait(timeout=60) == 0

    def read(self, sql):
        with closing(self.connect()) as opened:
            return opened.execute(sql).fetchall()

    def connect(self):
        if self.url.startswith("sqlite"):
            return sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=30)
        return psycopg.connect(self.url)


@pytest.fixture
def database(tmp_path):
    with database_beside(tmp_path) as url:
        yield Database(url)


def end(processes):
    for process in processes:
        process.kill()
    for process in processes:
        process.wait()


def test_no_job_is_lost_and_none_takes_effect_twice_when_workers_are_killed(database):
    """Some are killed, some only sleep past the end of their lease and then go on."""
    database.run("ask", str(JOBS))
    workers, hits, left = [database.start("work") for _ in range(2)], 0, JOBS
    try:
        for _ in range(2000):
            before, (left,) = left, database.read(UNDONE)[0]
            if not left:
                break
            time.sleep(random.uniform(0.01, 0.1))
            if hits < HITS and left < before:
                hits += 1
                hit(workers, random.randrange(len(workers)), database, nap=hits % 4 == 2)
    finally:
        end(workers)

    assert (left, hits) == (0, HITS)
    effects = database.read("SELECT number FROM effect ORDER BY number")
    assert effects == [(number,) for number in range(JOBS)]


def hit(workers, chosen, database, *, nap):
    """Kill the chosen worker and start another, or make it sleep past the end of its lease."""
    if nap:
        workers[chosen].send_signal(signal.SIGSTOP)
        time.sleep(LONGER_THAN_A_LEASE)
        workers[chosen].send_signal(signal.SIGCONT)
        return
    workers[chosen].kill()
    workers[chosen].wait()
    workers[chosen] = database.start("work")


def test_a_worker_told_to_stop_finishes_its_job_and_leaves(database):
    database.run("ask", "5")
    worker = database.start("work")
    try:
        while not database.read("SELECT * FROM effect"):
            time.sleep(0.02)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=30) == 0
    finally:
        end([worker])

    assert database.read("SELECT * FROM jobs_job WHERE state = 'running'") == []
    assert database.read("SELECT * FROM jobs_worker") == []


def test_several_schedulers_at_once_ask_for_a_periodic_job_once(database):
    schedulers = [database.start("tick") for _ in range(3)]
    try:
        codes = [scheduler.wait(timeout=60) for scheduler in schedulers]
    finally:
        end(schedulers)

    assert codes == [0, 0, 0]
    asked = database.read("SELECT name, count(*) FROM jobs_job GROUP BY name")
    assert asked == [("tests.hourly", 1)]
