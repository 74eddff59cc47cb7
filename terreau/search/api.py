"""What every list of the API has in common: the directory's own filters, and pages by cursor."""

import base64
import json
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from ninja import Field, Query, Router, Schema
from pydantic import create_model

from terreau.entries.kinds import all_kinds, kind_named
from terreau.search.addresses import SORTS, facet_roles, parsed
from terreau.search.queries import find

router = Router(tags=["Search"])
Item = TypeVar("Item")
MOST = 100


class TerritoryRef(Schema):
    code: str
    name: str


class EntryOut(Schema):
    """What every entry says of itself."""

    uid: UUID
    kind: str
    slug: str
    title: str
    summary: str
    language: str
    state: str = Field(description="phase of a project, type of an organization")
    territory: TerritoryRef | None
    topics: list[str] = Field(description="addresses of its themes")
    published_at: datetime | None
    updated_at: datetime
    url: str

    @staticmethod
    def resolve_topics(entry):
        return sorted(topic.slug for topic in entry.topics.all())

    @staticmethod
    def resolve_url(entry):
        return settings.SITE_URL + entry.get_absolute_url()


class Page(Schema, Generic[Item]):
    """One page of a list. `total` is exact unless `total_is_at_least`."""

    items: list[Item]
    total: int
    total_is_at_least: bool
    next: str | None = Field(description="address of the next page")
    previous: str | None


class Listing(Schema):
    q: str = Field("", max_length=400, description="full text, in French or English")
    state: str = Field("", max_length=40, description="phase of a project, type of an organization")
    territory: str = Field("", max_length=40, description="its code; with all that it contains")
    topic: str = Field("", max_length=80, description="address of a theme")
    sort: Literal[("", *SORTS)] = ""  # type: ignore[valid-type]
    limit: int = Field(20, ge=1, le=MOST)
    cursor: str = Field("", max_length=1200, description="taken from `next` or `previous`")


ROLES: dict[str, Any] = {
    role: (str, Field("", max_length=120, description="slug or uid of the entry that it leads to"))
    for role in facet_roles()
}
ListQuery: Any = create_model("ListQuery", __base__=Listing, **ROLES)
KINDS = tuple(kind.slug for kind in all_kinds())
OneKind: Any = Literal[("", *KINDS)]
SearchQuery: Any = create_model("SearchQuery", __base__=ListQuery, kind=(OneKind, ""))


def page_of(request, given, kind=""):
    """A Page of what the directory finds with these filters; never raises."""
    asked = given.dict(exclude={"cursor", "limit"})
    kind = kind or asked.pop("kind", "")
    query = parsed(asked | turned(given.cursor), kind_named(kind).slug if kind else "")
    found = find(request.user, query, given.limit, narrowing=False)
    return {
        "items": found.entries,
        "total": found.total,
        "total_is_at_least": found.more_than,
        "next": beside(request, given, found.next),
        "previous": beside(request, given, found.previous),
    }


def beside(request, given, change):
    """The address of the page before or after, None where there is none."""
    if change is None:
        return None
    word = base64.urlsafe_b64encode(json.dumps(change).encode()).decode().rstrip("=")
    asked = given.dict(exclude={"cursor"}, exclude_defaults=True)
    return f"{settings.SITE_URL}{request.path}?{urlencode(asked | {'cursor': word})}"


def turned(cursor):
    """What a cursor changes of a query: {"after": …} or {"page": …}; nothing where it is none."""
    try:
        change = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError, RecursionError):
        return {}
    known = change.items() if isinstance(change, dict) else ()
    return {name: str(value) for name, value in known if name in ("after", "page")}


@router.get("/", response=Page[EntryOut], operation_id="search", url_name="search")
def search(request, given: Query[SearchQuery]):
    """Entries of every kind, found as on the directory page."""
    return page_of(request, given)
