"""python -m bench: generate, serve, ask, and print one table. Everything it makes is temporary."""

import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from bench.client import DOMAIN, WRK
from bench.goals import goals
from bench.harvesting import ROOT, harvesting
from bench.matching import matching
from bench.report import tables
from bench.terminal import note

FAILED = 1
POSTGRESQL = ROOT / "scripts" / "postgresql"
RESULTS = Path(__file__).parent / "results" / "bench.json"


def main():
    options = parsed()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    note("wrk asks" if WRK else "wrk is not installed: threads of this program ask")
    measures, failed = [], False
    for database in options.database:
        for size in options.sizes:
            found = measured(size, database, options)
            failed = failed or found is None
            measures += [found] if found else []
    harvest = None if options.no_harvest else harvesting(1 if options.quick else 5)
    matched = None if options.no_harvest else matching()
    judged = goals(measures, harvest, matched)
    print(tables(measures, harvest, matched, judged))
    said = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "measures": measures,
        "harvest": harvest,
        "matching": matched,
        "goals": [{"where": where, "met": goal.met} | asdict(goal) for where, goal in judged],
    }
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(said, ensure_ascii=False, indent=1))
    note(f"all figures as JSON: {options.json}")
    return FAILED if failed else 0


def parsed():
    parser = ArgumentParser("bench", description=__doc__)
    parser.add_argument(
        "--sizes", type=sizes, default=[1_000, 100_000, 1_000_000],
        help="numbers of entries, with commas between them (default: 1000,100000,1000000)",
    )  # fmt: skip
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="sqlite")
    parser.add_argument(
        "--json", type=Path, default=RESULTS, help="the file of all figures (default: %(default)s)"
    )
    parser.add_argument("--workers", type=int, default=1, help="processes that answer (default: 1)")
    parser.add_argument("--quick", action="store_true", help="one round instead of three")
    parser.add_argument("--no-harvest", action="store_true", help="leave the archive alone")
    options = parser.parse_args()
    both = options.database == "both"
    options.database = ["sqlite", "postgresql"] if both else [options.database]
    return options


def sizes(text):
    return [int(each.replace("_", "")) for each in text.split(",")]


def measured(size, database, options):
    """What one size on one database gives, in a process of its own; None if it failed."""
    with tempfile.TemporaryDirectory(prefix="terreau-bench-") as folder:
        result = Path(folder) / "found.json"
        command = [
            sys.executable, "-m", "django", "measure", "--size", str(size), "--json", str(result),
            "--workers", str(options.workers), "--rounds", "1" if options.quick else "3",
        ]  # fmt: skip
        if database == "postgresql":  # a server made for this alone, whatever DATABASE_URL says
            command = [str(POSTGRESQL), *command]
        environment = surroundings(Path(folder), database)
        process = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)
        try:
            status = process.wait()
        finally:
            end(process)
        if status:
            note(f"{size:,} on {database}: ended with status {status}")
            return None
        return json.loads(result.read_text())


def end(process):
    """End a child that still runs, as when this program was interrupted, with all it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def surroundings(home, database):
    """What an operator would set: where things are, and no limit of requests."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    given = {
        "TERREAU_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "API_RATE": "",
        "ALLOWED_HOSTS": f"127.0.0.1 localhost {DOMAIN}",
        "TIME_ZONE": "Europe/Paris",
        "DEFAULT_LANGUAGE": "fr",
        "PYTHONPATH": str(ROOT),
    }
    if database == "sqlite":
        given["DATABASE_URL"] = f"sqlite:///{home}/terreau.sqlite3"
    return kept | given


def machine():
    return {
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "wrk": bool(shutil.which("wrk")),
    }


if __name__ == "__main__":
    sys.exit(main())
