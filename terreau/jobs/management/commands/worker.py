from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from terreau.jobs.worker import Loop


class Command(BaseCommand):
    help = _("Do the work that waits in the job table, until told to stop.")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--once", action="store_true", help=_("take one job at most, then end"))
        how.add_argument("--drain", action="store_true", help=_("end when nothing is due any more"))

    def handle(self, *args: Any, **options: Any) -> None:
        until = "one" if options["once"] else "idle" if options["drain"] else "told"
        loop = Loop(until=until)
        loop.obey_signals()
        loop.run()
