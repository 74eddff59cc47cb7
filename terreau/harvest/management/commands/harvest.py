import json
import sys
from argparse import ArgumentTypeError
from datetime import UTC, date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from tqdm import tqdm

from terreau.harvest.documents import SourceUnreadableError
from terreau.harvest.findings import sentence
from terreau.harvest.formats import formats
from terreau.harvest.records import Finding
from terreau.harvest.reports import figures

SHOWN = 20


class Command(BaseCommand):
    help = _("Harvest what a public source says, as known from a day on.")

    def add_arguments(self, parser):
        parser.add_argument("format", choices=sorted(formats()))
        parser.add_argument(
            "source", help=_("a folder, a .tar.gz, a JSON file of the API, or its https address")
        )
        parser.add_argument(
            "--known-at", type=day, default=None, help=_("the day of that state (default: today)")
        )
        parser.add_argument(
            "--allow-loss",
            action="store_true",
            help=_("let more than a fifth of what was known be gone"),
        )
        parser.add_argument("--dry-run", action="store_true", help=_("report, and change nothing"))
        parser.add_argument("--json", action="store_true", help=_("print the report as JSON"))
        parser.add_argument("--all", action="store_true", help=_("print every finding"))

    def handle(self, *, format, source, known_at, dry_run, json, all, allow_loss, **options):
        today = timezone.now().astimezone(UTC).date()  # a later day would be recorded ahead of now
        known_at = known_at or today
        if known_at > today:
            said = _("%(day)s has not come yet: nothing can be known from it.")
            raise CommandError(said % {"day": known_at})
        chosen = formats()[format]
        with Bar(_("Reading")) as bar:
            try:
                snapshot = chosen.read(source, known_at, bar)
            except SourceUnreadableError as error:
                said = _("%(source)s cannot be read: %(error)s")
                raise CommandError(said % {"source": source, "error": error}) from error
        with Bar(_("Harvesting")) as bar:
            run = chosen.bring(
                snapshot, known_at, progress=bar, dry_run=dry_run, allow_loss=allow_loss
            )
        if json:
            self.stdout.write(as_json(run, dry_run))
        else:
            self.report(run, dry_run, all)

    def report(self, run, dry_run, everything):
        findings = [Finding.from_dict(each) for each in run.findings]
        done = _("Nothing was written (dry run).") if dry_run else _("In the portfolio.")
        head = _("%(source)s, as known on %(day)s.")
        day = date_format(run.known_at, "DATE_FORMAT")
        self.stdout.write(" ".join([head % {"source": run.source.name, "day": day}, done]))
        if run.is_repeated:
            self.stdout.write(
                _("Nothing is new: this state was read before. What it brought then:")
            )
        *numbers, found = figures(run)
        for each in numbers:
            self.stdout.write(f"  {each['value']:>6} {each['label']}")
        told = f" ({found['definition']})" if found["value"] else ""
        self.stdout.write(f"  {found['value']:>6} {found['label']}{told}")
        urgent = [f for f in findings if everything or f.severity != "info"]
        for finding in urgent if everything else urgent[:SHOWN]:
            self.stdout.write(f"{finding.place}: {sentence(finding)}")
        if len(urgent) > SHOWN and not everything:
            said = _("… and %(n)s more: add --all, or see the page of the source.")
            self.stdout.write(said % {"n": len(urgent) - SHOWN})


def day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        said = _("%(text)s is no day: write it as 2026-08-20")
        raise ArgumentTypeError(said % {"text": repr(text)}) from error


def as_json(run, dry_run):
    return json.dumps(
        {
            "source": run.source.slug,
            "known_at": run.known_at.isoformat(),
            "dry_run": dry_run,
            "repeated": run.is_repeated,
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

    def __exit__(self, *_raised):
        self.bar.close()

    def __call__(self, done, total=None):
        self.bar.total = total
        self.bar.update(done - self.bar.n)
