from terreau.entries.tests.factories import make_user
from terreau.moderation import actions
from terreau.moderation.models import Case, Decision


def make_moderator(**given):
    return make_user(is_moderator=True, **given)


def make_report(entry, user=None, *, reason="spam", text="", what="entry", uid=None):
    """A report; the Case that it belongs to is its `case`."""
    user = user or make_user()
    return actions.report(
        user, entry, what=what, uid=uid or entry.uid, reason=reason, text=text
    )  # fmt: skip


def make_hidden(entry, moderator=None, *, reason="spam", words="Une réclame.", **given):
    """The Decision that hides a thing on the page of an entry."""
    case = make_report(entry, **given).case
    actions.hide(moderator or make_moderator(), entry, case=case, reason=reason, words=words)
    return Decision.objects.get(case=case)


def case_of(thing):
    return Case.objects.get(subject=thing.uid, closed_at=None)
