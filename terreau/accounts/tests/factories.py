import re
from itertools import count

from django.core import mail

from terreau.accounts.actions import open_account

_serial = count(1)


def make_account(**given):
    """Somebody with an account, who does not exist and looks it."""
    return open_account(**{"email": f"quelqun{next(_serial)}@example.org"} | given)


def code_sent_to(email):
    """The code in the newest message, which must be to that address."""
    message = mail.outbox[-1]
    assert message.to == [email]
    return re.search(r"^\d{4}-\d{4}$", message.body, re.MULTILINE).group()
