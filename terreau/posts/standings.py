"""How a post is made and shared, for the page and the test of rights."""

from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.entries.rights import register_situation, register_specimen
from terreau.groups import standings as groups
from terreau.groups.models import State as GroupState
from terreau.posts.models import Post


def make(state, author):
    return Post.objects.create(
        title="Specimen", slug=f"specimen-{uuid4().hex}", text="Specimen", state=state,
        author=author, published_at=timezone.now(),
    )  # fmt: skip


def share(post):
    post.context = groups.make(GroupState.CLOSED, None)
    post.published_at, post.shared_at = None, timezone.now()
    post.save()


register_situation(Post.KIND, "shared", _("in a closed group"), share)
register_specimen(Post.KIND, make)
