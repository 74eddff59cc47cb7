"""What a feed is narrowed to: the names in its address looked up."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils.http import urlencode

from terreau.entries.kinds import Kind, kind_named
from terreau.entries.models import Entry, OldSlug, Topic
from terreau.entries.queries import tallied, topic_at
from terreau.territories.models import Containment, Territory
from terreau.territories.queries import by_code

NAMES = ("entry", "kind", "territory", "topic", "decisions")
LONGEST = 200


@dataclass(frozen=True)
class Asked:
    """What statements are wanted: about one entry, about those of a kind, place (with all inside
    it) and theme; of decisions alone."""

    entry: Entry | None = None
    kind: Kind | None = None
    territory: Territory | None = None
    topic: Topic | None = None
    decisions: bool = False

    @property
    def parameters(self):
        """{name: value} in one order, as in the address."""
        given = {
            "entry": self.entry and str(self.entry.uid),
            "kind": self.kind and self.kind.slug,
            "territory": self.territory and self.territory.code,
            "topic": self.topic and self.topic.slug,
            "decisions": "1" if self.decisions else "",
        }
        return {name: value for name, value in given.items() if value}

    @property
    def query_string(self):
        return urlencode(self.parameters)

    @property
    def narrows(self):
        """Whether it asks for some entries and not for all."""
        return bool(self.kind or self.territory or self.topic)

    def admitted(self, entries):
        """A queryset of entries, narrowed down."""
        if self.kind:
            entries = entries.filter(kind=self.kind.slug)
        if self.territory:
            inside = Containment.objects.filter(
                ancestor=self.territory.pk, descendant=OuterRef("territory")
            )
            entries = entries.filter(Exists(inside))
        if self.topic:
            about = Entry.topics.through.objects.filter(entry=OuterRef("pk"), topic=self.topic.pk)
            entries = entries.filter(Exists(about))
        return entries

    def listed(self, entries):
        """The same for few entries, which the database finds from the place or the theme."""
        if self.kind:
            entries = entries.filter(kind=self.kind.slug)
        if self.territory:
            inside = Containment.objects.filter(ancestor=self.territory.pk)
            entries = entries.filter(territory__in=inside.values("descendant"))
        if self.topic:
            entries = entries.filter(topics=self.topic.pk)
        return entries

    def count(self):
        """At most how many public entries it asks for: a query for each of place and theme."""
        scopes = [("territory", self.territory.code)] if self.territory else []
        scopes += [("topic", self.topic.slug)] if self.topic else []
        kind = self.kind and self.kind.slug
        return min(
            sum(n for (of, _state), n in tallied(*scope).items() if kind in (None, of))
            for scope in scopes or [("all", "")]
        )


def asked_of(parameters, user):
    """What an address asks for: a query each for an entry, a place, a theme. Raises Http404."""
    given = {name: parameters.get(name, "")[:LONGEST].strip() for name in NAMES}
    if any("\0" in value for value in given.values()):
        raise Http404("feed")
    kind = kind_named(given["kind"]) if given["kind"] else None
    territory = by_code(given["territory"]) if given["territory"] else None
    if (given["kind"] and kind is None) or (given["territory"] and territory is None):
        raise Http404("feed")
    return Asked(
        entry=entry_named(given["entry"], user) if given["entry"] else None,
        kind=kind,
        territory=territory,
        topic=topic_at(given["topic"]) if given["topic"] else None,
        decisions=bool(given["decisions"]),
    )


def entry_named(name, user):
    """The entry of a uid, or of "kind/address", present or former: one or two queries.

    Raises Http404.
    """
    visible = Entry.objects.visible_to(user)
    kind, _slash, slug = name.partition("/")
    if slug:
        found = visible.filter(kind=kind, slug=slug).first()
        if found is None:
            old = OldSlug.objects.filter(kind=kind, slug=slug).values("entry")
            found = visible.filter(pk__in=old).first()
    else:
        try:
            found = visible.filter(uid=UUID(name)).first()
        except ValueError:
            found = None
    if found is None:
        raise Http404(name)
    return found
