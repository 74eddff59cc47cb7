"""What comments keep of a person: what they said, drafted and reacted to."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.accounts.personal import Holding, register_holding
from terreau.comments.models import Comment, Draft, Reaction, Version
from terreau.entries.personal import told_title


def comment_rows(user):
    said = Comment.objects.filter(user=user).select_related("entry", "organization").order_by("pk")
    for each in said.prefetch_related("versions"):
        yield {
            "uid": str(each.uid),
            "entry": str(each.entry.uid),
            "title": told_title(each.entry),
            "for": each.organization.title if each.organization else "",
            "text": each.text,
            "before": [version.text for version in each.versions.all()],
            "at": each.created_at,
            "edited_at": each.edited_at,
            "hidden_at": each.hidden_at,
            "deleted_at": each.deleted_at,
        }


def forget_comments(user):
    """That something was said stays, and its answers; the words and whose they were go."""
    mine = Comment.objects.filter(user=user)
    Version.objects.filter(comment__in=mine.values("pk")).delete()
    mine.update(user=None, is_signed=False, text="", edited_at=None)


def reaction_rows(user):
    for each in Reaction.objects.filter(user=user).select_related("entry").order_by("pk"):
        yield {
            "entry": str(each.entry.uid),
            "title": told_title(each.entry),
            "on_a_comment": each.comment_id is not None,
            "meaning": each.meaning,
            "at": each.at,
        }


def forget_reactions(user):
    """The counts stay; whose they were goes, and when."""
    Reaction.objects.filter(user=user).update(user=None, at=timezone.now())


def draft_rows(user):
    for each in Draft.objects.filter(user=user).select_related("entry").order_by("pk"):
        yield {"entry": str(each.entry.uid), "text": each.text, "saved_at": each.saved_at}


register_holding(
    Holding("comments", _("Comments"), ("comments.Comment",), comment_rows, erase=forget_comments)
)
register_holding(
    Holding(
        "reactions", _("Reactions"), ("comments.Reaction",), reaction_rows, erase=forget_reactions
    )
)
register_holding(Holding("drafts", _("Drafts"), ("comments.Draft",), draft_rows))
