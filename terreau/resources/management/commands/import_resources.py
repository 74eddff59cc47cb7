from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from terreau.entries.installation import INSTALLATION
from terreau.harvest.spreadsheets import text_of
from terreau.organizations.models import Organization
from terreau.resources.arrivals import CHANGED, NEW, REFUSED, UNCHANGED, preview
from terreau.resources.importing import carry_out
from terreau.resources.tables import (
    MOST_BYTES_OF_A_COMMAND,
    MOST_LINES_OF_A_COMMAND,
    layout,
)


class Command(BaseCommand):
    help = _("Bring the library of an organization in from a CSV file; safe to run again.")

    def add_arguments(self, parser):
        parser.add_argument("file", help=_("the CSV file"))
        parser.add_argument(
            "--for", dest="publisher", metavar="SLUG", required=True,
            help=_("the organization that publishes, by the last part of its address"),
        )  # fmt: skip
        parser.add_argument(
            "--check", action="store_true", help=_("say what it would change, and change nothing")
        )

    def handle(self, *, file, publisher, check, **options):
        body = Organization.objects.public().filter(slug=publisher).first()
        if body is None:
            raise CommandError(_("There is no organization at %(slug)s.") % {"slug": publisher})
        try:
            text = text_of(Path(file).read_bytes())
        except OSError as error:
            raise CommandError(str(error)) from None
        of = layout(MOST_BYTES_OF_A_COMMAND, MOST_LINES_OF_A_COMMAND)
        shown = preview(body, text, of) if check else carry_out(INSTALLATION, body, text, of=of)
        if shown.problem:
            raise CommandError(shown.problem)
        for row in shown.rows:
            if row.outcome == REFUSED:
                said = {"line": row.line, "title": row.said or "–", "why": row.why}
                self.stderr.write(_("line %(line)d, %(title)s: %(why)s") % said)
        words = _("%(new)d new, %(changed)d changed, %(same)d known already, %(refused)d refused")
        self.stdout.write(words % {
            "new": shown.count(NEW), "changed": shown.count(CHANGED),
            "same": shown.count(UNCHANGED), "refused": shown.count(REFUSED),
        })  # fmt: skip
