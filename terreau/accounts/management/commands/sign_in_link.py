from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.accounts.queries import link_token, user_with


class Command(BaseCommand):
    help = _("Print a link that signs somebody in once, within 15 minutes.")

    def add_arguments(self, parser):
        parser.add_argument("email", help=_("the e-mail address of an account"))

    def handle(self, email, **options):
        user = user_with(email)
        if user is None or not user.is_active:
            raise CommandError(_("No active account has the address %(email)s.") % {"email": email})
        self.stdout.write(settings.SITE_URL + reverse("account_link", args=[link_token(user)]))
