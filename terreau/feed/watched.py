"""What somebody's watches find, as conditions on statements."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, Sum

from terreau.entries.models import Entry, Tally
from terreau.follows.models import Level
from terreau.follows.queries import watches_of
from terreau.territories.models import Containment


@dataclass(frozen=True)
class Watched:
    """small, many: the watches of few and of many entries; muted: the user whose silenced entries
    are left out."""

    user: object
    small: list = field(default_factory=list)
    many: list = field(default_factory=list)

    def few(self, decisions):
        """[condition] of the statements on the entries of small watches, none without any."""
        if not self.small:
            return []
        entries = audible(self.user)

        def found(watches):
            met = Q()
            for watch in watches:
                met |= listed(watch)
            return Q(subject__in=entries.filter(met).values("uid")) if watches else Q(pk__in=[])

        return [levelled(self.small, found, decisions)]

    def walked(self, decisions):
        """The condition for a walk through statements: each is asked whether a watch finds it."""
        entries = audible(self.user).filter(uid=OuterRef("subject"))

        def found(watches):
            met = Q()
            for watch in watches:
                met |= asked(watch)
            return Q(Exists(entries.filter(met))) if watches else Q(pk__in=[])

        return levelled(self.many, found, decisions)


def levelled(watches, found, decisions):
    everything = [each for each in watches if each.level == Level.EVERYTHING]
    if len(everything) == len(watches):
        return found(watches)
    others = [each for each in watches if each.level != Level.EVERYTHING]
    return (found(others) & Q(verb__in=decisions)) | found(everything)


def audible(user):
    """Public entries but for those of which somebody wants to hear nothing."""
    silent = user.follows.filter(level=Level.NOTHING, entry=OuterRef("pk"))
    return Entry.objects.public().filter(~Exists(silent)).order_by()


def listed(watch):
    """The Q of the entries that a watch finds, for the database to begin with."""
    met = Q(kind=watch.kind) if watch.kind else Q()
    if watch.territory_id:
        inside = Containment.objects.filter(ancestor=watch.territory_id)
        met &= Q(territory__in=inside.values("descendant"))
    if watch.topic_id:
        about = Entry.topics.through.objects.filter(topic=watch.topic_id)
        met &= Q(pk__in=about.values("entry"))
    return met


def asked(watch):
    """The same for one entry after the other."""
    met = Q(kind=watch.kind) if watch.kind else Q()
    if watch.territory_id:
        inside = Containment.objects.filter(ancestor=watch.territory_id)
        met &= Q(Exists(inside.filter(descendant=OuterRef("territory"))))
    if watch.topic_id:
        about = Entry.topics.through.objects.filter(topic=watch.topic_id)
        met &= Q(Exists(about.filter(entry=OuterRef("pk"))))
    return met


def of_watches(user, few):
    """The Watched of a user: one query, a second one where they watch something.

    few: up to how many public entries a watch is small.
    """
    watches = watches_of(user)
    counts = counted(watches)
    return Watched(
        user,
        [each for each in watches if counts[each.pk] <= few],
        [each for each in watches if counts[each.pk] > few],
    )


def counted(watches):
    """{key of a watch: at most how many public entries it finds}: one query, none for none."""
    if not watches:
        return {}
    keys = {each.territory.code for each in watches if each.territory}
    keys |= {each.topic.slug for each in watches if each.topic} | {""}
    cells = Tally.objects.filter(scope__in=("all", "territory", "topic"), key__in=keys)
    cells = cells.values("scope", "key", "kind").annotate(n=Sum("count")).order_by("scope", "key")
    sums = {(row["scope"], row["key"], row["kind"]): row["n"] for row in cells}

    def of(scope, key, kind):
        return sum(n for (s, k, d), n in sums.items() if (s, k) == (scope, key) and kind in ("", d))

    def most(watch):
        scopes = [("territory", watch.territory.code)] if watch.territory else []
        scopes += [("topic", watch.topic.slug)] if watch.topic else []
        return min(of(*scope, watch.kind) for scope in scopes or [("all", "")])

    return {each.pk: most(each) for each in watches}
