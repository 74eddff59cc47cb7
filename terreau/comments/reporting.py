"""Comments as moderation knows them."""

from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.comments.counting import count_comment
from terreau.comments.models import Comment
from terreau.entries.models import Entry
from terreau.moderation.reportables import Reportable, Thing, register_reportable


def find(uid):
    """A comment to report: one query."""
    comments = Comment.objects.filter(uid=uid, deleted_at=None).select_related("entry", "user")
    comment = comments.first()
    return thing_of(comment) if comment else None


def thing_of(comment):
    return Thing(
        uid=comment.uid,
        entry=comment.entry,
        title=_("A comment on “%(title)s”") % {"title": comment.entry.title},
        text=comment.text,
        url=comment.get_absolute_url(),
        is_hidden=comment.hidden_at is not None,
        is_seen=partial(sees, comment),
        answerable=lambda: [comment.user] if comment.user else [],
        conceal=partial(conceal, comment),
    )


def sees(comment, user):
    return Entry.objects.visible_to(user).filter(pk=comment.entry_id).exists()


def conceal(comment, at):
    """Hide a comment, or show it again (None). In the transaction of the decision only."""
    Comment.objects.filter(pk=comment.pk).update(hidden_at=at)
    count_comment(comment.entry_id, -1 if at else 1)


register_reportable(Reportable("comment", gettext_lazy("a comment"), find))
