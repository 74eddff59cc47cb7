from itertools import count

from terreau.accounts.models import User
from terreau.entries.actions import give_role
from terreau.entries.models import Role, Topic

_serial = count(1)


def make_user(*, edits=(), **given):
    """A user; edits: the entries that they are an editor of."""
    number = next(_serial)
    user = User.objects.create_user(**{"email": f"personne{number}@example.org"} | given)
    for entry in edits:
        give_role(user, entry, Role.Name.EDITOR)
    return user


def make_administrator(**given):
    return make_user(is_staff=True, **given)


def make_topic(name=None):
    number = next(_serial)
    return Topic.objects.create(slug=f"theme-{number}", name=name or f"Thème {number}")
