from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from terreau.accounts.actions import forget_second_factors
from terreau.accounts.queries import user_with


class Command(BaseCommand):
    help = _("Take passkeys, app and recovery codes from somebody who lost them all.")

    def add_arguments(self, parser):
        parser.add_argument("email", help=_("the e-mail address of an account"))

    def handle(self, email, **options):
        user = user_with(email)
        if user is None:
            raise CommandError(_("No account has the address %(email)s.") % {"email": email})
        forget_second_factors(user)
        said = _("%(email)s signs in by e-mail code alone from now on.")
        self.stdout.write(said % {"email": user.email})
