from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from terreau.accounts.actions import appoint_moderator, dismiss_moderator
from terreau.accounts.queries import user_with


class Command(BaseCommand):
    help = _("Make somebody who has an account a moderator of the platform; or no longer one.")

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--dismiss", action="store_true", help=_("take the right back"))

    def handle(self, email, dismiss, **options):
        user = user_with(email) if dismiss else appoint_moderator(email)
        if user is None:
            raise CommandError(_("No account has the address %(email)s.") % {"email": email})
        said = _("%(email)s is a moderator of the platform.")
        if dismiss:
            dismiss_moderator(user)
            said = _("%(email)s is no longer a moderator.")
        self.stdout.write(said % {"email": user.email})
