"""What posts keep of a person: what they said, and have not published yet."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.accounts.personal import Holding, register_holding
from terreau.entries import tallies
from terreau.entries.actions import lock
from terreau.entries.models import OldSlug, Tombstone
from terreau.posts.actions import erase_words
from terreau.posts.models import Draft, Post, Version


def post_rows(user):
    mine = Post.objects.filter(Q(user=user) | Q(author__person__user=user)).distinct()
    for each in mine.select_related("author", "context").order_by("pk"):
        yield {
            "uid": str(each.uid),
            "title": each.title,
            "text": each.text,
            "for": each.author.title if each.author else "",
            "group": each.context.title if each.context else "",
            "before": [f"{one.title}\n\n{one.text}" for one in each.versions.order_by("number")],
            "at": each.created_at,
        }


def forget_posts(user):
    """What somebody said under their own name goes with it, words, title and address; that
    something was said stays. What they wrote for an organization is the organization's."""
    for post in Post.objects.filter(author__person__user=user).order_by("pk"):
        lock(post)
        before = tallies.standing(post)
        Version.objects.filter(post=post).delete()
        OldSlug.objects.filter(entry=post.pk).delete()
        if post.published_at is not None:
            reason = _("Erased at the person’s own request.")
            tomb = {"kind": post.kind, "slug": str(post.uid), "reason": reason}
            Tombstone.objects.create(uid=post.uid, **tomb)
        else:
            Tombstone.objects.filter(uid=post.uid).update(slug=str(post.uid))
        erase_words(post)
        post.title, post.slug, post.published_at = "…", str(post.uid), None
        post.save()
        tallies.follow(before, post)
    Post.objects.filter(user=user).update(user=None)


def draft_rows(user):
    for each in Draft.objects.filter(user=user).order_by("pk"):
        yield {"title": each.title, "text": each.text, "saved_at": each.saved_at}


register_holding(
    Holding("posts", gettext_lazy("Posts"), ("posts.Post",), post_rows, erase=forget_posts)
)
register_holding(
    Holding("post_drafts", gettext_lazy("Drafts of posts"), ("posts.Draft",), draft_rows)
)
