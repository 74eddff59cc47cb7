"""The full-text index of each database: a set of tokens per entry, read newest first.

SQLite: an FTS5 table over the columns of `search_document`, kept by triggers. PostgreSQL: a
generated tsvector column with a GIN index. Both answer the same question: the highest ids whose
tokens satisfy an expression. The order of relevance is not theirs (see `ranking`).

An expression is a list of tuples: of each tuple, one token must be there.
"""

import json

from django.db import connection

COLUMNS = ("title_lexemes", "body_lexemes", "marks")
ERAS = (11, 14, 17, 20)  # runs of 2,048 ids, of 16,384 …
WIDEST = 8  # so many runs a window is made of: more would slow the index down
FEW = 10_000  # so many documents are looked at without windows

_NAMES = ", ".join(COLUMNS)
_CHANGED = " OR ".join(f"old.{name} IS NOT new.{name}" for name in ("entry_id", *COLUMNS))
_FORGET = """INSERT INTO search_index(search_index, rowid, title_lexemes, body_lexemes, marks)
    VALUES ('delete', old.entry_id, old.title_lexemes, old.body_lexemes, old.marks);"""
_LEARN = """INSERT INTO search_index(rowid, title_lexemes, body_lexemes, marks)
    VALUES (new.entry_id, new.title_lexemes, new.body_lexemes, new.marks);"""
_TRIGGERS = {
    "search_learn": f"AFTER INSERT ON search_document BEGIN {_LEARN} END",
    "search_forget": f"AFTER DELETE ON search_document BEGIN {_FORGET} END",
    "search_change": (
        f"AFTER UPDATE ON search_document WHEN {_CHANGED} BEGIN {_FORGET} {_LEARN} END"
    ),
}
SQLITE = [
    # Tokens are folded beforehand: signs beyond ASCII belong to them, and so do those of marks.
    f"""CREATE VIRTUAL TABLE search_index USING fts5(
        {_NAMES}, content='search_document', content_rowid='entry_id',
        detail=none, columnsize=0, tokenize="ascii tokenchars '=:._-'")""",
    *(f"CREATE TRIGGER {name} {body}" for name, body in _TRIGGERS.items()),
    "INSERT INTO search_index(search_index) VALUES ('rebuild')",
]
SQLITE_REMOVED = [
    *(f"DROP TRIGGER IF EXISTS {name}" for name in _TRIGGERS),
    "DROP TABLE IF EXISTS search_index",
]
_ERAS = " || ' ' || ".join(f"'era{bits}:' || (entry_id >> {bits})" for bits in ERAS)
_TOKENS = f"title_lexemes || ' ' || body_lexemes || ' ' || marks || ' ' || {_ERAS}"
POSTGRES = [
    f"""ALTER TABLE search_document ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        array_to_tsvector(array_remove(string_to_array({_TOKENS}, ' '), ''))
        ) STORED""",
    "ALTER TABLE search_document ALTER COLUMN vector SET STATISTICS 1000",
    # A long list of pending changes would slow every search down.
    """CREATE INDEX search_vector ON search_document USING gin (vector)
        WITH (gin_pending_list_limit = 512)""",
    # Keys are compared as SQLite compares them, sign by sign.
    'ALTER TABLE search_document ALTER COLUMN sort_title TYPE varchar(120) COLLATE "C"',
    'ALTER TABLE search_word ALTER COLUMN word TYPE varchar(40) COLLATE "C"',
    'ALTER TABLE search_word ALTER COLUMN lexeme TYPE varchar(40) COLLATE "C"',
]
POSTGRES_REMOVED = [
    "DROP INDEX IF EXISTS search_vector",
    "ALTER TABLE search_document DROP COLUMN IF EXISTS vector",
]


def install(connection):
    """Create the index of what the table holds.

    A later migration that remakes search_document (Django does so on SQLite whenever it alters
    a table) calls `remove` before and this afterwards.
    """
    _run(connection, POSTGRES if connection.vendor == "postgresql" else SQLITE)


