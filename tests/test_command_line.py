"""The command `terreau`, as an operator meets it: real processes, a home folder of their own."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.databases import database_beside

ROOT = Path(__file__).parents[1]
COMMANDS = ["run", "worker", "setup", "harvest", "portfolio", "reviews", "match", "export"]
COMMANDS += ["budget", "record", "opinion-map", "check", "django"]
SET_BY_US = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "SITE_URL", "LC_ALL")


@dataclass(frozen=True)
class Place:
    """A home folder and, where tests run on PostgreSQL, a database."""

    home: Path
    database: str = ""

    def environ(self, **given):
        kept = {name: value for name, value in os.environ.items() if name not in SET_BY_US}
        here = {"TERREAU_HOME": str(self.home), "LANG": "en_GB.UTF-8"}
        if self.database:
            here["DATABASE_URL"] = self.database
        return kept | here | given


def terreau(place, *arguments, **given):
    return subprocess.run(
        [sys.executable, "-m", "terreau", *arguments],
        cwd=ROOT,
        env=place.environ(**given),
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture
def empty(tmp_path):
    return Place(tmp_path)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A home folder as a first start leaves it, the demonstration left out."""
    home = tmp_path_factory.mktemp("home")
    with database_beside(home) as url:
        place = Place(home, url)
        done = terreau(place, "setup", "--no-demonstration")
        assert done.returncode == 0, done.stderr
        yield place


def test_help_names_every_command_with_a_line(empty):
    shown = terreau(empty, "--help")

    lines = [line.split(maxsplit=1) for line in shown.stdout.splitlines() if line[:2] == "  "]
    assert [name for name, _said in lines] == COMMANDS
    assert all(said for _name, said in lines)
    assert shown.returncode == 0
    assert terreau(empty).returncode == 2


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "django"])
def test_every_command_explains_itself(command, empty):
    shown = terreau(empty, command, "--help")

    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith(f"usage: terreau {command}")


def test_commands_of_django_are_at_hand(empty):
    shown = terreau(empty, "django", "makemigrations", "--check", "--dry-run")

    assert shown.returncode == 0, shown.stdout + shown.stderr


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"DATABASE_URL": "mysql://localhost/terreau"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://127.0.0.1:1/nothing"}, "DATABASE_URL"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"DEFAULT_LANGUAGE": "xx"}, "DEFAULT_LANGUAGE"),
        ({"DEBUG": "perhaps"}, "DEBUG"),
        ({"EMAIL_URL": "pigeon:"}, "EMAIL_URL"),
        ({"TERREAU_HOME": "/dev/null/terreau"}, "TERREAU_HOME"),
    ],
)
def test_bad_configuration_is_a_line_and_not_a_traceback(wrong, said, empty):
    for command in (["setup"], ["run", "--port", "0"], ["worker", "--once"]):
        done = terreau(empty, *command, **wrong)

        assert done.returncode not in (0, 1)
        assert said in done.stderr
        assert "Traceback" not in done.stdout + done.stderr
        assert len(done.stderr.splitlines()) <= 3


def test_an_unknown_command_and_an_unprepared_database_are_said(empty):
    assert "no command is called bloom" in terreau(empty, "bloom").stderr
    unprepared = terreau(empty, "worker", "--once")
    assert unprepared.returncode == 2
    assert "terreau setup" in unprepared.stderr


def test_who_reads_only_the_first_lines_is_not_an_error(prepared):
    asked = [sys.executable, "-m", "terreau", "portfolio", "--known-at", "2020-01-01"]
    with subprocess.Popen(
        asked, cwd=ROOT, env=prepared.environ(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as reading:
        reading.stdout.close()
        said = reading.stderr.read().decode()
    assert (reading.returncode, said) == (0, "")


def test_setup_keeps_a_secret_key_that_only_its_owner_reads(prepared):
    key = prepared.home / "secret-key"

    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_text()) >= 50


def test_setup_can_be_run_again(prepared):
    assert terreau(prepared, "setup", "--no-demonstration", "--missing").returncode == 0


def test_a_port_that_is_taken_is_said(prepared):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = terreau(prepared, "run", "--port", str(taken.getsockname()[1]))

    assert done.returncode == 2
    assert "is taken" in done.stderr


class Running:
    """`terreau run` on a free port."""

    def __init__(self, place):
        self.place = place
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "terreau", "run", "--port", str(self.port)],
            cwd=ROOT,
            env=place.environ(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = []
        for line in self.process.stdout:
            self.said.append(line.strip())
            if "Ctrl-C" in line:
                break

    def get(self, path):
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return answer.status

    def is_deaf(self):
        try:
            self.get("/robots.txt")
        except (URLError, ConnectionError):
            return True
        return False

    def children(self):
        """Process ids by what they do, read from the system."""
        asked = ["ps", "-A", "-o", "pid=,ppid=,args="]
        listed = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        rows = [line.split(maxsplit=2) for line in listed.splitlines()]
        family, found = [self.process.pid], {}
        for known in family:  # grows as it is read
            for pid, parent, arguments in rows:
                if int(parent) == known:
                    family.append(int(pid))
                    name = "worker" if arguments.endswith("terreau worker") else "server"
                    found.setdefault(name, []).append(int(pid))
        return found


@pytest.fixture
def running(prepared):
    started = Running(prepared)
    yield started
    started.process.kill()
    started.process.wait()
    started.process.stdout.close()


def gone(pids):
    """Whether none of these processes lives, given a moment to end."""
    for _ in range(100):
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.1)
    return False


only_linux = pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc")


@only_linux
def test_run_answers_prepares_nothing_twice_and_leaves_nothing_behind(running):
    assert running.said[0] == f"Terreau answers at http://127.0.0.1:{running.port}/"
    assert running.get("/robots.txt") == 200
    children = running.children()
    assert (len(children["server"]), len(children["worker"])) == (3, 1)

    running.process.send_signal(signal.SIGTERM)

    assert running.process.wait(timeout=30) == 0
    assert gone([pid for pids in children.values() for pid in pids])
    assert running.is_deaf()


def test_commands_name_the_address_at_which_the_site_answers(running):
    said = json.loads(terreau(running.place, "portfolio", "--json").stdout)

    assert said["total"]["reproduce"]["url"].startswith(f"http://127.0.0.1:{running.port}/api/")


@only_linux
@pytest.mark.parametrize("victim", ["server", "worker", "parent"])
def test_when_one_dies_all_end(running, victim):
    children = running.children()
    pid = running.process.pid if victim == "parent" else children[victim][0]

    os.kill(pid, signal.SIGKILL)

    status = running.process.wait(timeout=30)
    assert status == (-signal.SIGKILL if victim == "parent" else 1)
    assert gone([pid for pids in children.values() for pid in pids])
    assert running.is_deaf()
