from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from ninja import Field, Query, Router, Schema

from terreau.comments import queries
from terreau.comments.datasets import row

router = Router(tags=["Comments"])


class CommentOut(Schema):
    uid: UUID
    entry_uid: UUID
    parent_uid: UUID | None = Field(description="the comment that it answers")
    at: datetime
    edited_at: datetime | None
    by: str = Field(description="the name of a public profile; empty where there is none")
    profile: str
    organization_uid: UUID | None = Field(description="for which somebody spoke")
    text: str = Field(description="Markdown; empty where its account was erased")
    useful: int
    too: int = Field(description="how many do this too")
    help: int = Field(description="how many can help")
    answer_due_on: date | None = Field(description="of a question")
    answered_at: datetime | None


class Comments(Schema):
    items: list[CommentOut]
    next: str | None


class Walk(Schema):
    before: int = Field(0, ge=0, le=2**62, description="taken from `next`")
    entry: UUID | None = None
    limit: int = Field(50, ge=1, le=200)


@router.get("/", response=Comments, operation_id="list_comments")
def list_comments(request, given: Query[Walk]):
    """What is said beside public entries, newest first; hidden and deleted comments are not."""
    found, older = queries.page_of(given.entry, given.before, given.limit)
    about = f"entry={given.entry}&" if given.entry else ""
    after = f"{about}limit={given.limit}&before={older}"
    return {
        "items": [
            {name: value if value != "" or name in ("by", "profile", "text") else None
             for name, value in row(each).items()}
            for each in found
        ],
        "next": f"{settings.SITE_URL}/api/v1/comments/?{after}" if older else None,
    }  # fmt: skip
