from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.translation import gettext as _
from tqdm import tqdm

from terreau.entries.demonstration import loaders
from terreau.territories.actions import load_official
from terreau.web import marks

Progress = Callable[..., None]


class Command(BaseCommand):
    help = _("Prepare the database and the static files, load territories and demonstration.")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--missing",
            action="store_true",
            help=_("load only what was never loaded into this database"),
        )
        parser.add_argument(
            "--no-demonstration",
            action="store_true",
            help=_("no demonstration portfolio and no demonstration accounts"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        known = self.still_true(marks.read(settings.HOME))
        self.say(_("Preparing the database"))
        call_command("migrate", interactive=False, verbosity=0)
        known.migrations = marks.applied(connection)
        self.collect(known)
        for name, load in self.wanted(demonstration=not options["no_demonstration"]):
            if options["missing"] and name in known.loaded:
                continue
            with bar(name) as progress:
                known.loaded[name] = str(load(progress))
            marks.write(settings.HOME, known)
            self.say(f"{name}: {known.loaded[name]}")
        known.schema = marks.schema()
        marks.write(settings.HOME, known)

    def collect(self, known: marks.Marks) -> None:
        """Copy and compress the static files, unless they are what was compressed last."""
        present = marks.assets()
        if known.assets != present or not (settings.STATIC_ROOT / "staticfiles.json").exists():
            self.say(_("Preparing the static files"))
            call_command("collectstatic", interactive=False, verbosity=0)
            known.assets = present

    def still_true(self, before: marks.Marks) -> marks.Marks:
        """What is known of this database; nothing if it is another one, or emptied since."""
        name = marks.name_of(settings.DATABASES["default"])
        same = before.database == name and before.migrations == marks.applied(connection)
        return marks.Marks(name, assets=before.assets, loaded=before.loaded if same else {})

    def wanted(self, *, demonstration: bool) -> Iterator[tuple[str, Callable[[Progress], Any]]]:
        yield "territories", territories
        if demonstration and settings.DEMONSTRATION:
            yield from loaders()

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def territories(progress: Progress) -> str:
    counts = load_official(progress).as_dict()
    said = _("%(created)d created, %(updated)d updated, %(unchanged)d unchanged, %(ended)d ended")
    return said % counts


@contextmanager
def bar(title: str) -> Iterator[Progress]:
    """A progress bar that appears with the first news: (done, total) and what is at hand."""
    shown: list[Any] = []

    def progress(done: int, total: int, what: str = "") -> None:
        if not shown:
            shown.append(tqdm(total=total, desc=title, unit="", leave=False, disable=None))
        shown[0].total = total
        shown[0].set_postfix_str(what[:40], refresh=False)
        shown[0].update(done - shown[0].n)

    try:
        yield progress
    finally:
        for opened in shown:
            opened.close()
