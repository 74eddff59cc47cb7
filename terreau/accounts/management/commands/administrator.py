from django.core.management import BaseCommand, CommandError

from terreau.accounts.actions import appoint_administrator, dismiss_administrator
from terreau.accounts.queries import user_with


class Command(BaseCommand):
    help = "Make somebody an administrator, with a new account if need be; or no longer one."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--dismiss", action="store_true", help="take the right back")

    def handle(self, email, dismiss, **options):
        if not dismiss:
            try:
                user = appoint_administrator(email)
            except ValueError as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"{user.email} is an administrator and signs in by e-mail code.")
            return
        user = user_with(email)
        if user is None:
            raise CommandError(f"No account has the address {email}.")
        dismiss_administrator(user)
        self.stdout.write(f"{user.email} is no longer an administrator.")
