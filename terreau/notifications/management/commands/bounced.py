import sys

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from terreau.notifications.preferences import note_bounce


class Command(BaseCommand):
    help = _("Pause the mails to addresses that take none: as arguments, or one a line with -.")

    def add_arguments(self, parser):
        parser.add_argument("addresses", nargs="+", metavar="ADDRESS")
        parser.add_argument("--reason", default="", help=_("what the mail server said"))

    def handle(self, *, addresses, reason, **_options):
        if addresses == ["-"]:
            addresses = [line.strip() for line in sys.stdin if line.strip()]
        known = sum(note_bounce(address, reason) for address in addresses)
        words = _("%(known)d of %(all)d addresses are known here; mails to them pause.")
        self.stdout.write(words % {"known": known, "all": len(addresses)})
