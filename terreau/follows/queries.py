from django.db.models import Q
from django.http import Http404

from terreau.entries.kinds import Feature, all_kinds
from terreau.entries.models import Entry, visible
from terreau.follows.models import Follow, Level, Watch
from terreau.territories.models import Containment

PAGE = 50
TELLING = (Level.EVERYTHING, Level.DECISIONS)


def followable():
    """The kinds whose entries can be followed, by name."""
    return [kind.slug for kind in all_kinds() if kind.allows(Feature.FOLLOW)]


def entry_to_follow(user, uid):
    """The entry of that uid, where the user sees it and it can be followed: one query."""
    entries = Entry.objects.visible_to(user).filter(uid=uid, kind__in=followable())
    entry = entries.first()
    if entry is None:
        raise Http404(str(uid))
    return entry


def follow_of(user, entry):
    """How the user follows an entry, or None: one query."""
    return Follow.objects.filter(user=user, entry=entry.pk).first()


def follows_of(user, before=None):
    """([Follow], number to ask for the next page with or None), newest first: one query.

    Of entries that the user may still see.
    """
    follows = Follow.objects.filter(visible(user, "entry__"), user=user)
    if before:
        follows = follows.filter(pk__lt=before)
    found = list(follows.select_related("entry").order_by("-pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def watches_of(user):
    """What the user watches, newest first, with places and themes: one query."""
    watches = Watch.objects.filter(user=user).select_related("territory", "topic")
    return list(watches.order_by("-pk"))


def watch_on(user, kind, territory, topic):
    """The user's watch on exactly this, or None: one query."""
    return Watch.objects.filter(user=user, kind=kind, territory=territory, topic=topic).first()


def followers(entry):
    """How many people follow an entry, who they are is told to nobody: one query on an index."""
    return Follow.objects.filter(entry=entry.pk, level__in=TELLING).count()


def reached(entry, *, is_decision=False):
    """How many people hear of what happens to an entry now: one query, as many index rows as they.

    Those who follow it, or what it is in (its context), or watch its kind, place or theme; but for
    those who wanted nothing of it.
    """
    levels = TELLING if is_decision else (Level.EVERYTHING,)
    around = [pk for pk in (entry.pk, entry.context_id) if pk]
    following = Follow.objects.filter(entry__in=around, level__in=levels).order_by()
    watching = watches_that_find(entry).filter(level__in=levels).order_by()
    found = following.values("user").union(watching.values("user"))
    silent = Follow.objects.filter(entry=entry.pk, level=Level.NOTHING).order_by()
    return found.difference(silent.values("user")).count()


def watches_that_find(entry):
    """The watches whose filter an entry meets."""
    above = Containment.objects.filter(descendant=entry.territory_id).values("ancestor")
    here = Q(territory__isnull=True)
    here |= Q(territory__in=above) if entry.territory_id else Q()
    topics = Entry.topics.through.objects.filter(entry=entry.pk).values("topic")
    return Watch.objects.filter(
        here, Q(topic__isnull=True) | Q(topic__in=topics), kind__in=("", entry.kind)
    )
