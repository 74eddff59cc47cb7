import re

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from terreau.entries import faces
from terreau.entries.models import Link, visible
from terreau.entries.queries import by_uid_or_404, entry_at, topics_of
from terreau.entries.sentences import said_of
from terreau.ledger.queries import latest
from terreau.moderation.queries import hidings_of
from terreau.prepared import prepared
from terreau.resources.models import DUPLICATES, Feedback, Resource, State

LATEST = 6  # statements that a page shows
SHOWN = 10  # feedback that the page of a resource shows
PAGE = 50
BATCH = 500


def resource_page(user, slug):
    """What the page of a resource shows, its panels apart: 4 queries, one more of a duplicate and
    for who is signed in, two at most for its feedback."""
    resource = entry_at(Resource, user, slug, ("territory", "author"))
    return {
        "resource": resource,
        "topics": topics_of(resource.pk),
        "original": original_of(user, resource),
        "feedback": dressed(_feedback(resource.pk, size=SHOWN)),
        "mine": own_feedback(user, resource),
        "statements": said_of(user, resource, latest(LATEST, resource.uid)),
    }


def original_of(user, resource):
    """What a duplicate repeats, where the user may see it: one query, none for others."""
    if resource.state != State.DUPLICATE:
        return None
    links = Link.objects.at(timezone.localdate()).filter(
        visible(user, "target__"), source=resource.pk, role=DUPLICATES
    )
    link = links.select_related("target").order_by("-pk").first()
    return link.target if link else None


@prepared
def _feedback(pk, *, size):
    """The newest feedback on a resource, with what is left of what was withdrawn or hidden."""
    return Feedback.objects.filter(resource=pk).order_by("-pk")[:size]


def dressed(feedback):
    """The same with `face`, (name, address) of who gave it, and `hiding`, the decision that hides
    it: two queries, none where there is nothing to ask."""
    shown = faces.shown(each.user_id for each in feedback if each.is_signed and each.is_said)
    hidden = hidings_of("feedback", [each.uid for each in feedback if each.hidden_at])
    for each in feedback:
        each.face = shown.get(each.user_id) if each.is_signed else None
        each.hiding = hidden.get(each.uid)
    return feedback


def feedback_page(user, slug, before=None):
    """(resource, feedback, number to ask for the next page with or None): four queries at most."""
    resource = entry_at(Resource, user, slug)
    found = Feedback.objects.filter(resource=resource.pk)
    found = found.filter(pk__lt=before) if before else found
    found = list(found.order_by("-pk")[: PAGE + 1])
    older = found[PAGE - 1].pk if len(found) > PAGE else None
    return resource, dressed(found[:PAGE]), older


def own_feedback(user, resource):
    """The feedback of a user that they did not withdraw, or None: one query, none for anonymous
    readers."""
    if not user.is_authenticated:
        return None
    given = Feedback.objects.filter(resource=resource.pk, user=user, withdrawn_at=None)
    return given.order_by("pk").first()


def feedback_at(resource, uid):
    """One feedback on a resource that is there to be read: one query. Raises Http404."""
    found = Feedback.objects.filter(resource=resource.pk, uid=uid, withdrawn_at=None)
    feedback = found.filter(hidden_at=None).select_related("user").first()
    if feedback is None:
        raise Http404(str(uid))
    return feedback


def searched_texts(resource):
    """What search reads of a resource beside title and summary."""
    return [resource.get_sort_display(), resource.body, resource.audience, resource.licence]


def resource_by_uid(user, uid):
    """A resource by its identifier: two queries. Raises Http404."""
    return by_uid_or_404(Resource, user, uid)


def resources_of(user, publisher, limit=12):
    """The newest resources that an entry publishes: one query."""
    return _published(publisher.pk, user=user, size=limit)


@prepared
def _published(pk, *, user, size):
    return Resource.objects.visible_to(user).filter(author=pk).newest()[:size]


def published_at_address(address):
    """A public resource of that address, or None: one query."""
    found = Resource.objects.public().filter(address=address).select_related("author")
    return found.order_by("pk").first()


def library_of(publisher, uids=(), identifiers=(), addresses=()):
    """The resources that an entry publishes under any of these names, and whatever else has one of
    the addresses, with their themes: two queries."""
    own = Q(author=publisher.pk) & (Q(uid__in=uids) | Q(identifier__in=identifiers))
    found = Resource.objects.filter(own | Q(address__in=addresses))
    return list(found.select_related("author").prefetch_related("topics").order_by("pk"))


def own_cells(entries):
    """{key: {column: text}} of what the files of the directory say of resources: one query."""
    found = Resource.objects.in_bulk([entry.pk for entry in entries])
    names = ("sort", "address", "licence", "audience", "identifier")
    return {pk: {name: getattr(each, name) for name in names} for pk, each in found.items()}


def export_rows(resources):
    """The open data of resources: one plain row each, which an import reads back: two queries a
    batch."""
    rows = resources.select_related("territory", "author").prefetch_related("topics")
    for each in rows.order_by("pk").iterator(chunk_size=BATCH):
        author = each.author if each.author and each.author.is_public else None
        yield {
            "uid": str(each.uid),
            "slug": each.slug,
            "identifier": each.identifier,
            "title": each.title,
            "sort": each.sort,
            "address": each.address,
            "summary": each.summary,
            "text": each.body,
            "licence": each.licence,
            "language": each.language,
            "audience": each.audience,
            "topics": [topic.name for topic in each.topics.all()],
            "territory": each.territory.code if each.territory else "",
            "state": each.state,
            "reason": each.reason,
            "by": str(author.uid) if author else "",
            **{f"ratings_{n}": count for n, count in enumerate(each.ratings, 1)},
        }


def named(texts):
    """{text: [Resource]} of the public resources that texts mean: the address of a page, its last
    part, or an exact title: one query."""
    slugs = {text: slug_in(text) for text in texts}
    found = Resource.objects.public().filter(
        Q(slug__in={slug for slug in slugs.values() if slug}) | Q(title__in=slugs)
    )
    found = list(found.order_by("pk"))
    return {
        text: [each for each in found if each.slug == slug]
        or [each for each in found if each.title == text]
        for text, slug in slugs.items()
    }


def slug_in(text):
    """The last part of an address, or a text that could be one; "" for others."""
    last = text.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]
    return last if re.fullmatch(r"[-\w]{1,120}", last, re.ASCII) else ""
