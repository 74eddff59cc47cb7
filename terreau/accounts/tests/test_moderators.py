import pytest
from django.core.management import CommandError, call_command

from terreau.accounts.tests.factories import make_account

pytestmark = pytest.mark.django_db


def test_an_operator_appoints_and_dismisses_moderators():
    user = make_account()
    call_command("moderator", user.email.upper(), verbosity=0)
    user.refresh_from_db()
    assert (user.is_moderator, user.is_staff) == (True, False)

    call_command("moderator", user.email, dismiss=True, verbosity=0)
    user.refresh_from_db()
    assert not user.is_moderator


@pytest.mark.parametrize("dismiss", [True, False])
def test_nobody_is_appointed_who_has_no_account(dismiss):
    with pytest.raises(CommandError):
        call_command("moderator", "personne@example.org", dismiss=dismiss)
