import io
import json
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from bench.alone import sql_alone
from bench.client import AFRESH, AGAIN, WAYS, FailedError, measure
from bench.generate import FOLLOWED, generate
from bench.goals import COUNTED, SIGNED_IN
from bench.managed import PROJECTS
from bench.server import Server
from bench.suggesting import suggesting
from bench.targets import signed_in, targets
from bench.terminal import Progress, note

CONNECTIONS = 4  # of the run that counts requests per second: as many as a worker has threads
MOST_CACHED = 500 * 2**20  # bytes of the SQLite file that are kept in memory while it is filled


class Command(BaseCommand):
    help = "Fill the (empty, expendable) database, serve it, and measure its pages; writes JSON."

    def add_arguments(self, parser):
        parser.add_argument("--size", type=int, required=True)
        parser.add_argument("--json", type=Path, required=True)
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument("--rounds", type=int, default=3)

    def handle(self, *, size, json: Path, workers, rounds, **_):
        name = f"{size:,} entries on {connection.vendor}"
        started = time.monotonic()
        rows = filled(size, name)
        found = {
            "size": size,
            "managed": PROJECTS,
            "followed": FOLLOWED,
            "database": connection.vendor,
            "rows": rows,
            "seconds_to_generate": round(time.monotonic() - started, 1),
            "megabytes": megabytes(),
            "workers": workers,
        }
        pages = described(name)
        found["suggestions"] = suggesting()
        connection.close()
        with Server(workers) as server:
            ask(server, pages, rounds, f"{name}: asking the server", kept)
            found["memory"] = server.memory()
        with Server(workers, shelf=False) as server:
            ask(server, pages, rounds, f"{name}: asking one that keeps nothing", counted_anew)
        found["pages"] = {page: about.told() for page, about in pages.items()}
        write(json, found)


def kept(page, way):
    return not counted_anew(page, way)


def counted_anew(page, way):
    """Whether a page keeps its figures beside the shelf, so that another address is not enough."""
    return page in COUNTED and way == AFRESH


@dataclass
class Page:
    """What is asked for under one name, and what came of it."""

    asked: list
    sql: dict
    cookie: str = ""  # of who is signed in
    keeps: bool = False  # its figures, beside the shelf
    per_core: float | None = None
    tries: dict = field(default_factory=lambda: {way: [] for way in WAYS})

    @property
    def ways(self):
        """No shelf holds what is for one person; some of it is kept beside."""
        if not self.cookie:
            return WAYS
        return (AFRESH, AGAIN) if self.keeps else (AFRESH,)

    def told(self):
        figures = {way: middle(tries) for way, tries in self.tries.items() if tries}
        about = {"first": self.asked[0], "paths": len(self.asked), "sql": self.sql}
        return about | {"per_core": self.per_core} | figures


def write(path, found):
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1))


def filled(size, name):
    """Prepare the database and generate; the rows of each table."""
    note(f"{name}: preparing")
    call_command("setup", no_demonstration=True, stdout=io.StringIO())
    quickly()
    with Progress(f"{name}: generating") as progress:
        rows = generate(size, progress=progress)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")
    connection.close()
    return rows


def quickly():
    """Let this connection fill the database without what keeps data safe from a loss of power."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")  # no check of foreign keys
            cursor.execute("SET maintenance_work_mem = '512MB'")
            return
        for pragma in (
            "journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "locking_mode=EXCLUSIVE",
            f"cache_size=-{MOST_CACHED // 1024}",
        ):  # fmt: skip
            cursor.execute(f"PRAGMA {pragma}")


def megabytes():
    if connection.vendor == "sqlite":
        return round(Path(settings.DATABASES["default"]["NAME"]).stat().st_size / 2**20)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return round(cursor.fetchone()[0] / 2**20)


def described(name):
    """{page: Page} of all that is to be asked."""
    pages = {}
    with Progress(f"{name}: the SQL of each page alone") as progress:
        found = targets()
        for done, (page, paths) in enumerate(found.items(), 1):
            cookie = signed_in() if page in SIGNED_IN else ""
            pages[page] = Page(paths, sql_alone(paths, cookie), cookie, page in COUNTED)
            progress(page, done, len(found))
    return pages


def ask(server, pages, rounds, title, wanted):
    """Measure pages in the wanted ways, some rounds over: so a busy minute spoils no page."""
    turns = [
        (page, way) for page, about in pages.items() for way in about.ways if wanted(page, way)
    ]
    with Progress(title) as progress:
        total, done = (rounds + 1) * len(turns), 0
        for _ in range(rounds):
            for page, way in turns:
                progress(f"{page}, {way}", done, total)
                pages[page].tries[way].append(attempt(server, pages[page], way))
                done += 1
        for page, way in turns:
            if way == AFRESH:
                progress(f"{page}, {CONNECTIONS} at once", done, total)
                pages[page].per_core = per_core(server, pages[page])
            done += 1


def attempt(server, page, way):
    """Told, or the words of what went wrong: one page that fails does not spoil the others."""
    try:
        return measure(server.port, page.asked, way, cookie=page.cookie)
    except FailedError as error:
        return str(error)


def middle(tries):
    """The rounds of one page: the median of each figure, the p50 of each round, or the failure."""
    failed = [each for each in tries if isinstance(each, str)]
    if failed:
        return {"failed": failed[0]}
    rows = [asdict(each) for each in tries]
    figures = {name: median(row[name] for row in rows) for name in ("p50", "p95", "p99")}
    figures["count"] = sum(row["count"] for row in rows)
    return figures | {"rounds": [row["p50"] for row in rows]}


def per_core(server, page):
    """Requests that a second of one core answers, made afresh, several at once; None: not known."""
    before = server.seconds()
    try:
        told = measure(
            server.port, page.asked, AFRESH, cookie=page.cookie, connections=CONNECTIONS, seconds=2
        )  # fmt: skip
    except FailedError:
        return None
    after = server.seconds()
    if before is None:  # a system that does not say: as if each worker filled a core
        return told.count / told.seconds / server.workers
    return told.count / max(after - before, 0.01)
