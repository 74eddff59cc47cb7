"""Harvesting a snapshot beside parsing its YAML alone: CPU time, each in processes of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.terminal import Progress

ROOT = Path(__file__).parent.parent
ARCHIVE = ROOT.parent / "shared" / "data" / "betagouv" / "2026-08-20.tar.gz"
TIMES = 5


def harvesting(times=TIMES):
    """{archive, times, harvest, yaml, libyaml, reader} in CPU seconds; None without the archive.

    yaml: PyYAML's safe_load; libyaml: its loader in C; reader: the product's own, with all its
    checks. Medians of several processes; Python and Django are loaded before the clock starts. The
    database is a fresh SQLite file with the territories, as after `terreau setup`.
    """
    if not ARCHIVE.exists():
        return None
    with tempfile.TemporaryDirectory(prefix="terreau-bench-") as folder:
        home = Path(folder)
        environment = os.environ | {
            "TERREAU_HOME": folder,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "DATABASE_URL": f"sqlite:///{home}/fresh.sqlite3",
        }
        with Progress("harvest beside its YAML") as progress:
            run(environment, "-m", "terreau", "setup", "--no-demonstration")
            told = {work: [] for work in ("yaml", "libyaml", "reader", "harvest")}
            for turn in range(times):
                for work in told:
                    progress(work, turn * len(told), times * len(told))
                    told[work].append(timed(environment, home, work))
    found = {work: round(median(seconds), 3) for work, seconds in told.items()}
    return {"archive": ARCHIVE.name, "times": times, **found}


def timed(environment, home, work):
    """The CPU seconds of one work in a fresh process, on a copy of the fresh database."""
    fresh, used = home / "fresh.sqlite3", home / "used.sqlite3"
    for left in home.glob("used.sqlite3*"):
        left.unlink()
    shutil.copy(fresh, used)
    given = environment | {"DATABASE_URL": f"sqlite:///{used}"}
    said = run(given, "-m", "django", "timed", work, str(ARCHIVE))
    return json.loads(said.splitlines()[-1])["seconds"]


def run(environment, *command):
    """What a Python process says. Raises CalledProcessError."""
    done = subprocess.run(
        [sys.executable, *command], env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    return done.stdout
