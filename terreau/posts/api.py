from datetime import datetime
from uuid import UUID

from ninja import Field, Query, Router

from terreau.attachments.api import WithFiles
from terreau.posts import queries
from terreau.posts.models import Post
from terreau.search.api import EntryOut, ListQuery, Page, page_of

router = Router(tags=["Posts"])


class PostOut(EntryOut):
    text: str = Field(description="Markdown")
    version: int
    edited_at: datetime | None


class PostItem(PostOut, WithFiles):
    by: str = Field(description="uid of the person or organization that speaks; empty where hidden")
    group: str = Field(description="uid of the group in which it stands; empty for none")

    @staticmethod
    def resolve_by(post):
        return queries.public_uid(post.author)

    @staticmethod
    def resolve_group(post):
        return queries.public_uid(post.context)


@router.get("/", response=Page[PostOut], operation_id="list_posts")
def list_posts(request, given: Query[ListQuery]):
    """Public posts, found and sorted as on the directory page."""
    return page_of(request, given, Post.KIND)


@router.get("/{uuid:uid}/", response=PostItem, operation_id="get_post")
def get_post(request, uid: UUID):
    """One post, by its permanent identifier."""
    return queries.post_by_uid(request.user, uid)
