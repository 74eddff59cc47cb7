"""Two connections at once, on a database that lets them: what waits for what, and who wins."""

import threading
import time

import pytest
from django.db import connection

PATIENCE = 30  # seconds after which something is stuck
only_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time"
)


class Other(threading.Thread):
    """Something done on a connection of its own; `end` waits for it and raises what it raised."""

    def __init__(self, act):
        super().__init__(daemon=True)
        self.act, self.error = act, None

    def run(self):
        try:
            self.act()
        except Exception as error:
            self.error = error
        finally:
            connection.close()

    def end(self):
        self.join(PATIENCE)
        assert not self.is_alive(), "stuck"
        if self.error:
            raise self.error


def wait_until_blocked(other):
    """Go on once the other waits for what the caller's transaction holds, or has ended."""
    end = time.monotonic() + PATIENCE
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    while other.is_alive() and time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
