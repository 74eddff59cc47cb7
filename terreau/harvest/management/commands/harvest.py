import json
import sys
from argparse import ArgumentTypeError
from collections import Counter
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from terreau.harvest.documents import SourceUnreadableError
from terreau.harvest.findings import sentence
from terreau.harvest.formats import formats
from terreau.harvest.records import Finding

SHOWN = 20


class Command(BaseCommand):
    help = "Harvest what a public source says, as known from a day on."

    def add_arguments(self, parser):
        parser.add_argument("format", choices=sorted(formats()))
        parser.add_argument(
            "source", help="a folder, a .tar.gz, a JSON file of the API, or its https address"
        )
        parser.add_argument(
            "--known-at", type=day, default=None, help="the day of that state (default: today)"
        )
        parser.add_argument("--dry-run", action="store_true", help="report, and change nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--all", action="store_true", help="print every finding")

    def handle(self, *, format, source, known_at, dry_run, json, all, **options):
        known_at = known_at or timezone.localdate()
        if known_at > timezone.localdate():
            raise CommandError(f"{known_at} has not come yet: nothing can be known from it.")
        chosen = formats()[format]
        with Bar("Reading") as bar:
            try:
                snapshot = chosen.read(source, known_at, bar)
            except SourceUnreadableError as error:
                raise CommandError(f"{source} cannot be read: {error}") from error
        with Bar("Harvesting") as bar:
            run = chosen.bring(snapshot, known_at, progress=bar, dry_run=dry_run)
        if json:
            self.stdout.write(as_json(run, dry_run))
        else:
            self.report(run, dry_run, all)

    def report(self, run, dry_run, everything):
        findings = [Finding.from_dict(each) for each in run.findings]
        done = "Nothing was written (dry run)." if dry_run else "In the portfolio."
        self.stdout.write(f"{run.source.name}, as of {run.known_at}. {done}")
        for name, number in run.counts.items():
            self.stdout.write(f"  {number:>6} {name}")
        severities = Counter(finding.severity for finding in findings)
        for severity in ("error", "warning", "info"):
            if severities[severity]:
                self.stdout.write(f"  {severities[severity]:>6} {severity}s")
        urgent = [f for f in findings if everything or f.severity != "info"]
        for finding in urgent if everything else urgent[:SHOWN]:
            self.stdout.write(f"{finding.place}: {finding.severity}: {sentence(finding)}")
        if len(urgent) > SHOWN and not everything:
            self.stdout.write(
                f"… and {len(urgent) - SHOWN} more: add --all, or see the source's page."
            )


def day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no day: write it as 2026-08-20") from error


def as_json(run, dry_run):
    return json.dumps(
        {
            "source": run.source.slug,
            "known_at": run.known_at.isoformat(),
            "dry_run": dry_run,
            "counts": run.counts,
            "findings": run.findings,
        },
        ensure_ascii=False,
        indent=1,
    )


class Bar:
    """A progress bar on a terminal, as the function (done, total) that is called on the way."""

    def __init__(self, words):
        self.bar = tqdm(desc=words, leave=False, disable=not sys.stderr.isatty(), file=sys.stderr)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.bar.close()

    def __call__(self, done, total=None):
        self.bar.total = total
        self.bar.update(done - self.bar.n)
