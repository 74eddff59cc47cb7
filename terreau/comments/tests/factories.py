from itertools import count

from terreau.comments import actions
from terreau.comments.models import Comment
from terreau.entries.tests.factories import make_user

_serial = count(1)


def make_comment(entry, user=None, *, text=None, act=actions.write, **given):
    """A comment as its action writes it."""
    user = user or make_user()
    act(user, entry, text=text or f"Une remarque utile, la {next(_serial)}e.", **given)
    return Comment.objects.filter(entry=entry.pk).latest("pk")
