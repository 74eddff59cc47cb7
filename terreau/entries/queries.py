from collections import defaultdict

from django.db.models import Q, Sum
from django.http import Http404
from django.utils import timezone

from terreau.entries.kinds import all_kinds
from terreau.entries.models import (
    Entry,
    Link,
    OldSlug,
    Tally,
    Tombstone,
    Topic,
    shared_with,
    visible,
)
from terreau.prepared import prepared

# What the card of any kind shows of an entry.
CARD = ("uid", "kind", "slug", "title", "summary", "language", "state", "territory__name")


class Moved(Exception):
    """The entry has another address now."""

    def __init__(self, entry):
        self.entry = entry
        super().__init__(entry.get_absolute_url())


class Gone(Exception):
    """The entry was deleted, and a tombstone says why."""

    def __init__(self, tombstone):
        self.tombstone = tombstone
        super().__init__(str(tombstone))


class Hidden(Http404):
    """The entry is hidden by moderation, which says why."""

    def __init__(self, entry):
        self.entry = entry
        super().__init__(str(entry.uid))


def entry_at(model, user, slug, related=("territory",)):
    """The entry of that kind and address: one query. Raises Moved, Gone, Hidden or Http404."""
    for entry in _at(slug, model=model, user=user, related=related):
        return entry
    old = OldSlug.objects.filter(kind=model.KIND, slug=slug).select_related("entry").first()
    if old is not None and model.objects.visible_to(user).filter(pk=old.entry_id).exists():
        raise Moved(old.entry)
    tombstone = Tombstone.objects.filter(kind=model.KIND, slug=slug).order_by("-at").first()
    if tombstone is not None:
        raise Gone(tombstone)
    shown = Q(published_at__isnull=False)
    if user is not None and user.is_authenticated:
        shown |= shared_with(user)
    for entry in model.objects.filter(shown, slug=slug, hidden_at__isnull=False)[:1]:
        raise Hidden(entry)
    raise Http404(slug)


@prepared
def _at(slug, *, model, user, related):
    return model.objects.visible_to(user).select_related(*related).filter(slug=slug)[:1]


def links_of(entry, user, as_of=None, known_at=None, roles=None):
    """The links from and to an entry on a day, whose other end the user may see: 2 queries.

    Returns ([link → target …], [source → link …]), by role, those that lead first, then by title.
    """
    day = as_of or timezone.localdate()
    about = {"roles": roles, "user": user, "known_at": known_at}
    return (
        sorted(
            _links(entry.pk, day, near="source", far="target", **about),
            key=lambda link: (link.role, not link.leads, link.target.title, link.pk),
        ),
        sorted(
            _links(entry.pk, day, near="target", far="source", **about),
            key=lambda link: (link.role, link.source.title, link.pk),
        ),
    )


@prepared
def _links(pk, day, *, near, far, roles, user, known_at):
    """The links with an entry at their near end, whose far end the user may see."""
    links = Link.objects.at(day, known_at).filter(visible(user, f"{far}__"), **{near: pk})
    links = links.filter(role__in=roles) if roles else links
    return links.select_related(far).order_by()


def specific(entries):
    """The same entries in the same order as their own kinds: one query per kind present."""
    entries = list(entries)
    wanted = defaultdict(list)
    for entry in entries:
        wanted[entry.kind].append(entry.pk)
    found = {}
    for kind in all_kinds():
        if wanted.get(kind.slug):
            found |= kind.model.objects.in_bulk(wanted[kind.slug])
    return [found[entry.pk] for entry in entries if entry.pk in found]


def authored(pk):
    """The keys of what the entry of that key is the author of, for `__in` in another query.

    Asked for `author` beside kind and state, SQLite reads all entries of the kind; from here it
    starts with the few.
    """
    return Entry.objects.filter(author=pk).order_by().values("pk")


