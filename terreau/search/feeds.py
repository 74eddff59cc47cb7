"""A search as an Atom feed (RFC 4287): what it finds newest."""

import re

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

LENGTH = 30
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


def atom(found, *, title, page_url, feed_url):
    """The text of the feed; page_url, feed_url: paths on this site."""
    feed = Atom1Feed(
        title=plain(title),
        link=settings.SITE_URL + page_url,
        feed_url=settings.SITE_URL + feed_url,
        description="",
        language=get_language(),
        author_name=settings.BRAND["name"],
    )
    for entry in found.entries:
        feed.add_item(
            title=plain(entry.title),
            link=settings.SITE_URL + entry.get_absolute_url(),
            description=plain(entry.summary),
            unique_id=f"urn:uuid:{entry.uid}",
            pubdate=entry.published_at,
            updateddate=max(entry.updated_at, entry.published_at),
            categories=[plain(topic.name) for topic in entry.topics.all()],
        )
    return feed.writeString("utf-8")


def plain(text):
    """The text without the signs that XML 1.0 does not allow."""
    return _NOT_XML.sub(" ", text)
