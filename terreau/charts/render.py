"""Charts as SVG, drawn by one child process that starts with the first chart.

The drawing engine needs about 100 MiB and a third of a second to start: the web process does
not carry it. Where it cannot run, a chart has no picture (an empty string) and its data table
stands alone.
"""

import atexit
import json
import logging
import os
import subprocess
import sys
import threading
import time
from typing import Any, Protocol

from terreau.charts.chart import Chart

logger = logging.getLogger(__name__)

IDLE_SECONDS = 300.0
RETRY_SECONDS = 60.0
"""How long a child that cannot start is left alone."""


class Cache(Protocol):
    """Where finished pictures are kept by digest; Django's caches fit as they are."""

    def get(self, key: str, /) -> Any: ...

    def set(self, key: str, value: str, /) -> Any: ...


def kept_as(digest: str) -> str:
    """The key under which a cache holds the finished picture of a chart's digest."""
    return f"terreau.charts.{digest}"


class ChildDied(Exception):
    """The child ended, or was ended, before it answered."""


class Renderer:
    """One lazily started child and the lock before it; safe to share between threads.

    `timeout` bounds one chart in seconds (the first one includes the start), `idle` is how long
    the child waits unasked before it ends by itself.
    """

    def __init__(
        self,
        *,
        timeout: float = 15.0,
        idle: float = IDLE_SECONDS,
        command: tuple[str, ...] = (sys.executable, "-P", "-m", "terreau.charts.renderer"),
    ) -> None:
        self.timeout, self.idle, self.command = timeout, idle, command
        self._start_afresh()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._start_afresh)

    @property
    def pid(self) -> int | None:
        """Process id of the child, None while there is none."""
        child = self._child
        return child.pid if child and child.poll() is None else None

    def svg(
        self,
        chart: Chart,
        *,
        narrow: bool = False,
        cache: Cache | None = None,
        place: str = "",
    ) -> str:
        """The chart as one `<svg>` element for a page, "" when it cannot be drawn.

        `place` (letters, digits, hyphens) tells two copies of one chart on a page apart. Never
        raises for what the child does; a failure is logged and not kept in the cache.
        """
        spec = chart.spec(narrow=narrow)
        if spec is None:
            return ""
        digest = chart.digest(narrow=narrow)
        prefix, key = f"chart-{digest[:12]}", kept_as(digest)
        svg = cache.get(key) if cache is not None else None
        if not svg:
            request = {
                "spec": spec,
                "prefix": prefix,
                "title": chart.title,
                "description": chart.description,
            }
            svg = self._ask(json.dumps(request) + "\n")
            if svg and cache is not None:
                cache.set(key, svg)
        return svg.replace(prefix, f"{prefix}-{place}") if place else svg

    def stop(self) -> None:
        """End the child; the next chart starts another."""
        with self._lock:
            self._end()

    def _start_afresh(self) -> None:
        """Forget the child and the lock: in a forked process both belong to the parent."""
        self._lock = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._retry_at = 0.0

    def _ask(self, request: str) -> str:
        with self._lock:
            if time.monotonic() < self._retry_at:
                return ""
            for _ in range(2):
                # The first try may meet a child that ended by itself, or was killed.
                fresh = self.pid is None
                try:
                    reply = self._exchange(request, fresh)
                except (ChildDied, OSError) as error:
                    self._end()
                    failure = error
                    if fresh:
                        break
                    continue
                if "svg" in reply:
                    return reply["svg"]
                logger.error("a chart could not be drawn: %s", reply.get("error"))
                return ""
            self._retry_at = time.monotonic() + RETRY_SECONDS
            logger.error("no charts for %d s: %s", RETRY_SECONDS, failure)
            return ""

    def _exchange(self, request: str, fresh: bool) -> dict[str, str]:
        """One request and its answer, the child killed when they take too long."""
        if fresh or self._child is None:
            self._end()
            self._child = self._started()
        child = self._child
        alarm = threading.Timer(self.timeout, child.kill)
        alarm.daemon = True
        alarm.start()
        try:
            if fresh:
                hello = _read(child)
                if "ready" not in hello:
                    raise ChildDied(hello.get("error", "it is not ready"))
            child.stdin.write(request)  # type: ignore[union-attr]
            child.stdin.flush()  # type: ignore[union-attr]
            return _read(child)
        finally:
            alarm.cancel()

    def _started(self) -> subprocess.Popen[str]:
        kept = ("PATH", "HOME", "TMPDIR", "LANG", "SYSTEMROOT")
        environment = {name: os.environ[name] for name in kept if name in os.environ}
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        return subprocess.Popen(  # noqa: S603 (our own module, no word of a visitor)
            [*self.command, str(self.idle)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment,
        )

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            try:
                if pipe:
                    pipe.close()
            except OSError:
                # A request was still in the buffer of a broken pipe.
                continue
        child.wait()


def _read(child: subprocess.Popen[str]) -> dict[str, str]:
    line = child.stdout.readline()  # type: ignore[union-attr]
    if not line.endswith("\n"):
        raise ChildDied("it ended without an answer")
    answer: dict[str, str] = json.loads(line)
    return answer


_renderer = Renderer()
atexit.register(_renderer.stop)


def render(
    chart: Chart, *, narrow: bool = False, cache: Cache | None = None, place: str = ""
) -> str:
    """The chart as one `<svg>` element, drawn by this process's own child; see `Renderer.svg`."""
    return _renderer.svg(chart, narrow=narrow, cache=cache, place=place)


def figure(
    chart: Chart, *, cache: Cache | None = None, place: str = "", renderer: Renderer | None = None
) -> dict[str, Any]:
    """All that a template shows of a chart.

    Keys: `svg` (for 640 pixels) and `svg_narrow` (for 360), of which the page shows one, both ""
    where charts cannot be drawn; `title`, `description`, `note`; `header` (names of columns),
    `kinds` ("text", "number", "percent" or "date" for each column) and `rows` (lists of texts
    as written in the chart's language); `digest`.
    """
    draw = (renderer or _renderer).svg
    return {
        "svg": draw(chart, cache=cache, place=place),
        "svg_narrow": draw(chart, narrow=True, cache=cache, place=place),
        "title": chart.title,
        "description": chart.description,
        "note": chart.note,
        "header": chart.header,
        "kinds": tuple(column.kind for column in chart.table.columns),
        "rows": chart.rows,
        "digest": chart.digest(),
    }
