"""Writes on what people follow. They are private: none leaves a statement."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from terreau.accounts.queries import user_with_uid
from terreau.entries.kinds import Feature, kind_of
from terreau.follows.models import Follow, Level, Watch

MOST_FOLLOWS, MOST_WATCHES = 10_000, 50


def follow(user, entry, level=Level.EVERYTHING):
    """Follow an entry, or be told more or less of it than before: at most four queries."""
    chosen = Follow.objects.filter(user=user, entry=entry.pk)
    if chosen.update(level=level):
        return
    if Follow.objects.filter(user=user).count() >= MOST_FOLLOWS:
        raise ValidationError(_("You follow 10,000 entries: stop following some of them first."))
    new = Follow(user=user, entry_id=entry.pk, level=level)
    Follow.objects.bulk_create([new], ignore_conflicts=True)
    chosen.update(level=level)


def stop(user, entry):
    """Follow an entry no more. What was followed by itself stays silent, so as not to come back."""
    mine = Follow.objects.filter(user=user, entry=entry.pk)
    mine.filter(is_automatic=True).update(level=Level.NOTHING)
    mine.filter(is_automatic=False).delete()


def follow_on(user, entry):
    """Let somebody follow what they made, or what their contribution became: one query.

    For rooms, in the transaction of the act. Nothing changes for who follows it, or stopped.
    """
    if user is None or not kind_of(entry).allows(Feature.FOLLOW):
        return
    new = Follow(user=user, entry_id=entry.pk, is_automatic=True)
    Follow.objects.bulk_create([new], ignore_conflicts=True)


def follow_as_author(actor, entry):
    """The same for who made an entry, by the uid of the record: two queries, none for no uid."""
    if actor is not None:
        follow_on(user_with_uid(actor), entry)


@transaction.atomic
def watch(user, *, kind="", territory=None, topic=None, level=Level.EVERYTHING):
    """Follow whatever a filter finds, or be told more or less of it than before."""
    given = {"kind": kind, "territory": territory, "topic": topic}
    if not any(given.values()):
        raise ValidationError(_("Choose a kind, a place or a theme."))
    same = Watch.objects.filter(user=user, **given)
    if same.update(level=level):
        return
    if Watch.objects.filter(user=user).count() >= MOST_WATCHES:
        raise ValidationError(_("You watch 50 filters: end some of them first."))
    Watch.objects.bulk_create([Watch(user=user, level=level, **given)], ignore_conflicts=True)
    same.update(level=level)


def change_watch(user, watch, level):
    """Be told more or less of what a watch (its number) of the user finds; whether there is one."""
    return bool(Watch.objects.filter(user=user, pk=watch).update(level=level))


def end_watch(user, watch):
    """Watch no more; whether there was such a watch of the user."""
    return bool(Watch.objects.filter(user=user, pk=watch).delete()[0])
