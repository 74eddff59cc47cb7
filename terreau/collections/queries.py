from terreau.collections.models import Collection, Item
from terreau.entries.models import Role, visible
from terreau.entries.queries import by_uid_or_404, entry_at, topics_of
from terreau.entries.rules import EDITING
from terreau.entries.sentences import said_of
from terreau.ledger.queries import latest
from terreau.prepared import prepared

LATEST = 6  # statements that a page shows
SHOWN = 12  # collections that the page of a resource names
BATCH = 500


def collection_page(user, slug):
    """What the page of a collection shows, its panels apart: 4 queries, one more where the record
    names resources."""
    collection = entry_at(Collection, user, slug, ("author",))
    return {
        "collection": collection,
        "topics": topics_of(collection.pk),
        "resources": resources_in(user, collection),
        "statements": said_of(user, collection, latest(LATEST, collection.uid)),
    }


def resources_in(user, collection):
    """The resources of a collection that the user may see, in its order: one query."""
    return [item.resource for item in _items(collection.pk, user=user)]


@prepared
def _items(pk, *, user):
    items = Item.objects.filter(visible(user, "resource__"), collection=pk)
    return items.select_related("resource__territory").order_by("position", "pk")


@prepared
def holding(pk, *, user):
    """The public collections that hold the resource of that key, newest first: one query."""
    found = Collection.objects.visible_to(user).filter(items__resource=pk)
    return found.newest()[:SHOWN]


def own_collections(user):
    """The collections that a user edits, by title, as a queryset."""
    keys = Role.objects.filter(user=user, name__in=EDITING).values("entry")
    mine = Collection.objects.filter(author__in=keys, hidden_at=None)
    return mine.order_by("title", "pk")


def searched_texts(collection):
    """What search reads of a collection beside title and summary: one query."""
    items = Item.objects.filter(visible(None, "resource__"), collection=collection.pk)
    return list(items.order_by("position", "pk").values_list("resource__title", flat=True))


def collection_by_uid(user, uid):
    """(a collection by its identifier, its resources): three queries. Raises Http404."""
    collection = by_uid_or_404(Collection, user, uid)
    return collection, resources_in(user, collection)


def export_rows(collections):
    """The open data of collections, one plain row each: three queries a batch."""
    rows = collections.select_related("author").prefetch_related("topics", "items__resource")
    for each in rows.order_by("pk").iterator(chunk_size=BATCH):
        author = each.author if each.author and each.author.is_public else None
        items = sorted(each.items.all(), key=lambda item: (item.position, item.pk))
        yield {
            "uid": str(each.uid),
            "slug": each.slug,
            "title": each.title,
            "summary": each.summary,
            "language": each.language,
            "topics": [topic.name for topic in each.topics.all()],
            "by": str(author.uid) if author else "",
            "resources": [str(item.resource.uid) for item in items if item.resource.is_public],
        }
