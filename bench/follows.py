"""python -m bench.follows: the feed of somebody who follows much, among many who follow.

All of it is temporary. The numbers of the issue, a tenth of 50,000,000 follows at 1,000,000 users,
take some gigabytes of disk: --users 250000 makes 5,000,000.
"""

import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

from bench.__main__ import POSTGRESQL, surroundings
from bench.harvesting import ROOT

USERS, EACH, ENTRIES, NEWS, FOLLOWED = 50_000, 20, 100_000, 100_000, 500


def main():
    parser = ArgumentParser("bench.follows", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--users", type=int, default=USERS)
    parser.add_argument("--each", type=int, default=EACH, help="entries each of them follows")
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--news", type=int, default=NEWS, help="statements of the record")
    parser.add_argument("--followed", type=int, default=FOLLOWED, help="entries the reader follows")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="terreau-bench-") as folder:
        names = ("users", "each", "entries", "news", "followed")
        given = [str(getattr(options, name)) for name in names]
        command = [sys.executable, "-m", "django", "followed", *given]
        if options.database == "postgresql":
            command = [str(POSTGRESQL), *command]
        environment = surroundings(Path(folder), options.database)
        return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
