from django.core.management.base import BaseCommand, CommandError
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.demonstration.forgetting import forget


class Command(BaseCommand):
    help = _("Remove the invented people, organizations, needs, offers and projects, for good.")

    def handle(self, **_options):
        try:
            count = forget()
        except ProtectedError as error:
            held = ", ".join(sorted({str(each) for each in error.protected_objects})[:5])
            words = _("Nothing was removed: this hangs on an invented entry: %(held)s")
            raise CommandError(words % {"held": held}) from None
        words = ngettext("%(n)d invented entry removed.", "%(n)d invented entries removed.", count)
        self.stdout.write(words % {"n": count})
