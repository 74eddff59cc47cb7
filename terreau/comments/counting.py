"""The counts beside an entry, moved in the transaction of what they count."""

from django.db.models import F

from terreau.comments.models import Comment, Talk


def count_comment(entry, step):
    """One comment more (1) or less (-1) is shown beside an entry (its key)."""
    move(Talk, entry, "comment_count", step)


def count_reply(parent, step):
    """One answer more or less stands below a comment (its key)."""
    Comment.objects.filter(pk=parent).update(reply_count=F("reply_count") + step)


def count_reaction(entry, comment, meaning, step):
    """One reaction more or less, to a comment or to the entry itself (keys)."""
    model, key = (Comment, comment) if comment else (Talk, entry)
    move(model, key, f"{meaning}_count", step)


def move(model, key, name, step):
    if model is Talk:
        Talk.objects.get_or_create(entry_id=key)
    model.objects.filter(pk=key).update(**{name: F(name) + step})
