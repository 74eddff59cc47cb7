"""Asks a server on this machine for pages, and says how long it took: wrk, or threads without it.

Afresh: every request names a host of its own (n1.bench.localhost, n2 …), so that its address is a
new one and no page comes from the shelf, while all that production does around a page is done.
Again: the same addresses, after each was asked for. Unchanged: the same, with their validators.
"""

import json
import re
import shutil
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection, HTTPException
from itertools import count
from math import ceil
from pathlib import Path
from statistics import quantiles

AFRESH, AGAIN, UNCHANGED = "afresh", "again", "unchanged"
WAYS = (AFRESH, AGAIN, UNCHANGED)
SCRIPT = Path(__file__).parent / "drive.lua"
WRK = shutil.which("wrk")
DOMAIN = ".bench.localhost"
ENOUGH = 40  # requests, so that a percentile means something
SHORTEST, LONGEST = 1, 8  # seconds
SLOW = 1.5  # seconds: a page that takes longer is asked for one at a time
PATIENCE = 600  # seconds for one page
IMAGE = re.compile(rb'<img src="(/[^"]+)"')
_numbers = count(1, 1_000_000)


class FailedError(Exception):
    """The server did not answer as it should: there is nothing to measure."""


@dataclass(frozen=True)
class Told:
    """Milliseconds at the median, 95th and 99th percentile; how many requests in how long."""

    p50: float
    p95: float
    p99: float
    count: int
    seconds: float


def measure(port, paths, way, *, cookie="", connections=1, seconds=SHORTEST):
    """Told of asking a server on loopback for these paths in turn, in one of WAYS.

    cookie: what a browser sends of somebody who is signed in.
    """
    asked, took = tried(port, paths, way, cookie)
    if took > SLOW:  # wrk counts nothing of what it waits for at the end
        return threaded(port, asked, cookie, way == AFRESH, next(_numbers), 1, 2.5 * took)
    seconds = min(LONGEST, max(seconds, ceil(ENOUGH * took / connections)))
    run = driven if WRK else threaded
    return run(port, asked, cookie, way == AFRESH, next(_numbers), connections, seconds)


def tried(port, paths, way, cookie=""):
    """[(path, validator or "")], all warm, and the seconds that the slowest of a few took.

    The images of a page are asked for as well, as a browser does, and the page once more.
    """
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    asked, times = [], []
    for path in paths[:5] if way == AFRESH else paths:
        page, etag, seconds = fetched(connection, path, cookie=cookie)
        images = set(IMAGE.findall(page)) if b"<picture" in page else ()
        for image in images:
            fetched(connection, unescape(image.decode()), cookie=cookie)
        if images or not times:
            page, etag, seconds = fetched(connection, path, cookie=cookie)
        times.append(seconds)
        if way == UNCHANGED:
            if not etag:
                raise FailedError(f"{path} has no validator")
            fetched(connection, path, etag, expected=304, cookie=cookie)
        asked.append((path, etag if way == UNCHANGED else ""))
    connection.close()
    if way == AFRESH:
        return [(path, "") for path in paths], max(times)
    return asked, 0.0


def fetched(connection, path, etag="", expected=200, host="", cookie=""):
    """(body, validator or "", seconds) of one address. Raises FailedError for another status."""
    given = {"If-None-Match": etag, "Host": host, "Cookie": cookie}
    headers = {name: value for name, value in given.items() if value}
    started = time.perf_counter()
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
    except (OSError, HTTPException) as error:
        raise FailedError(f"{path}: {error!r}") from error
    if response.status != expected:
        raise FailedError(f"{path} answers {response.status}")
    return body, response.headers["ETag"] or "", time.perf_counter() - started


def driven(port, asked, cookie, distinct, number, connections, seconds):
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.writelines(f"{path}\t{etag}\n" for path, etag in asked)
        listed.flush()
        command = [
            WRK, "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "-s", SCRIPT,
            f"http://127.0.0.1:{port}/", "--", listed.name, DOMAIN if distinct else "",
            str(number), cookie,
        ]  # fmt: skip
        said = subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=seconds + 120
        )
    figures = json.loads(said.stdout.split("figures:")[1])
    if figures.pop("errors") or not figures["count"]:
        raise FailedError(said.stdout)
    return Told(**figures)


def threaded(port, asked, cookie, distinct, number, connections, seconds, most=20_000):
    """The same with threads and connections kept alive, where wrk is not installed."""
    numbers, times, failures = count(number), [], []
    ends = time.monotonic() + seconds

    def ask():
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            while time.monotonic() < ends and len(times) < most:
                turn = next(numbers)
                path, etag = asked[turn % len(asked)]
                host = f"n{turn}{DOMAIN}" if distinct else ""
                took = fetched(connection, path, etag, 304 if etag else 200, host, cookie)[2]
                times.append(1000 * took)
        except FailedError as error:
            failures.append(error)
        finally:
            connection.close()

    started = time.monotonic()
    threads = [threading.Thread(target=ask, daemon=True) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures or len(times) < 2:
        raise FailedError(failures[0] if failures else "no answer")
    cuts = quantiles(times, n=100, method="inclusive")
    return Told(cuts[49], cuts[94], cuts[98], len(times), time.monotonic() - started)
