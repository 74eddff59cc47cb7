from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from terreau.accounts.actions import appoint_administrator, dismiss_administrator
from terreau.accounts.queries import user_with


class Command(BaseCommand):
    help = _("Make somebody an administrator, with a new account if need be; or no longer one.")

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--dismiss", action="store_true", help=_("take the right back"))

    def handle(self, email, dismiss, **options):
        if not dismiss:
            try:
                user = appoint_administrator(email)
            except ValueError as error:
                raise CommandError(str(error)) from error
            said = _("%(email)s is an administrator and signs in by e-mail code.")
            self.stdout.write(said % {"email": user.email})
            return
        user = user_with(email)
        if user is None:
            raise CommandError(_("No account has the address %(email)s.") % {"email": email})
        dismiss_administrator(user)
        said = _("%(email)s is no longer an administrator.")
        self.stdout.write(said % {"email": user.email})
