from uuid import UUID

from django.http import Http404

from terreau.entries.queries import by_uid_or_404, entry_at, topics_of
from terreau.entries.sentences import said_of
from terreau.ledger.queries import latest
from terreau.posts.models import Draft, Post, State, Version

LATEST = 6  # statements that a page shows
SHOWN = 6  # posts on the page of a group
PAGE = 30
BATCH = 500


def post_page(user, slug):
    """What the page of a post shows, its panels apart: 3 queries."""
    post = entry_at(Post, user, slug, ("territory", "author", "context"))
    return {
        "post": post,
        "topics": topics_of(post.pk),
        "statements": said_of(user, post, latest(LATEST, post.uid)),
    }


def posts_in(user, group, before=None, size=PAGE):
    """([Post], number of the next page or None) of a group, newest first: one query."""
    found = Post.objects.visible_to(user).filter(context=group.pk, state=State.PUBLISHED)
    found = found.filter(pk__lt=before) if before else found
    found = list(found.select_related("author").order_by("-created_at", "-pk")[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else None


def versions_of(post):
    """[(number, title and text, moment)] of all that a post said, the newest first: one query."""
    kept = Version.objects.filter(post=post).order_by("-number")
    now = (post.version, f"{post.title}\n\n{post.text}", post.edited_at or post.created_at)
    return [now, *((each.number, f"{each.title}\n\n{each.text}", each.at) for each in kept)]


def drafts_of(user):
    """[Draft] of a user with their groups, newest first: one query."""
    mine = Draft.objects.filter(user=user).select_related("group")
    return list(mine.order_by("-saved_at", "-pk")[:BATCH])


def draft_at(user, text):
    """The Draft of a user by the text of its uid, or None: one query. Raises Http404."""
    if not text:
        return None
    uid = uid_of(text)
    found = Draft.objects.filter(user=user, uid=uid).select_related("group").first()
    if found is None:
        raise Http404(text)
    return found


def uid_of(text):
    try:
        return UUID(text)
    except ValueError:
        raise Http404(text) from None


def searched_texts(post):
    """What search reads of a post beside title and summary."""
    return [post.text]


def post_by_uid(user, uid):
    """A post by its identifier: two queries. Raises Http404."""
    return by_uid_or_404(Post, user, uid)


def export_rows(posts):
    """The open data of posts: one plain row each: one query."""
    rows = posts.select_related("territory", "author", "context").order_by("pk")
    for post in rows.iterator(chunk_size=BATCH):
        yield {
            "uid": str(post.uid),
            "slug": post.slug,
            "title": post.title,
            "text": post.text,
            "by": public_uid(post.author),
            "group": public_uid(post.context),
            "territory": post.territory.code if post.territory else "",
            "published_at": post.published_at,
            "edited_at": post.edited_at,
            "version": post.version,
        }


def public_uid(entry):
    return str(entry.uid) if entry is not None and entry.is_public else ""
