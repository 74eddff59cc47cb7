"""How long things lasted, counted in the database: (days, outcome, how many) and never a row each."""

from django.db import connection
from django.db.models import F

from terreau.projects.phases import STOPS, Phase
from terreau.projects.queries import PUBLIC, known_spells, narrowed

DAYS = {
    "sqlite": "CAST(julianday({end}) - julianday({start}) AS INTEGER)",
    "postgresql": "({end} - {start})",
}


def spells_until(question):
    """The known spells that began by the day of the question.

    With those of no length that another of the same day overtook, which happened; without those
    that have no length because nothing says when they began.
    """
    chosen = narrowed(question.as_of, question.known_at, **question.narrow)
    spells = known_spells(question.known_at).filter(PUBLIC, chosen, valid_from__lte=question.as_of)
    return spells.exclude(undated=True, valid_to=F("valid_from")).order_by()


def since_construction(question, exits=STOPS):
    """[(days, phase of the exit or None, projects)] since a project's first construction: one query.

    Until its first exit among `exits` that came after; None: still none on the day (censored).
    """
    inner, given = spells_until(question).values(
        "project_id", "phase", "valid_from"
    ).query.sql_with_params()  # fmt: skip
    names = ", ".join(["%s"] * len(exits))
    sql = f"""
        WITH s AS ({inner}),
        c AS (SELECT project_id, MIN(valid_from) AS begun FROM s WHERE phase = %s
              GROUP BY project_id),
        x AS (SELECT s.project_id, MIN(s.valid_from) AS ended FROM s
              JOIN c ON c.project_id = s.project_id AND s.valid_from >= c.begun
              WHERE s.phase IN ({names}) GROUP BY s.project_id),
        y AS (SELECT x.project_id, x.ended, MAX(s.phase) AS phase FROM x
              JOIN s ON s.project_id = x.project_id AND s.valid_from = x.ended
              WHERE s.phase IN ({names}) GROUP BY x.project_id, x.ended)
        SELECT {days_between("c.begun", "COALESCE(y.ended, %s)")} AS days, y.phase, COUNT(*)
        FROM c LEFT JOIN y ON y.project_id = c.project_id GROUP BY 1, 2 ORDER BY 1, 2
    """  # noqa: S608 - names of columns only; every value is a parameter
    return fetch(sql, [*given, Phase.CONSTRUCTION, *exits, *exits, day(question.as_of)])


def in_each_phase(question):
    """[(phase, days, whether the spell ended, spells)] of all spells that began: one query."""
    lasting = spells_until(question).exclude(valid_to=F("valid_from"))
    inner, given = lasting.values("phase", "valid_from", "valid_to").query.sql_with_params()
    over = "CASE WHEN valid_to IS NOT NULL AND valid_to <= %s THEN 1 ELSE 0 END"
    end = "CASE WHEN valid_to IS NOT NULL AND valid_to <= %s THEN valid_to ELSE %s END"
    sql = f"""
        SELECT phase, {days_between("valid_from", end)} AS days, {over} AS ended, COUNT(*)
        FROM ({inner}) AS s GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    """  # noqa: S608 - as above
    last = day(question.as_of)
    return fetch(sql, [last, last, last, *given])


def reached(question):
    """{phase: projects that were in it for some time by the day, or are}: one query."""
    inner, given = spells_until(question).values("project_id", "phase").query.sql_with_params()
    sql = f"SELECT phase, COUNT(DISTINCT project_id) FROM ({inner}) AS s GROUP BY 1 ORDER BY 1"  # noqa: S608
    return dict(fetch(sql, given))


def days_between(start, end):
    cast = "CAST({} AS date)" if connection.vendor == "postgresql" else "{}"
    return DAYS[connection.vendor].format(start=start, end=cast.format(end))


def day(value):
    return value.isoformat() if connection.vendor == "sqlite" else value


def fetch(sql, given):
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()
