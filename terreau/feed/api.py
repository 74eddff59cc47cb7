from datetime import datetime
from html import unescape
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.utils.html import strip_tags
from ninja import Field, Query, Router, Schema

from terreau.entries.actions import decisions
from terreau.entries.invented import is_invented
from terreau.entries.syndication import absolute
from terreau.feed import queries
from terreau.feed.filters import asked_of
from terreau.feed.sheet import lines
from terreau.ledger.queries import LAST

router = Router(tags=["Feed"])


class Subject(Schema):
    uid: UUID
    kind: str
    title: str
    url: str
    is_invented: bool = Field(description="whether a demonstration invented it")


class Line(Schema):
    uid: UUID = Field(description="of the statement; of the newest where a line tells of several")
    at: datetime
    verb: str
    is_decision: bool
    text: str = Field(description="a sentence in the language asked for")
    html: str
    quote: str = Field(description="what stands under it, such as why; empty for most")
    entry: Subject | None = Field(description="none where a reading of a source tells of many")
    url: str = Field(description="of the statement in the public record")


class Feed(Schema):
    """A page of the feed. It may have few lines, or none, and still a next one."""

    items: list[Line]
    next: str | None = Field(description="address of the next page, which is older")


class Asked(Schema):
    entry: str = Field("", max_length=200, description="uid, or kind/slug; with all that is in it")
    kind: str = Field("", max_length=40, description="project, need …")
    territory: str = Field("", max_length=40, description="its code; with all that it contains")
    topic: str = Field("", max_length=80, description="address of a theme")
    decisions: bool = Field(False, description="what settles something, alone")
    before: int = Field(0, ge=0, le=2**62, description="taken from `next`")


@router.get("/", response=Feed, operation_id="feed", url_name="feed")
def feed(request, given: Query[Asked]):
    """What happens, newest first, in sentences: as on the page of the feed."""
    parameters = given.dict(exclude={"before", "decisions"})
    asked = asked_of(parameters | {"decisions": "1" if given.decisions else ""}, request.user)
    page = queries.page(request.user, asked, given.before)
    return {
        "items": [row(each) for each in lines(request.user, page)],
        "next": after(asked, page.older) if page.older and page.older < LAST else None,
    }


def after(asked, before):
    question = urlencode(asked.parameters | {"before": before})
    return f"{settings.SITE_URL}/api/v1/feed/?{question}"


def row(told):
    statement, entry = told["statement"], told["entry"]
    return {
        "uid": statement.uid,
        "at": statement.at,
        "verb": statement.verb,
        "is_decision": statement.verb in decisions(),
        "text": unescape(strip_tags(told["sentence"])),
        "html": absolute(str(told["sentence"])),
        "quote": told["quote"],
        "entry": entry and subject(entry),
        "url": settings.SITE_URL + statement.get_absolute_url(),
    }


def subject(entry):
    return {
        "uid": entry.uid,
        "kind": entry.kind,
        "title": entry.title,
        "url": settings.SITE_URL + entry.get_absolute_url(),
        "is_invented": is_invented(entry),
    }
