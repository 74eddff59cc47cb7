"""python -m bench.digests: a digest of many readers, in seconds and MiB. All of it is temporary.

Mails are written whole and handed to Django's backend that sends nothing: what a mail server takes
comes on top of it.
"""

import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

from bench.__main__ import POSTGRESQL, surroundings
from bench.harvesting import ROOT

USERS, FOLLOWS, ENTRIES, NEWS = 40_000, 20, 100_000, 5_000


def main():
    parser = ArgumentParser("bench.digests", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--users", type=int, default=USERS)
    parser.add_argument("--follows", type=int, default=FOLLOWS, help="entries each of them follows")
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--news", type=int, default=NEWS, help="statements since the last digest")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="terreau-bench-") as folder:
        given = [str(getattr(options, name)) for name in ("users", "follows", "entries", "news")]
        command = [sys.executable, "-m", "django", "digest", *given]
        if options.database == "postgresql":
            command = [str(POSTGRESQL), *command]
        environment = surroundings(Path(folder), options.database)
        return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
