"""The SQL of each page run alone, in this process: what no template and no server can be under."""

import time
from statistics import mean, median

from django.db import connection
from django.test import Client

SAMPLED = 5  # addresses of each page
REPEATED, LONGEST = 15, 5  # times, and seconds after which a page is not run once more


def sql_alone(paths, cookie=""):
    """{queries, p50}: how many a page runs, and the milliseconds that they take together.

    Means over a few of the paths; of each, the median of several times.
    """
    counts, times = [], []
    for path in paths[:: max(1, len(paths) // SAMPLED)][:SAMPLED]:
        queries = queries_of(path, cookie)
        counts.append(len(queries))
        times.append(median(repeated(queries)))
    return {"queries": round(mean(counts), 1), "p50": 1000 * mean(times)}


def queries_of(path, cookie=""):
    """[(sql, parameters)] that the page at a path reads with, for who has this cookie.

    What somebody has seen of their feed is written down once: that is not run again.
    """
    found = []

    def note(execute, sql, params, many, context):
        if sql.lstrip("( ").startswith(("SELECT", "WITH")):
            found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        response = Client(SERVER_NAME="127.0.0.1", HTTP_COOKIE=cookie).get(path)
        for _ in response if response.streaming else ():
            pass
    if response.status_code != 200:
        raise RuntimeError(f"{path} answers {response.status_code}")
    return found


def repeated(queries):
    """Seconds that the queries take, some times over."""
    ends, times = time.monotonic() + LONGEST, [run(queries)]
    while len(times) < REPEATED and time.monotonic() < ends:
        times.append(run(queries))
    return times


def run(queries):
    started = time.perf_counter()
    with connection.cursor() as cursor:
        for sql, params in queries:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()
    return time.perf_counter() - started
