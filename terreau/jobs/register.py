"""The register of jobs: which function a name in the job table stands for, and when it repeats."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

_jobs: dict[str, "Registered"] = {}


class HopelessError(Exception):
    """Raised by a job that trying again cannot help: it fails at once.

    Its text is kept and shown to operators, so it must not hold personal data.
    """


@dataclass(frozen=True)
class Schedule:
    """When a job repeats: every so often, or once a day at a time of the site's time zone."""

    every: timedelta | None = None
    daily_at: time | None = None

    def __post_init__(self) -> None:
        if (self.every is None) == (self.daily_at is None):
            raise ValueError("a schedule has either an interval or a time of day")
        if self.every is not None and self.every < timedelta(seconds=1):
            raise ValueError("a schedule repeats at most once a second")

    def after(self, moment: datetime) -> datetime:
        """The first run after an aware moment. Runs that were missed are not made up for."""
        if self.every is not None:
            return moment + self.every
        here = timezone.localtime(moment)
        wanted = self.daily_at or time.min
        today = here.replace(hour=wanted.hour, minute=wanted.minute, second=0, microsecond=0)
        return today if today > here else today + timedelta(days=1)


@dataclass(frozen=True)
class Registered:
    """A function that workers know by name. It can still be called as the function it is."""

    name: str
    function: Callable[..., Any]
    retries: int
    in_transaction: bool
    schedule: Schedule | None = None

    def __call__(self, **arguments: Any) -> Any:
        return self.function(**arguments)


def job(
    name: str,
    *,
    retries: int = 8,
    in_transaction: bool = True,
    every: timedelta | None = None,
    daily_at: time | None = None,
) -> Callable[[Callable[..., Any]], Registered]:
    """Make a function durable work: `enqueue` it, and a worker calls it with the same arguments.

    The function runs in one transaction together with the mark that it is done, so what it writes
    takes effect once, however often workers die. `in_transaction=False` is for work that is too
    long for one transaction (on SQLite it would keep every other writer out) or whose effect is
    outside the database: such a function must be safe to run twice.

    It is tried `retries` times more after the first failure. `every` or `daily_at` (site's time
    zone) make it periodic; a periodic job takes no argument.
    """

    def decorate(function: Callable[..., Any]) -> Registered:
        if name in _jobs:
            raise ValueError(f"two jobs are called {name!r}")
        schedule = Schedule(every, daily_at) if every or daily_at else None
        _jobs[name] = Registered(name, function, retries, in_transaction, schedule)
        return _jobs[name]

    return decorate


def registered(name: str) -> Registered:
    """The job of that name. Raises HopelessError when this version of the program has none."""
    try:
        return _jobs[name]
    except KeyError:
        raise HopelessError(f"no job is called {name}") from None


def periodic_jobs() -> list[tuple[Registered, Schedule]]:
    return [(known, known.schedule) for known in _jobs.values() if known.schedule]
