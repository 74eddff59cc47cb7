"""The production server as `terreau run` starts it, on the database of the bench."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from terreau.supervisor import PARENT, answers

PATIENCE = 60
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """`with Server(1) as server:` a server at server.port, ended with all that it started.

    shelf: whether it keeps pages and figures to serve them again, as it does by default.
    """

    def __init__(self, workers, *, shelf=True):
        self.workers = workers
        self.given = {} if shelf else {"PAGE_SHELF_MB": "0"}
        self.port = free_port()

    def __enter__(self):
        command = [sys.executable, "-m", "terreau.server", "127.0.0.1", str(self.port)]
        environment = os.environ | {PARENT: str(os.getpid())} | self.given
        self.process = subprocess.Popen(
            [*command, str(self.workers)], env=environment, start_new_session=True
        )
        limit = time.monotonic() + PATIENCE
        while not answers("127.0.0.1", self.port):
            if self.process.poll() is not None or time.monotonic() > limit:
                self.__exit__()
                raise RuntimeError("the server did not start")
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=10)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def processes(self):
        """The numbers of the processes that answer: the children of the one that was started."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                if int(fields(stat)[1]) == self.process.pid:
                    found.append(int(stat.parent.name))
        return found

    def seconds(self):
        """CPU time that the server has used, None where the system does not say."""
        if not Path("/proc/self/stat").exists():
            return None
        pids = [self.process.pid, *self.processes()]
        stats = [fields(Path(f"/proc/{pid}/stat")) for pid in pids]
        return sum(int(stat[11]) + int(stat[12]) for stat in stats) / TICKS

    def memory(self):
        """MiB of each worker: {resident, proportional, anonymous}; [] where the system is silent.

        proportional: what is shared with other processes counts in part (PSS), mapped files
        included, such as that of SQLite; anonymous: the part of it that no file holds.
        """
        rollups = [Path(f"/proc/{pid}/smaps_rollup") for pid in self.processes()]
        return [rolled_up(path) for path in rollups if path.exists()]


def fields(stat):
    """What follows the name of a process in its /proc/…/stat: state, parent, …"""
    return stat.read_text().rpartition(")")[2].split()


def rolled_up(path):
    told = {}
    for line in path.read_text().splitlines()[1:]:
        name, amount = line.split(":")
        told[name] = int(amount.split()[0]) / 1024
    names = {"resident": "Rss", "proportional": "Pss", "anonymous": "Pss_Anon"}
    return {words: round(told.get(name, 0.0), 1) for words, name in names.items()}


def free_port():
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]
