"""python -m bench.engines: ours and theirs side by side, and whether goals are met."""

import importlib
import json
import pkgutil
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from bench.engines import contests
from bench.engines.measured import Measure, measured
from bench.engines.report import table, verdicts
from bench.terminal import note

FAILED = 1
RESULTS = Path(__file__).parents[1] / "results" / "engines.json"


def main():
    names = sorted(module.name for module in pkgutil.iter_modules(contests.__path__))
    parser = ArgumentParser("bench.engines", description=__doc__)
    parser.add_argument("--only", choices=names, action="append", help="an engine (default: all)")
    parser.add_argument("--ask", default="", help="only questions that hold this text")
    parser.add_argument("--sizes", type=int, default=None, help="only so many, the smallest")
    parser.add_argument("--no-peers", action="store_true", help="leave the peers out")
    parser.add_argument("--json", type=Path, default=RESULTS, help="the file of all figures")
    options = parser.parse_args()
    found, rounds = [], []
    for engine in options.only or names:
        listed = importlib.import_module(f"{contests.__name__}.{engine}").CONTESTS
        for contest in (each for each in listed if options.ask in each.what):
            held = list(hold(engine, contest, options))
            print(table(engine, contest, held), "\n", flush=True)
            rounds += [(engine, contest, *each) for each in held]
    for engine, contest, size, measures in rounds:
        answers = [asdict(measure) for measure in measures]
        found.append({"engine": engine, "what": contest.what, "size": size, "measures": answers})
    said = verdicts(rounds)
    print("\n".join(said))
    options.json.parent.mkdir(parents=True, exist_ok=True)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    options.json.write_text(json.dumps({"at": at, "found": found}, ensure_ascii=False, indent=1))
    note(f"all figures as JSON: {options.json}")
    return FAILED if any(line.startswith("MISSED") for line in said) else 0


def hold(engine, contest, options):
    """(size, measures, ours first) for each size."""
    stopped = {}
    for size in contest.sizes[: options.sizes]:
        bounds = contest.seconds, contest.mebibytes
        note(f"{engine}: {contest.what}, {size}")
        measures = [measured("ours", contest.ours, size, *bounds)]
        for peer in () if options.no_peers else contest.peers:
            if find_spec(peer.module) is None:
                measures.append(Measure(peer.name, stopped="not installed"))
            elif peer.name in stopped:
                measures.append(Measure(peer.name, stopped=stopped[peer.name]))
            else:
                note(f"{engine}: {contest.what}, {size}: {peer.name}")
                measures.append(measured(peer.name, peer.run, size, *bounds))
                if measures[-1].stopped.startswith("stopped"):
                    stopped[peer.name] = f"not asked: {measures[-1].stopped} at {size}"
        yield size, measures


if __name__ == "__main__":
    sys.exit(main())