def by_uid(user, uids):
    """{uid: entry} of those that the user may see: one query."""
    return {entry.uid: entry for entry in Entry.objects.visible_to(user).filter(uid__in=uids)}


def tallied(scope, key="", kind=None):
    """{(kind, state): count} of public entries in a scope: one query. See Tally for the scopes."""
    cells = _cells(str(key), kind, scopes=(scope,))
    return {(kind, state): count for _scope, kind, state, count in cells if count}


def tallied_in(scopes, key, kind):
    """{scope: {state: count}} of public entries of a kind, in scopes of one key: one query."""
    found = {}
    for scope, _kind, state, count in _cells(str(key), kind, scopes=tuple(scopes)):
        if count:
            found.setdefault(scope, {})[state] = count
    return found


@prepared
def _cells(key, kind, *, scopes):
    rows = Tally.objects.filter(scope__in=scopes, key=key)
    rows = rows.filter(kind=kind) if kind is not None else rows
    return rows.order_by("scope", "kind", "state").values_list("scope", "kind", "state", "count")


def for_cards(user, ids, also=()):
    """The entries of those ids that the user may see, highest first, with what every card shows.

    Without what their kinds add: one query. For lists of one kind, in the order of the index.
    also: other fields that are read of them.
    """
    return _for_cards(list(ids), user=user, told=(*CARD, *also))


@prepared
def _for_cards(ids, *, user, told):
    entries = Entry.objects.visible_to(user).filter(pk__in=ids)
    return entries.select_related("territory").only(*told).order_by("-pk")


def tallied_by_key(scope, kind, states=None, among=None):
    """{key: count} of public entries of a kind (None: all), over the keys of a scope: one query.

    states: those that count; among: the keys looked up, all of the scope where None; the same few
    lists of them, for which the query is kept.
    """
    narrow = {"states": states and tuple(states), "among": among and tuple(among)}
    return {key: n for key, n in _sums(kind, scope=scope, **narrow) if n}


@prepared
def _sums(kind, *, scope, states, among):
    rows = Tally.objects.filter(scope=scope)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if among is not None:
        rows = rows.filter(key__in=among)
    if states is not None:
        rows = rows.filter(state__in=states)
    summed = rows.values("key").annotate(n=Sum("count")).order_by("key")
    return summed.values_list("key", "n")


@prepared
def topics_of(pk):
    """The themes of the entry of that key, by name: one query."""
    return Topic.objects.filter(entries=pk)


def tallied_among(scopes, keys):
    """{(scope, key): count} of public entries of any kind, of the keys that scopes have: one query.

    scopes, keys: tuples of which there are few.
    """
    return {(scope, key): n for scope, key, n in _sums_among(scopes=scopes, keys=keys) if n}


@prepared
def _sums_among(*, scopes, keys):
    rows = Tally.objects.filter(scope__in=scopes, key__in=keys)
    summed = rows.values("scope", "key").annotate(n=Sum("count")).order_by("scope", "key")
    return summed.values_list("scope", "key", "n")


def topic_at(slug):
    """The theme of that address: one query. Raises Http404."""
    topic = Topic.objects.filter(slug=slug).first()
    if topic is None:
        raise Http404(slug)
    return topic


def all_topics(limit=500):
    """[(theme, public entries)], those with the most first: two queries."""
    counted = Tally.objects.filter(scope="topic", count__gt=0).values("key").order_by("key")
    counts = dict(counted.annotate(n=Sum("count")).values_list("key", "n"))
    topics = Topic.objects.filter(slug__in=counts)[:limit]
    return sorted(
        ((topic, counts[topic.slug]) for topic in topics), key=lambda each: (-each[1], each[0].name)
    )


def by_uid_or_404(model, user, uid):
    """The entry of that kind and identifier, with territory and topics: two queries."""
    entries = model.objects.visible_to(user).filter(uid=uid)
    entry = entries.select_related("territory").prefetch_related("topics").first()
    if entry is None:
        raise Http404(str(uid))
    return entry
