"""The feed: public statements, newest first, of all, of a filter, or of what somebody follows.

A page reads numbers of statements by an index and then so many statements, whatever the record
holds: newest first within a window where many entries are asked for, from the entries where they
are few (docs/decisions/0014).
"""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef

from terreau.entries.actions import decisions, declared
from terreau.entries.models import Entry
from terreau.feed.readings import groups
from terreau.feed.watched import of_watches
from terreau.ledger.queries import newest, page_of_verbs

SIZE = 20  # lines of a page
READ = 3 * SIZE  # statements that are read for it: a reading of a source makes many
WINDOW = 10_000  # numbers of statements that a page walks through at most
FEW = 2_000  # entries whose statements are looked up one entry after the other
# From the follows of one person to their entries, or to what is in them, to the statements of each
# within a window: each step finds its rows in an index. CROSS JOIN says the order to SQLite, which
# would begin with the window; to PostgreSQL it says nothing.
FOLLOWED = """
    WITH decisions(verb) AS (VALUES {verbs})
    SELECT id FROM (
        SELECT s.id FROM follows_follow f
        CROSS JOIN entries_entry e CROSS JOIN ledger_statement s
        WHERE e.id = f.entry_id AND s.subject = e.uid
            AND f.user_id = %s AND f.level <> 'nothing' AND s.id >= %s AND s.id < %s
            AND e.published_at IS NOT NULL AND e.hidden_at IS NULL
            AND (f.level = 'everything' OR s.verb IN (SELECT verb FROM decisions)) {decided}
        ORDER BY s.id DESC LIMIT %s
    ) AS direct
    UNION
    SELECT id FROM (
        SELECT s.id FROM follows_follow f
        CROSS JOIN entries_entry e CROSS JOIN ledger_statement s
        WHERE e.context_id = f.entry_id AND s.subject = e.uid
            AND f.user_id = %s AND f.level <> 'nothing' AND s.id >= %s AND s.id < %s
            AND e.published_at IS NOT NULL AND e.hidden_at IS NULL
            AND (f.level = 'everything' OR s.verb IN (SELECT verb FROM decisions)) {decided}
        ORDER BY s.id DESC LIMIT %s
    ) AS hosted"""
HOSTED = 200  # entries in one whose statements are told with its own


@dataclass(frozen=True)
class Page:
    """lines: [[statement]], those of a reading together; older: the number to go on with, 0: end;
    since: where a walk ended that found less than a page, 0 where there was no need to walk."""

    lines: list
    older: int
    since: int = 0


def page(user, asked, before=0):
    """A page of the public feed: two to four queries; of an entry two, with what is in it."""
    if asked.entry:
        return paged(about(user, asked), before)
    if not asked.narrows:
        found, _older = page_of_verbs(verbs(asked), before, READ)
        return cut(found)
    entries = Entry.objects.visible_to(user)
    if asked.count() <= FEW:
        few = narrowed(newest(), asked).filter(
            subject__in=asked.listed(entries).order_by().values("uid")
        )
        return paged(few, before)
    top = before or top_number()
    floor = max(0, top - WINDOW)
    here = asked.admitted(entries).filter(uid=OuterRef("subject"))
    walk = narrowed(newest(), asked).filter(Exists(here), pk__lt=top, pk__gte=floor)
    return cut(list(walk[:READ]), floor)


def about(user, asked):
    """The statements about an entry and what it hosts."""
    hosted = Entry.objects.visible_to(user).filter(context=asked.entry.pk)
    hosted = hosted.order_by("-updated_at", "-pk").values_list("uid", flat=True)[:HOSTED]
    return narrowed(newest(), asked).filter(subject__in=[asked.entry.uid, *hosted])


def narrowed(statements, asked):
    return statements.filter(verb__in=decisions()) if asked.decisions else statements


def verbs(asked):
    """What is told of all entries together: without what readings of sources write in bulk."""
    if asked.decisions:
        return decisions()
    return sorted(verb for verb, each in declared.items() if each.is_public and not each.is_bulk)


def top_number():
    """One more than the number of the newest statement: one query."""
    return (newest().values_list("pk", flat=True).first() or 0) + 1


def paged(statements, before):
    """The newest of a queryset, from the number `before` down: one query."""
    if before:
        statements = statements.filter(pk__lt=before)
    return cut(list(statements[:READ]))


def cut(found, floor=0):
    """A page of what was read, newest first; floor: where the walk ended, 0: at the beginning.

    What a reading brought is counted as far as this page goes, so that none is told twice.
    """
    lines = groups(found)
    if len(lines) > SIZE:
        end = lines[SIZE][0].pk
        shown = ([each for each in line if each.pk > end] for line in lines[:SIZE])
        return Page([line for line in shown if line], end + 1)
    if len(found) >= READ:
        return Page(lines, found[-1].pk)
    return Page(lines, floor if floor > 1 else 0, floor if floor > 1 else 0)


def mine(user, before=0, *, only_decisions=False):
    """A page of what somebody follows and watches: four queries; one more where little happened
    lately, and up to three where they watch something."""
    top = before or top_number()
    floor = max(0, top - WINDOW)
    watched = of_watches(user, FEW)
    keys = newest_followed(user, top, floor, only_decisions)
    keys |= newest_watched(watched.few(decisions()), top, 0, only_decisions)
    if watched.many:
        keys |= newest_watched([watched.walked(decisions())], top, floor, only_decisions)
    elif floor and len(keys) <= SIZE:
        keys |= newest_followed(user, top, 0, only_decisions)
        floor = 0
    if floor:
        keys = {key for key in keys if key >= floor}
    return cut(list(newest().filter(pk__in=sorted(keys, reverse=True)[:READ])), floor)


def newest_followed(user, top, floor, only_decisions):
    """The numbers of the newest statements on what somebody follows, and on what is in it."""
    part = FOLLOWED.format(
        verbs=", ".join(["(%s)"] * len(decisions())),
        decided="" if not only_decisions else "AND s.verb IN (SELECT verb FROM decisions)",
    )
    given = [*decisions(), user.pk, floor, top, READ, user.pk, floor, top, READ]
    with connection.cursor() as cursor:
        cursor.execute(part, given)
        return {row[0] for row in cursor.fetchall()}


def newest_watched(conditions, top, floor, only_decisions):
    """The same of statements that meet a condition of watches: a query for each."""
    keys = set()
    for condition in conditions:
        found = newest().filter(condition, pk__lt=top, pk__gte=floor)
        if only_decisions:
            found = found.filter(verb__in=decisions())
        keys |= set(found.values_list("pk", flat=True)[:READ])
    return keys