def remove(connection):
    _run(connection, POSTGRES_REMOVED if connection.vendor == "postgresql" else SQLITE_REMOVED)


def newest(expression, limit, total):
    """The highest ids, falling, at most limit; total: about how many documents hold the rarest
    of the tokens, as far as that is known.

    One query on SQLite; on PostgreSQL one where total is at most FEW, else up to five.
    """
    if connection.vendor == "postgresql":
        return _newest_of_postgres(expression, limit, total)
    return _ids(
        "SELECT rowid FROM search_index WHERE search_index MATCH %s ORDER BY rowid DESC LIMIT %s",
        [_fts5(expression), limit],
    )


def rows(ids, columns):
    """Columns of the documents of those ids, in no order: one query with one parameter.

    A thousand parameters would take longer to write down than the rows to read. Moments are as
    the database driver gives them: fit to be compared.
    """
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    if connection.vendor == "postgresql":
        among, given = "= ANY(%s)", ids
    else:
        among, given = "IN (SELECT value FROM json_each(%s))", json.dumps(ids)
    with connection.cursor() as cursor:
        sql = f"SELECT {names} FROM search_document WHERE entry_id {among}"  # noqa: S608
        cursor.execute(sql, [given])
        return cursor.fetchall()


def settle():
    """After a bulk load: merge what it left in pieces, and measure it for the planner."""
    merge()
    _run(connection, [f"ANALYZE search_{name}" for name in ("document", "word", "trigram")])


def merge():
    """Make one piece of the pieces of the index: what was forgotten is then in none."""
    if connection.vendor == "postgresql":
        _run(connection, ["SELECT gin_clean_pending_list('search_vector')"])
    else:
        _run(connection, ["INSERT INTO search_index(search_index) VALUES ('optimize')"])


def _newest_of_postgres(expression, limit, total):
    """Look in a window of the newest ids first, and widen it by what it held.

    A bitmap of all entries that hold a usual word would touch too many pages, and a walk down the
    ids could go on to the end where two usual tokens never meet.
    """
    if total <= FEW:
        return _ids(_POSTGRES_NEWEST, [_tsquery(expression), limit])
    highest = _ids("SELECT coalesce(max(entry_id), 0) FROM search_document", [])[0]
    width = 2 * limit * highest // total
    for _step in range(3):
        if 2 * width >= highest:
            break
        found = _ids(_POSTGRES_NEWEST, [_tsquery([*expression, _window(highest, width)]), limit])
        if len(found) >= limit:
            return found
        if not found and width >= highest // 16:
            break
        width = max(4 * width, 2 * width * limit // (len(found) + 1))
    return _ids(_POSTGRES_NEWEST, [_tsquery(expression), limit])


def _window(highest, width):
    """The tokens of the runs that hold at least the highest ids, width of them."""
    bits = next((bits for bits in ERAS if width < (WIDEST - 1) << bits), ERAS[-1])
    return tuple(f"era{bits}:{(highest >> bits) - back}" for back in range(2 + (width >> bits)))


# Materialized, so that the limit does not lure the planner into walking down the ids.
_POSTGRES_NEWEST = """
    WITH found AS MATERIALIZED (
        SELECT entry_id FROM search_document WHERE vector @@ %s::tsquery
    ) SELECT entry_id FROM found ORDER BY entry_id DESC LIMIT %s"""


def _fts5(expression):
    return " AND ".join(
        "(" + " OR ".join(f'"{token}"' for token in _checked(tokens)) + ")" for tokens in expression
    )


def _tsquery(expression):
    return " & ".join(
        "(" + " | ".join(f"'{token}'" for token in _checked(tokens)) + ")" for tokens in expression
    )


def _checked(tokens):
    """Tokens come from `analysis` and `marks`, so none can end the quotes it is put between."""
    if not tokens or any(not set("\"'\\ \0").isdisjoint(token) for token in tokens):
        raise ValueError(f"not tokens: {tokens!r}")
    return tokens


def _ids(sql, given):
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [row[0] for row in cursor.fetchall()]


def _run(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
