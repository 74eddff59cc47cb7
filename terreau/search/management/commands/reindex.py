from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from tqdm import tqdm

from terreau.search.actions import rebuild


class Command(BaseCommand):
    help = _("Write the search index of all entries afresh, while the site goes on.")

    def handle(self, *args, **options):
        quiet = not options["verbosity"]
        with tqdm(unit="", disable=True if quiet else None, file=self.stderr) as bar:

            def progress(done, total):
                bar.total = total
                bar.update(done - bar.n)

            written = rebuild(progress)
        if not quiet:
            self.stdout.write(_("%(n)d entries can be found.") % {"n": written})
