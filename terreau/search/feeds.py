"""A search as a feed: what it finds newest."""

from terreau.entries.syndication import Item

LENGTH = 30


def items(found):
    return [
        Item(
            uid=entry.uid,
            title=entry.title,
            url=entry.get_absolute_url(),
            published=entry.published_at,
            updated=max(entry.updated_at, entry.published_at),
            summary=entry.summary,
            tags=tuple(topic.name for topic in entry.topics.all()),
        )
        for entry in found.entries
    ]
