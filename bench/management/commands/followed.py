import time
from random import Random
from statistics import median

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from bench.management.commands.digest import fill, happened
from bench.management.commands.measure import quickly
from bench.tables import analyze
from bench.terminal import note
from terreau.accounts.models import User
from terreau.entries.actions import decisions
from terreau.entries.models import Entry
from terreau.feed import queries
from terreau.follows.models import Follow
from terreau.follows.queries import follows_of, reached
from terreau.ledger.actions import append_all

TIMES = 9


class Command(BaseCommand):
    help = "Fill the (empty, expendable) database with follows, and read one reader's feed."

    def add_arguments(self, parser):
        for name in ("users", "each", "entries", "news", "followed"):
            parser.add_argument(name, type=int)

    def handle(self, *, users, each, entries, news, followed, **_):
        call_command("migrate", verbosity=0)
        quickly()
        note(f"{users * each:,} follows on {connection.vendor}: filling")
        with transaction.atomic():
            fill(users, each, entries)
        append_all(happened(news, entries))
        reader = follower(followed, entries)
        analyze()
        entry = Entry.objects.order_by("pk").first()
        told = {
            "what one follows": lambda: queries.mine(reader),
            "its decisions": lambda: queries.mine(reader, only_decisions=True),
            "the list of follows": lambda: follows_of(reader),
            "how many hear of an entry": lambda: reached(entry),
        }
        said = ", ".join(f"{name} {taken(ask):.1f} ms" for name, ask in told.items())
        self.stdout.write(
            f"{followed:,} entries followed among {users * each:,} follows of {entries:,} entries, "
            f"{news:,} statements, on {connection.vendor}, medians of {TIMES}: {said}"
        )
        self.stdout.write(plan(reader))


def follower(followed, entries):
    """Somebody who follows so many entries, one of ten for its decisions alone."""
    reader = User.objects.create_user(email="lectrice@example.org")
    drawn = Random(3).sample(range(1, entries + 1), followed)  # noqa: S311
    Follow.objects.bulk_create(
        Follow(user=reader, entry_id=key, level="everything" if at % 10 else "decisions")
        for at, key in enumerate(drawn)
    )
    return reader


def taken(ask):
    told = []
    for _ in range(TIMES):
        started = time.perf_counter()
        ask()
        told.append((time.perf_counter() - started) * 1000)
    return median(told)


def plan(reader):
    """How the database reads the newest statements of what somebody follows."""
    top = queries.top_number()
    part = queries.FOLLOWED.format(verbs=", ".join(["(%s)"] * len(decisions())), decided="")
    given = [reader.pk, max(0, top - queries.WINDOW), top, queries.READ]
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN ANALYZE"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {part}", [*decisions(), *given, *given])
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
