"""What a search is narrowed to: the names in its address looked up."""

import uuid
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from terreau.entries.kinds import Kind, all_kinds, kind_named
from terreau.entries.models import Entry, Link, Topic
from terreau.prepared import prepared
from terreau.search import marks
from terreau.territories.models import Territory
from terreau.territories.queries import by_code


@dataclass(frozen=True)
class Filters:
    """kind … roles: what was found of what the address names; unknown: {parameter: value} of
    what does not exist, so that nothing can answer."""

    kind: Kind | None = None
    state: str | None = None
    territory: Territory | None = None
    topic: Topic | None = None
    roles: dict = field(default_factory=dict)
    unknown: dict = field(default_factory=dict)

    @property
    def scopes(self):
        """[(scope, key)] of the tallies that count one filter each, kind and state apart."""
        found = [("territory", self.territory.code)] if self.territory else []
        found += [("topic", self.topic.slug)] if self.topic else []
        return found + [(role, str(target.uid)) for role, target in self.roles.items()]

    @property
    def marks(self):
        """The tokens that the documents sought hold, all of them."""
        wanted = [marks.of_kind(self.kind.slug)] if self.kind else []
        wanted += [marks.of_state(self.state)] if self.state is not None else []
        wanted += [marks.inside(self.territory.pk)] if self.territory else []
        wanted += [marks.about(self.topic.pk)] if self.topic else []
        return wanted + [marks.linked(role, target.pk) for role, target in self.roles.items()]

    @property
    def cell(self):
        """(kind, state) of the tallies sought, None for any."""
        return (self.kind.slug if self.kind else None, self.state)

    def admits(self, kind, state):
        """Whether a tally's cell counts entries of the kind and state sought."""
        return (self.kind is None or kind == self.kind.slug) and (
            self.state is None or state == self.state
        )


def resolved(user, query):
    """Filters of a SearchQuery: one query each for a territory, a topic and every role."""
    kind = kind_named(query.kind) if query.kind else None
    state = None
    if query.state:
        state = "" if query.state == marks.NO_STATE else query.state
    territory = by_code(query.territory) if query.territory else None
    topic = next(iter(_topic(query.topic)), None) if query.topic else None
    roles = {role: _target(user, role, named) for role, named in query.roles.items()}
    missing = {
        "kind": query.kind and kind is None,
        "state": state is not None and not is_state(state, [kind] if kind else all_kinds()),
        "territory": query.territory and territory is None,
        "topic": query.topic and topic is None,
        **{role: target is None for role, target in roles.items()},
    }
    named = {name: getattr(query, name, None) or query.roles.get(name) for name in missing}
    return Filters(
        kind, state, territory, topic,
        {role: target for role, target in roles.items() if target is not None},
        {name: named[name] for name, lacks in missing.items() if lacks},
    )  # fmt: skip


@prepared
def _topic(slug):
    return Topic.objects.filter(slug=slug)[:1]


def is_state(state, kinds):
    return any(state in kind.states() for kind in kinds)


def _target(user, role, named):
    """The entry of that uid or address; of several, one that the role points at."""
    entries = Entry.objects.visible_to(user)
    try:
        return entries.filter(uid=uuid.UUID(named)).first()
    except ValueError:
        pointed = Link.objects.filter(target=OuterRef("pk"), role=role)
        found = entries.filter(slug=named).annotate(pointed=Exists(pointed))
        return found.order_by("-pointed", "pk").first()
