import rules

from terreau.entries.models import Role
from terreau.entries.rules import is_editor, is_shown
from terreau.groups.models import Group
from terreau.groups.models import State as GroupState
from terreau.posts.models import Post, State


@rules.predicate
def is_standing(user, post=None):
    return isinstance(post, Post) and post.state == State.PUBLISHED


@rules.predicate
def may_write_there(user, post=None):
    """Whether a post is to stand in the open, or in a living group of the user: two queries."""
    if not isinstance(post, Post) or not user.is_authenticated:
        return False
    if post.context_id is None:
        return True
    group = post.context
    alive = group.kind == Group.KIND and group.state != GroupState.ARCHIVED and group.is_shown
    return alive and Role.objects.filter(user=user, entry=group.pk).exists()


rules.add_perm("posts.create", is_editor & may_write_there)
# Who left a closed group changes nothing in it any more.
rules.add_perm("posts.edit", is_standing & is_editor & is_shown)
rules.add_perm("posts.withdraw", is_standing & is_editor & is_shown)
