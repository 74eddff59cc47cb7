"""Lists for feed readers: Atom (RFC 4287) and JSON Feed 1.1, of the same items."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

ATOM, JSON = "application/atom+xml", "application/feed+json"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Item:
    """uid: of what it tells, for ever; title, summary: plain text; url: a path on this site; html:
    safe, with links to paths on this site; tags: texts."""

    uid: UUID
    title: str
    url: str
    published: datetime
    updated: datetime
    summary: str = ""
    html: str = ""
    tags: tuple = ()


@dataclass(frozen=True)
class Head:
    """title: of the list; page_url, feed_url: paths on this site."""

    title: str
    page_url: str
    feed_url: str


def atom(head, items):
    """The text of an Atom feed."""
    feed = Atom1Feed(
        title=plain(head.title),
        link=settings.SITE_URL + head.page_url,
        feed_url=settings.SITE_URL + head.feed_url,
        description="",
        language=get_language(),
        author_name=settings.BRAND["name"],
    )
    for item in items:
        feed.add_item(
            title=plain(item.title),
            link=settings.SITE_URL + item.url,
            description=plain(absolute(item.html) or item.summary),
            unique_id=f"urn:uuid:{item.uid}",
            pubdate=item.published,
            updateddate=item.updated,
            categories=[plain(tag) for tag in item.tags],
        )
    return feed.writeString("utf-8")


def json_feed(head, items):
    """The text of a JSON Feed."""
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": head.title,
        "home_page_url": settings.SITE_URL + head.page_url,
        "feed_url": settings.SITE_URL + head.feed_url,
        "language": get_language(),
        "authors": [{"name": settings.BRAND["name"], "url": settings.SITE_URL}],
        "items": [json_item(item) for item in items],
    }
    return json.dumps(told, ensure_ascii=False)


def json_item(item):
    """At least one of content_html and content_text, as the format asks."""
    told = {
        "id": f"urn:uuid:{item.uid}",
        "url": settings.SITE_URL + item.url,
        "title": item.title,
        "date_published": item.published.isoformat(),
        "date_modified": item.updated.isoformat(),
    }
    if item.html:
        told["content_html"] = absolute(item.html)
    else:
        told["content_text"] = item.summary
    return told | ({"tags": list(item.tags)} if item.tags else {})


WRITERS = {"atom": (atom, ATOM), "json": (json_feed, JSON)}


def absolute(html):
    """Links to paths of this site as whole addresses: a feed is read elsewhere."""
    return re.sub(r'(href=")/(?!/)', rf"\g<1>{settings.SITE_URL}/", html)


def plain(text):
    """The text without the signs that XML 1.0 does not allow."""
    return _NOT_XML.sub(" ", text)
