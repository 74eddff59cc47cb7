"""What is said in posts: published, changed, withdrawn, kept as a draft.

A post is shown with the name of who speaks. Were its statement signed, it would say whose uid it
is under which a person does everything else. In a closed group there is no statement at all.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.attachments import actions as attachments
from terreau.comments.mentions import mentioned
from terreau.entries.actions import action, lock
from terreau.entries.markdown import words_of
from terreau.entries.models import Tombstone
from terreau.entries.slugs import free_slug
from terreau.follows.actions import follow_on
from terreau.groups.actions import awake
from terreau.groups.models import Group
from terreau.jobs.actions import enqueue
from terreau.moderation.actions import watch
from terreau.moderation.pace import Pace, keep_pace, register_pace
from terreau.moderation.reportables import entry_thing
from terreau.posts.models import MOST, Draft, Post, State, Version
from terreau.posts.notices import tell_called, tell_members
from terreau.search.erasure import forget

SUMMARY = 240  # letters of the text that lists show
MOST_DRAFTS = 50
register_pace(Pace("post", new=5, known=20))


def worded(text):
    """What somebody wrote, trimmed. Raises ValidationError for nothing, or for too much."""
    text = text.replace("\x00", "").strip()
    if not text:
        raise ValidationError({"text": _("Write your post.")})
    if len(text) > MOST:
        raise ValidationError({"text": _("A post has 20,000 letters at most.")})
    return text


def take(post, title, text, territory):
    post.title, post.text, post.territory = title.strip(), worded(text), territory
    post.summary = Truncator(words_of(post.text)).chars(SUMMARY)
    post.full_clean(exclude=("slug",))


@action(
    "posts.create",
    sentence=gettext_lazy("{author} published {subject}."),
    is_unsigned=True,
    quotes=lambda payload: True,
)
def create(user, post, *, title, text, topics=(), territory=None, draft=None):
    """Publish a post, or share it with the members of a closed group, whose address is random:
    words in it would tell the next author of the same ones."""
    group = group_for(user, post)
    is_closed = group is not None and group.is_closed
    take(post, title, text, territory)
    called = mentioned(post.text)
    signs = keep_pace(user, "post", post.text)
    now = timezone.now()
    post.state, post.user, post.created_at = State.PUBLISHED, user, now
    post.published_at, post.shared_at = (None, now) if is_closed else (now, None)
    post.slug = free_slug(Post.KIND, str(post.uid) if is_closed else post.title)
    post.save()
    post.topics.set(topics)
    if group is not None:
        awake(group)
    follow_on(user, post)
    tell_called(post, called)
    if is_closed:
        enqueue(tell_members, unique=f"posts.new:{post.uid}", post=post.pk)
    watch(entry_thing(post.uid), "entry", signs)
    Draft.objects.filter(user=user, uid=draft).delete()
    return {"author_uid": str(post.author.uid)}


def group_for(user, post):
    """The group in which a post is to stand, locked, None for the open. PermissionDenied where the
    user is none of it any more."""
    if post.context_id is None:
        return None
    group = Group.objects.get(pk=post.context_id)
    lock(group)
    post.context = group
    if not user.has_perm("posts.create", post):
        raise PermissionDenied("posts.create")
    return group


@action("posts.edit", sentence=gettext_lazy("{subject}: the post was changed."), is_unsigned=True)
def edit(user, post, *, title, text, topics=None, territory=None):
    """Change a post; what it said before stays to be read."""
    before = (post.title, post.text)
    place = post.territory_id
    take(post, title, text, territory)
    themes = topics is not None and set(topics) != set(post.topics.all())
    if themes:
        post.topics.set(topics)
    is_reworded = before != (post.title, post.text)
    if not is_reworded and not themes and post.territory_id == place:
        return None
    if is_reworded:
        called = mentioned(post.text)
        signs = keep_pace(user, "post", post.text)
        at = post.edited_at or post.created_at
        Version.objects.create(
            post=post, number=post.version, title=before[0], text=before[1], at=at
        )
        post.version, post.edited_at = post.version + 1, timezone.now()
        tell_called(post, called)
    post.save()
    if is_reworded:
        watch(entry_thing(post.uid), "entry", signs)
    return {"version": post.version}


@action(
    "posts.withdraw", sentence=gettext_lazy("{subject}: the post was withdrawn."), is_unsigned=True
)
def withdraw(user, post, *, reason=""):
    """Take a post back: its words and files are deleted for good, and a tombstone stays. In a
    closed group the tombstone is the page, for its members."""
    for file in post.attachments.order_by("pk"):
        attachments.detach(user, post, attachment=file)
    Version.objects.filter(post=post).delete()
    if post.published_at is not None:
        reason = reason.strip() or _("Withdrawn by its author.")
        Tombstone.objects.create(uid=post.uid, kind=post.kind, slug=post.slug, reason=reason)
    erase_words(post)
    post.published_at = None
    post.save()
    return {}


def erase_words(post):
    """Leave none of the words of a post, nor in the index; the title stays for who may see it."""
    forget(post)
    post.text, post.summary, post.state = "", "", State.WITHDRAWN


def keep_draft(user, uid, group, title, text):
    """Keep what somebody types, for them alone; nothing is kept of nothing."""
    title, text = title.replace("\x00", "")[:300], text.replace("\x00", "")[:MOST]
    mine = Draft.objects.filter(user=user)
    if not title.strip() and not text.strip():
        mine.filter(uid=uid).delete()
        return
    given = {"group": group, "title": title, "text": text, "saved_at": timezone.now()}
    if not mine.filter(uid=uid).update(**given):
        if mine.count() >= MOST_DRAFTS:
            raise ValidationError(_("You keep 50 drafts: publish or delete some of them first."))
        Draft.objects.bulk_create([Draft(user=user, uid=uid, **given)], ignore_conflicts=True)


def drop_draft(user, uid):
    Draft.objects.filter(user=user, uid=uid).delete()
