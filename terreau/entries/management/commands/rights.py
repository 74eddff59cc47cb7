import csv

from django.core.management import BaseCommand
from django.utils.translation import gettext as _

from terreau.entries.kinds import all_kinds
from terreau.entries.rights import rows


class Command(BaseCommand):
    help = _("Print who may do what in which state, measured from the rules, as CSV.")

    def handle(self, **options):
        """What is made to measure it is undone: the database stays as it is."""
        table = csv.writer(self.stdout, lineterminator="\n")
        table.writerows(rows([*all_kinds(), None]))
