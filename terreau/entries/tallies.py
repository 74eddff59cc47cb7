"""The counts that pages show, kept in the transaction of the change that they count."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, F, Q
from django.utils import timezone

from terreau.entries.models import Entry, Link, Tally
from terreau.territories.models import Containment

ALL = "all"
_beside = []


@dataclass(frozen=True)
class Counts:
    """Other counts of entries, kept as the tallies are: `cells`, `shift` and `rebuild` as here."""

    cells: Callable
    shift: Callable
    rebuild: Callable


def keep_beside(counts):
    """Have other counts moved and made again in the same transactions as the tallies."""
    _beside.append(counts)


def standing(entry):
    """What an entry counts in now, for `follow`."""
    return [each.cells(entry) for each in (TALLIES, *_beside)]


def follow(before, entry):
    """Move all counts from what an entry counted in before to what it counts in now."""
    after = standing(entry)
    for each, *pair in zip((TALLIES, *_beside), before, after, strict=True):
        each.shift(*pair)


def cells(entry):
    """The (scope, key, kind, state) that a public entry counts in: at most three queries."""
    if entry.pk is None or not entry.is_public:
        return Counter()
    places = {(ALL, "")}
    if entry.territory_id:
        containing = Containment.objects.filter(descendant_id=entry.territory_id)
        places |= {
            ("territory", code) for code in containing.values_list("ancestor__code", flat=True)
        }
    places |= {("topic", slug) for slug in entry.topics.values_list("slug", flat=True)}
    links = Link.objects.at(timezone.localdate()).filter(source=entry)
    places |= {(role, str(uid)) for role, uid in links.values_list("role", "target__uid")}
    return Counter((scope, key, entry.kind, entry.state) for scope, key in places)


def shift(before, after):
    """Move the counts by the difference of two sets of cells, in one order for every writer."""
    change = Counter(after)
    change.subtract(before)
    for (scope, key, kind, state), step in sorted(change.items()):
        if not step:
            continue
        cell = {"scope": scope, "key": key, "kind": kind, "state": state}
        if not Tally.objects.filter(**cell).update(count=F("count") + step):
            Tally.objects.bulk_create([Tally(**cell)], ignore_conflicts=True)
            Tally.objects.filter(**cell).update(count=F("count") + step)


def counted(keys=None):
    """All cells counted afresh, as {(scope, key, kind, state): count}: four queries.

    keys: of the entries that count, all where None; for importers, which move the difference.
    """
    public = Entry.objects.public().order_by()
    links = Link.objects.at(timezone.localdate())
    if keys is not None:
        public, links = public.filter(pk__in=keys), links.filter(source__in=keys)
    counts = Counter()

    def add(scope, rows):
        for key, kind, state, count in rows:
            counts[(scope, str(key), kind, state)] += count

    add(ALL, [("", *row) for row in public.values_list("kind", "state").annotate(n=Count("id"))])
    placed = public.filter(territory__isnull=False)
    add(
        "territory",
        placed.values_list("territory__containments__ancestor__code", "kind", "state").annotate(
            n=Count("id")
        ),
    )
    topical = public.filter(topics__isnull=False)
    add("topic", topical.values_list("topics__slug", "kind", "state").annotate(n=Count("id")))
    links = links.filter(source__published_at__isnull=False, source__hidden_at__isnull=True)
    rows = links.order_by().values_list("role", "target__uid", "source__kind", "source__state")
    for role, key, kind, state, count in rows.annotate(n=Count("source_id", distinct=True)):
        counts[(role, str(key), kind, state)] += count
    return counts


def rebuild():
    """Write all counts afresh; the caller holds the transaction. For imports and the daily job."""
    for each in (TALLIES, *_beside):
        each.rebuild()


def rewrite():
    """Write all tallies afresh."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE entries_tally IN EXCLUSIVE MODE")
    counts = counted()
    Tally.objects.all().delete()
    Tally.objects.bulk_create(
        (
            Tally(scope=s, key=k, kind=d, state=t, count=n)
            for (s, k, d, t), n in sorted(counts.items())
        ),
        batch_size=1000,
    )


def drift():
    """The cells whose tally is not what the entries say: {cell: (kept, counted)}."""
    kept = {(t.scope, t.key, t.kind, t.state): t.count for t in Tally.objects.filter(~Q(count=0))}
    counts = counted()
    return {
        cell: (kept.get(cell, 0), counts.get(cell, 0))
        for cell in kept.keys() | counts.keys()
        if kept.get(cell, 0) != counts.get(cell, 0)
    }


TALLIES = Counts(cells, shift, rewrite)
