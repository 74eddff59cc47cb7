from django.core.management.commands import check
from django.utils.translation import gettext as _

from terreau.entries.consistency import truths

SHOWN = 10


class Command(check.Command):
    help = _("Check the configuration, and that the data are consistent.")

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--configuration-only", action="store_true", help=_("leave the data alone")
        )

    def handle(self, *labels, configuration_only=False, **options):
        super().handle(*labels, **options)
        if configuration_only or labels:
            return
        failed = 0
        for name, broken in truths():
            exceptions = list(broken())
            failed += bool(exceptions)
            mark = "✗" if exceptions else "✓"
            self.stdout.write(f"{mark} {name}")
            for words in exceptions[:SHOWN]:
                self.stdout.write(f"    {words}")
            if len(exceptions) > SHOWN:
                self.stdout.write("    " + _("… and %d more") % (len(exceptions) - SHOWN))
        if failed:
            raise SystemExit(1)
