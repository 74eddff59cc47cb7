"""What a result can be narrowed to, and how many entries each step would leave."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Sum
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from terreau.entries.kinds import all_kinds
from terreau.entries.models import Entry, Tally, Topic
from terreau.entries.queries import tallied
from terreau.prepared import prepared
from terreau.search import marks
from terreau.search.addresses import facet_roles
from terreau.territories.models import Territory

LENGTH = 12  # so many values a facet offers
_CELLS = (1000, 5000)  # so many of the largest tallies of a scope are read before all of them
_LOOKED_UP = 100  # so many territories of a result are looked up for those to offer


@dataclass(frozen=True)
class Value:
    """changes: what SearchQuery.but takes to choose the value, or to drop it where selected."""

    value: str
    label: str
    count: int | None
    selected: bool
    changes: dict


@dataclass(frozen=True)
class Facet:
    name: str
    title: str
    values: list

    @property
    def is_chosen(self):
        return any(value.selected for value in self.values)


@dataclass(frozen=True)
class Counts:
    """How many entries: cells {(kind, state): n}, and [(object, n)] of the others, most first."""

    cells: dict
    topics: list = field(default_factory=list)
    territories: list = field(default_factory=list)
    roles: dict = field(default_factory=dict)


def of_all(user, filters):
    """Counts of all entries of a kind and state, from tallies alone: six queries, and one per
    role; some more of those of `_most` where a scope has many keys."""
    cells = tallied("all")
    sorts = sum(filters.admits(*cell) for cell in cells)
    topics = _most(filters, "topic", sorts)
    named_topics = {each.slug: each for each in _topics_called(list(topics))}
    regions = {each.code: each for each in _regions()}
    counted_regions = _summed("territory", *filters.cell, list(regions))
    roles = {role: _most(filters, role, sorts) for role in facet_roles()}
    uids = {uid for role in roles.values() for uid in role}
    targets = {str(each.uid): each for each in _pointed_at([*map(UUID, uids)], None, user=user)}
    return Counts(
        cells,
        [(named_topics[slug], n) for slug, n in topics.items() if slug in named_topics],
        _largest((regions[code], n) for code, n in counted_regions.items()),
        {
            role: [(targets[uid], n) for uid, n in most.items() if uid in targets]
            for role, most in roles.items()
        },
    )


def of_marks(user, filters, found, cells=None):
    """Counts of the documents that have these marks: three queries. cells: counted elsewhere."""
    counted = marks.counted(found)
    topics = dict(counted["topic"].most_common(LENGTH))
    named = {each.pk: each for each in _topics_of([*map(int, topics)])}
    roles = {role: dict(counted[f"{role}.to"].most_common(LENGTH)) for role in facet_roles()}
    pks = {pk for each in roles.values() for pk in each}
    targets = {each.pk: each for each in _pointed_at(None, [*map(int, pks)], user=user)}
    return Counts(
        marks.cells(found) if cells is None else cells,
        [(named[int(pk)], n) for pk, n in topics.items() if int(pk) in named],
        _inside(filters, counted["in"]),
        {
            role: [(targets[int(pk)], n) for pk, n in each.items() if int(pk) in targets]
            for role, each in roles.items()
        },
    )


@prepared
def _pointed_at(uids, pks, *, user):
    """Entries that the user may see, with what a facet says of one."""
    entries = Entry.objects.visible_to(user).order_by()
    entries = entries.filter(uid__in=uids) if pks is None else entries.filter(pk__in=pks)
    return entries.values_list("pk", "uid", "slug", "title", named=True)


@prepared
def _topics_called(slugs):
    topics = Topic.objects.filter(slug__in=slugs).order_by()
    return topics.values_list("pk", "slug", "name", named=True)


@prepared
def _topics_of(pks):
    topics = Topic.objects.filter(pk__in=pks).order_by()
    return topics.values_list("pk", "slug", "name", named=True)


@prepared
def _regions():
    regions = Territory.objects.filter(level=Territory.Level.REGION).order_by()
    return regions.values_list("pk", "code", "name", named=True)


def facets(counts, filters, *, switchable):
    """[Facet] with something to choose; switchable: the cells count other kinds and states too."""
    made = [
        _kinds(counts, filters, switchable),
        _states(counts, filters, switchable),
        _territories(counts, filters),
        *(_targets(role, label, counts, filters) for role, label in facet_roles().items()),
        _topics(counts, filters),
    ]
    return [facet for facet in made if facet.values]


def _kinds(counts, filters, switchable):
    totals = Counter()
    for (kind, state), n in counts.cells.items():
        if filters.kind and kind == filters.kind.slug and not filters.admits(kind, state):
            continue
        totals[kind] += n
    return Facet(
        "kind",
        _("What"),
        [
            _value("kind", kind.slug, kind.name_plural, totals[kind.slug], kind == filters.kind)
            for kind in all_kinds()
            if totals[kind.slug] and (switchable or filters.kind in (None, kind))
        ],
    )


def _states(counts, filters, switchable):
    present = {kind for kind, _state in counts.cells}
    kinds = [
        each
        for each in all_kinds()
        if each == filters.kind or (filters.kind is None and present == {each.slug})
    ]
    values = [
        Value(
            name := state or marks.NO_STATE,
            capfirst(str(label)),
            counts.cells.get((kind.slug, state)),
            selected := state == filters.state,
            {"state": ""} if selected else {"kind": kind.slug, "state": name},
        )
        for kind in kinds
        for state, label in kind.states().items()
        if counts.cells.get((kind.slug, state)) and (switchable or filters.state in (None, state))
    ]
    return Facet("state", _("State"), values)


def _territories(counts, filters):
    chosen = filters.territory
    values = [_value("territory", chosen.code, chosen.name, None, True)] if chosen else []
    return Facet(
        "territory",
        _("Territory, with all it contains"),
        values
        + [
            _value("territory", each.code, each.name, n, False)
            for each, n in counts.territories
            if chosen is None or each.code != chosen.code
        ],
    )


def _topics(counts, filters):
    chosen = filters.topic
    offered = [(chosen, None)] if chosen else counts.topics
    return Facet(
        "topic",
        _("Theme"),
        [_value("topic", each.slug, each.name, n, each == chosen) for each, n in offered],
    )


def _targets(role, label, counts, filters):
    chosen = filters.roles.get(role)
    offered = [(chosen, None)] if chosen else counts.roles.get(role, [])
    return Facet(
        role,
        capfirst(str(label)),
        [_value(role, each.slug, each.title, n, each == chosen) for each, n in offered],
    )


def _value(name, value, label, count, selected):
    return Value(value, capfirst(str(label)), count, selected, {name: "" if selected else value})


def _most(filters, scope, sorts):
    """{key: n} of the keys of a scope with the most entries of the kind and state: one query, or
    two or three where it has many keys.

    The largest cells are read first, and the keys that they are of summed. A key that has none of
    them has fewer than `sorts` times the smallest: sorts is how many cells a key can have. Where
    that leaves a doubt, more are read, and all of them in the end.
    """
    cells = (scope, *filters.cell)
    if sorts <= 1:
        return {key: n for key, n in _largest_cells(*cells, size=LENGTH) if n}
    for size in _CELLS:
        largest = _largest_cells(*cells, size=size)
        if len(largest) < size:
            totals = Counter()
            for key, n in largest:
                totals[key] += n
            most = sorted(totals.items(), key=lambda each: (-each[1], each[0]))[:LENGTH]
            return {key: n for key, n in most if n}
        most = _summed(*cells, list({key for key, _n in largest}))
        if len(most) == LENGTH and min(most.values()) > sorts * largest[-1][1]:
            return most
    return _summed(*cells)


@prepared
def _largest_cells(scope, kind, state, *, size):
    """[(key, n)] of the tallies of the kind and state sought that count the most."""
    rows = _admitted(scope, kind, state)
    order = ("-count", "key") if size == LENGTH else ("-count",)
    return rows.order_by(*order).values_list("key", "count")[:size]


def _admitted(scope, kind, state):
    rows = Tally.objects.filter(scope=scope)
    if kind is not None:
        rows = rows.filter(kind=kind)
    return rows if state is None else rows.filter(state=state)


def _summed(scope, kind, state, keys=None):
    """{key: n} of those keys of some tallies that count the most: one query."""
    return {key: n for key, n in _sums(scope, kind, state, keys) if n}


@prepared
def _sums(scope, kind, state, keys):
    rows = _admitted(scope, kind, state)
    rows = rows if keys is None else rows.filter(key__in=keys)
    summed = rows.values("key").annotate(n=Sum("count")).order_by("-n", "key")
    return summed.values_list("key", "n")[:LENGTH]


@prepared
def _parts(pks, parent):
    parts = Territory.objects.filter(pk__in=pks, parent=parent).order_by()
    return parts.values_list("pk", "code", "name", named=True)


def _inside(filters, counted):
    """[(territory, n)] one step below the chosen one, regions where there is none: one query."""
    if filters.territory:
        usual = [int(pk) for pk, _n in counted.most_common(_LOOKED_UP)]
        found = _parts(usual, filters.territory.pk)
    else:
        found = _regions()
    return _largest((each, n) for each in found if (n := counted[str(each.pk)]))


def _largest(counted):
    return sorted(counted, key=lambda each: (-each[1], each[0].name, each[0].code))[:LENGTH]


def named(filters):
    """[(parameter, its title, the label of the value)] of what a search is narrowed to."""
    titles = {
        "kind": _("What"),
        "state": _("State"),
        "territory": _("Territory"),
        "topic": _("Theme"),
        **{role: capfirst(str(label)) for role, label in facet_roles().items()},
    }
    labels = {}
    if filters.kind:
        labels["kind"] = filters.kind.name_plural
    if filters.state is not None:
        states = filters.kind.states() if filters.kind else {}
        labels["state"] = states.get(filters.state, filters.state)
    if filters.territory:
        labels["territory"] = filters.territory.name
    if filters.topic:
        labels["topic"] = filters.topic.name
    labels |= {role: target.title for role, target in filters.roles.items()} | filters.unknown
    return [(name, titles[name], str(labels[name])) for name in titles if name in labels]
