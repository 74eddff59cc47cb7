import resource
import time
from random import Random
from uuid import UUID

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.test.utils import override_settings
from django.utils import timezone

from bench.management.commands.measure import quickly
from bench.tables import Table, WithoutIndexes, analyze, follow_keys
from bench.terminal import note
from terreau.accounts.models import User
from terreau.entries.models import Entry
from terreau.feed.digests import Rhythm, send_all
from terreau.feed.models import Reader
from terreau.follows.models import Follow
from terreau.ledger.actions import append_all, draft

VERBS = ("projects.edit", "evidence.record", "projects.enter_phase", "reviews.decide")
NOTHING = "django.core.mail.backends.dummy.EmailBackend"


class Command(BaseCommand):
    help = "Fill the (empty, expendable) database with readers, and send them one digest."

    def add_arguments(self, parser):
        for name in ("users", "follows", "entries", "news"):
            parser.add_argument(name, type=int)

    def handle(self, *, users, follows, entries, news, **_):
        call_command("migrate", verbosity=0)
        quickly()
        note(f"{users:,} readers of {follows} entries each on {connection.vendor}: filling")
        with transaction.atomic():
            fill(users, follows, entries)
        append_all(happened(news, entries))
        analyze()
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA journal_mode=WAL")
                cursor.execute("PRAGMA synchronous=FULL")
        before, started = peak(), time.monotonic()
        with override_settings(EMAIL_BACKEND=NOTHING):
            outcome = send_all(Rhythm.WEEKLY, "bench", news)
        seconds = time.monotonic() - started
        self.stdout.write(
            f"{outcome.sent:,} digests to {users:,} readers ({outcome.silent:,} had no news), "
            f"{users * follows:,} follows, {entries:,} entries, {news:,} statements of news, on "
            f"{connection.vendor}: {seconds:.0f} s, {outcome.sent / seconds:,.0f} a second, "
            f"peak memory {before:.0f} MiB before and {peak():.0f} MiB after"
        )


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def key(number):
    """A uid as either engine's bulk door takes it."""
    return UUID(int=number).hex


def fill(users, follows, entries):
    random = Random(2026)  # noqa: S311  not for secrets
    moment = timezone.now().strftime("%Y-%m-%d %H:%M:%S")
    tables = {
        "entries": Table(Entry, ["id", "uid", "kind", "slug", "title", "published_at"]),
        "users": Table(User, ["id", "email", "uid", "password", "date_joined"]),
        "readers": Table(Reader, ["id", "user_id"]),
        "follows": Table(Follow, ["id", "user_id", "entry_id", "level", "since"]),
    }
    with WithoutIndexes([each.name for each in tables.values()]):
        tables["entries"].write(
            [(n, key(n), "project", f"e{n}", f"Service {n}", moment) for n in range(1, entries + 1)]
        )
        first = User.objects.count() + 1
        numbers = range(first, first + users)
        tables["users"].write(
            [(n, f"r{n}@example.org", key(2**64 + n), "!", moment) for n in numbers]
        )
        tables["readers"].write([(n, n) for n in numbers])
        for start in range(first, first + users, 5000):
            tables["follows"].write(
                [
                    (n * follows + at, n, entry, "decisions" if at % 10 == 0 else "everything",
                     moment)
                    for n in range(start, min(start + 5000, first + users))
                    for at, entry in enumerate(random.sample(range(1, entries + 1), follows))
                ]
            )  # fmt: skip
    follow_keys([Entry, User, Reader, Follow])


def happened(news, entries):
    """Statements on entries drawn by chance: a tenth of them on a hundredth of the entries."""
    random = Random(7)  # noqa: S311  not for secrets
    day = "2026-01-05"
    payload = {"phase": "construction", "on": day, "kind": "continue", "held_on": day}
    for _ in range(news):
        most = entries // 100 if random.random() < 0.1 else entries
        subject = UUID(int=random.randint(1, max(most, 1)))
        yield draft(actor=None, verb=random.choice(VERBS), subject=subject, payload=payload)
