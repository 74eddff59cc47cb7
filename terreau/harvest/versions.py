"""What a record said over time, whatever the order in which its states were harvested.

A record is seen, or not, at each run of its source. Stretches of runs that saw the same content
are kept as one version (digest, first day, last day).
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Stretch:
    """From `first` to `last`, every run saw the content of that digest."""

    first: date
    last: date
    digest: str


def observed(stretches, runs, day, digest):
    """The stretches once the run of a day has seen that content (None: has not seen the record).

    runs: the sorted days of all runs, this one included. The result is the same whatever the
    order in which runs are harvested.
    """
    others = []
    for stretch in stretches:
        if stretch.first <= day <= stretch.last:
            others += _without(stretch, runs, day)
        else:
            others.append(stretch)
    if digest is not None:
        others.append(Stretch(day, day, digest))
    return _joined(sorted(others, key=lambda stretch: stretch.first), runs)


def _without(stretch, runs, day):
    """A stretch less one day: none, one or two stretches, whose ends are runs."""
    before = runs[bisect_left(runs, stretch.first) : bisect_left(runs, day)]
    after = runs[bisect_right(runs, day) : bisect_right(runs, stretch.last)]
    return [Stretch(part[0], part[-1], stretch.digest) for part in (before, after) if part]


def _joined(stretches, runs):
    """Neighbours with the same content as one, where no run lies between them."""
    joined = []
    for stretch in stretches:
        last = joined[-1] if joined else None
        if last and last.digest == stretch.digest and _next(runs, last.last) == stretch.first:
            joined[-1] = Stretch(last.first, stretch.last, last.digest)
        else:
            joined.append(stretch)
    return joined


def _next(runs, day):
    place = bisect_right(runs, day)
    return runs[place] if place < len(runs) else None


def segments(stretches, runs):
    """[(day, digest or None)]: from which run on the record said what, None while it was absent.

    Begins with the first run that saw the record.
    """
    found = []
    for index, stretch in enumerate(stretches):
        found.append((stretch.first, stretch.digest))
        missing = _next(runs, stretch.last)
        following = stretches[index + 1].first if index + 1 < len(stretches) else None
        if missing is not None and missing != following:
            found.append((missing, None))
    return found


def rows_known(told):
    """Facts told over time as rows with both ends of when they were known.

    told: [(moment, facts)] in order, facts: hashable things known from that moment on. Returns
    [(fact, recorded_at, superseded_at or None)]: each stretch in which a fact was known.
    """
    since, rows = {}, []
    for moment, facts in told:
        facts = set(facts)
        rows += [(fact, begun, moment) for fact, begun in since.items() if fact not in facts]
        since = {fact: since.get(fact, moment) for fact in facts}
    return rows + [(fact, begun, None) for fact, begun in since.items()]
