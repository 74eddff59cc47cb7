"""The loop of a worker process."""

import logging
import os
import signal
import socket
import threading
from datetime import timedelta
from time import monotonic
from types import FrameType
from uuid import uuid4

from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.utils import timezone

from terreau.jobs import leases, schedule
from terreau.jobs.leases import LEASE, LeaseLostError
from terreau.jobs.models import Job, Worker
from terreau.jobs.register import registered

logger = logging.getLogger("terreau.jobs")

SHORTEST_SLEEP, LONGEST_SLEEP = 0.05, 1.0
LOOK_AT_SCHEDULE = 5.0
AFTER_DATABASE_ERROR = 2.0


def perform(job: Job) -> bool:
    """Do a claimed job; True if it took effect. Work and mark are one transaction (see `job`)."""
    try:
        if job.attempts > job.max_attempts:
            leases.exhaust(job)
            return False
        known = registered(job.name)
        if not known.in_transaction:
            known.function(**job.arguments)
            leases.finish(job)
            return True
        with transaction.atomic(durable=True):
            known.function(**job.arguments)
            leases.finish(job)
    except LeaseLostError:
        logger.warning("%s was taken over by another worker; undone here", job)
        return False
    except Exception as error:
        logger.exception("%s failed at attempt %d of %d", job, job.attempts, job.max_attempts)
        leases.give_back(job, error)
        return False
    return True


class Heartbeat(threading.Thread):
    """Says that the worker is alive and keeps the lease of the job it is at, on its own connection.

    On SQLite a job that writes keeps this thread from writing: nor can another worker take over.
    """

    def __init__(self, lease: timedelta) -> None:
        super().__init__(name="heartbeat", daemon=True)
        now = timezone.now()
        name = f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:6]}"
        self.worker = Worker(name=name[-200:], started_at=now, seen_at=now)
        self.lease = lease
        self.job: Job | None = None
        self.over = threading.Event()

    def run(self) -> None:
        try:
            while not self.over.wait(self.lease.total_seconds() / 4):
                self.beat()
        finally:
            connection.close()

    def beat(self) -> None:
        try:
            if job := self.job:
                leases.renew(job, lease=self.lease)
            self.worker.seen_at = timezone.now()
            self.worker.save()
        except DatabaseError as error:
            logger.info("no sign of life could be written: %s", type(error).__name__)
            connection.close()

    def leave(self) -> None:
        self.over.set()
        if self.is_alive():
            self.join(timeout=5)
        try:
            if self.worker.pk:
                self.worker.delete()
        except DatabaseError as error:
            logger.info("the worker's row could not be dropped: %s", type(error).__name__)


class Loop:
    """Takes one job after the other until it is told to stop, or as `until` says.

    `until` is "told", "idle" (nothing is due any more) or "one" (after one look).
    """

    def __init__(self, *, until: str = "told", lease: timedelta = LEASE) -> None:
        self.until = until
        self.lease = lease
        self.told = threading.Event()
        self.heartbeat = Heartbeat(lease)
        self.next_look = 0.0
        self.performed = 0

    def stop(self, signum: int | None = None, frame: FrameType | None = None) -> None:
        """Finish the job at hand, then end. A signal handler as well as a method."""
        self.told.set()

    def obey_signals(self) -> None:
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)

    def run(self) -> int:
        """How many jobs took effect here."""
        schedule.lay_out()
        self.heartbeat.beat()
        self.heartbeat.start()
        try:
            self._turn()
        finally:
            self.heartbeat.leave()
        return self.performed

    def _turn(self) -> None:
        sleep = SHORTEST_SLEEP
        while not self.told.is_set():
            try:
                worked = self.step()
            except DatabaseError as error:
                logger.warning("the database did not answer: %s", type(error).__name__)
                connection.close()
                self.told.wait(AFTER_DATABASE_ERROR)
                continue
            if self.until == "one" or (self.until == "idle" and not worked):
                return
            sleep = SHORTEST_SLEEP if worked else min(sleep * 1.5, LONGEST_SLEEP)
            if not worked:
                self.told.wait(sleep)

    def step(self) -> bool:
        """Look at the schedule if it is time, take one job, do it. False if there was none."""
        if monotonic() >= self.next_look:
            schedule.enqueue_due()
            self.next_look = monotonic() + LOOK_AT_SCHEDULE
        job = leases.claim(lease=self.lease)
        if job is None:
            return False
        self.heartbeat.job = job
        try:
            self.performed += perform(job)
        finally:
            self.heartbeat.job = None
        return True
