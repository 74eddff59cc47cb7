"""Who is to be told what in a digest: set-wise, a batch of readers at a time."""

from collections import defaultdict

from django.db import connection
from django.db.models import Q

from terreau.entries.actions import decisions
from terreau.feed.models import Reader
from terreau.notifications.models import Preference

CAP = 40  # statements that are read for one reader; how many more there are is counted
# What follows and watches find for the readers of a batch, beyond what each was told or saw and but
# for what they did themselves. CROSS JOIN says the order of the steps to SQLite.
WHO = "r.id IN ({ids})"
NEW = """s.id > r.told_to AND s.id > r.seen_to AND s.id <= %(upto)s
    AND (s.actor IS NULL OR s.actor <> u.uid)
    AND e.published_at IS NOT NULL AND e.hidden_at IS NULL"""
FOLLOWED = """
    SELECT r.user_id, s.id FROM feed_reader r CROSS JOIN accounts_user u
    CROSS JOIN follows_follow f CROSS JOIN entries_entry e CROSS JOIN ledger_statement s
    WHERE {who} AND u.id = r.user_id AND f.user_id = r.user_id AND f.level <> 'nothing'
        AND {here} AND s.subject = e.uid AND {new}
        AND (f.level = 'everything' OR s.verb IN (SELECT verb FROM decisions))"""
WATCHED = """
    SELECT r.user_id, s.id FROM ledger_statement s CROSS JOIN entries_entry e
    {around} CROSS JOIN follows_watch w CROSS JOIN feed_reader r CROSS JOIN accounts_user u
    WHERE s.id > %(low)s AND s.id <= %(upto)s AND e.uid = s.subject AND {here}
        AND (w.kind = '' OR w.kind = e.kind) AND r.user_id = w.user_id AND u.id = r.user_id
        AND {who} AND {new}
        AND (w.level = 'everything' OR s.verb IN (SELECT verb FROM decisions))
        AND NOT EXISTS (SELECT 1 FROM follows_follow m WHERE m.user_id = w.user_id
                        AND m.entry_id = e.id AND m.level = 'nothing')"""
ABOUT = """(w.topic_id IS NULL OR EXISTS (SELECT 1 FROM entries_entry_topics t
            WHERE t.entry_id = e.id AND t.topic_id = w.topic_id))"""
IN_PLACE = WATCHED.format(
    around="CROSS JOIN territories_containment c",
    here=f"c.descendant_id = e.territory_id AND w.territory_id = c.ancestor_id AND {ABOUT}",
    who=WHO, new=NEW,
)  # fmt: skip
OF_THEME = WATCHED.format(
    around="CROSS JOIN entries_entry_topics a",
    here="a.entry_id = e.id AND w.topic_id = a.topic_id AND w.territory_id IS NULL",
    who=WHO, new=NEW,
)  # fmt: skip
OF_KIND = WATCHED.format(
    around="", here="w.territory_id IS NULL AND w.topic_id IS NULL AND w.kind = e.kind",
    who=WHO, new=NEW,
)  # fmt: skip
DIRECT = FOLLOWED.format(here="e.id = f.entry_id", who=WHO, new=NEW)
INSIDE = FOLLOWED.format(here="e.context_id = f.entry_id", who=WHO, new=NEW)
NUMBERED = """
    WITH decisions(verb) AS (VALUES {verbs}), found(user_id, id) AS ({parts})
    SELECT user_id, id, total FROM (
        SELECT user_id, id, ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY id DESC) AS place,
            COUNT(*) OVER (PARTITION BY user_id) AS total FROM found
    ) AS ranked WHERE place <= {cap}"""
WATCHERS = """SELECT 1 FROM follows_watch w JOIN feed_reader r ON r.user_id = w.user_id
    WHERE r.id IN ({ids}) LIMIT 1"""


def enrol(top):
    """Have a row for everybody who follows or watches something, told of all up to now.

    One query: who begins to follow is told of what happens from then on.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO feed_reader (user_id, told_to, seen_to, edition)
            SELECT u.id, %s, 0, '' FROM accounts_user u
            WHERE NOT EXISTS (SELECT 1 FROM feed_reader r WHERE r.user_id = u.id)
                AND (EXISTS (SELECT 1 FROM follows_follow f WHERE f.user_id = u.id)
                    OR EXISTS (SELECT 1 FROM follows_watch w WHERE w.user_id = u.id))
            ON CONFLICT DO NOTHING""",
            [top],
        )


def due(rhythm, edition, after, size):
    """The next readers by number whom a digest of this rhythm is for: one query.

    Not those whose mails pause, and not those for whom this edition was made already.
    """
    chosen = Q(user__mail_preference__rhythm=rhythm, user__mail_preference__bounced_at=None)
    if rhythm == Preference.USUAL:
        chosen |= Q(user__mail_preference=None)
    readers = Reader.objects.filter(chosen, pk__gt=after, user__is_active=True)
    readers = readers.exclude(edition=edition).select_related("user")
    return list(readers.order_by("pk")[:size])


def found_for(readers, upto):
    """{user: ([number of a statement], newest first, how many there are)}: two queries."""
    ids = ", ".join(str(each.pk) for each in readers)
    given = {
        "low": min(max(each.told_to, each.seen_to) for each in readers),
        "upto": upto,
    } | {f"verb{n}": verb for n, verb in enumerate(decisions())}
    parts = [DIRECT, INSIDE]
    with connection.cursor() as cursor:
        cursor.execute(WATCHERS.format(ids=ids))
        if cursor.fetchone():
            parts += [IN_PLACE, OF_THEME, OF_KIND]
        sql = NUMBERED.format(
            verbs=", ".join(f"(%(verb{n})s)" for n in range(len(decisions()))),
            parts=" UNION ".join(part.format(ids=ids) for part in parts),
            cap=CAP,
        )
        cursor.execute(sql, given)
        found, totals = defaultdict(list), {}
        for user, number, total in cursor.fetchall():
            found[user].append(number)
            totals[user] = total
    return {user: (sorted(ids, reverse=True), totals[user]) for user, ids in found.items()}
