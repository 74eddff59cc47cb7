"""Who hears of a post. The words of a notice hold none of its text."""

from django.utils.translation import gettext_lazy as _

from terreau.groups.models import Membership
from terreau.jobs.register import Registered, job
from terreau.notifications.actions import notify
from terreau.notifications.texts import register_text
from terreau.posts.models import Post

BATCH = 200

register_text("posts.mentioned", _("{entry}: somebody calls you in a post."))
register_text("posts.new", _("{entry}: a new post in a group of yours."))


def tell_called(post, called):
    users = [user for user in called if user.pk != post.user_id]
    notify(users, post, key=f"posts.mentioned:{post.uid}", text="posts.mentioned")


def tell_members_of(post):
    """Tell the members of a closed group of a new post: no feed does. How many had not been told.

    Safe to run twice.
    """
    found = Post.objects.filter(pk=post, shared_at__isnull=False).first()
    if found is None:
        return 0
    waiting = Membership.objects.filter(
        group=found.context_id, state=Membership.State.MEMBER, is_told=True
    ).exclude(user=found.user_id)
    told, last = 0, 0
    while batch := list(waiting.filter(pk__gt=last).select_related("user").order_by("pk")[:BATCH]):
        users = [each.user for each in batch]
        told += notify(users, found, key=f"posts.new:{found.uid}", text="posts.new")
        last = batch[-1].pk
    return told


tell_members: Registered = job("posts.tell_members", in_transaction=False)(
    lambda *, post: tell_members_of(post)
)
