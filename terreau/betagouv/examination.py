"""What only shows when records are looked at together, or against the day of the snapshot.

Nothing here changes a record: these are the oddities that a reader of the figures should know.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from terreau.betagouv.records import IncubatorRecord, OrganisationRecord, PhaseRecord, StartupRecord
from terreau.betagouv.spells import known_spells, spell_on
from terreau.betagouv.vocabulary import LIVE, RANK
from terreau.harvest.records import Finding

MOST_SHARED = 3
"""So many products may share one page before it is worth a word."""


def examine(
    startups: Sequence[StartupRecord],
    incubators: Collection[IncubatorRecord],
    organisations: Collection[OrganisationRecord],
    snapshot_date: date | None,
) -> Iterator[Finding]:
    """The findings on a whole snapshot, in order of products."""
    for startup in startups:
        yield from _history(startup)
        if snapshot_date:
            yield from _today(startup, snapshot_date)
    if incubators:
        yield from _dead_incubators(startups, {each.external_id for each in incubators})
    if organisations:
        yield from _dead_sponsors(startups, {each.external_id for each in organisations})
    yield from _redirects(startups)
    yield from _clashes(startups)
    yield from _shared_budgets(startups)


def _history(startup: StartupRecord) -> Iterator[Finding]:
    """Oddities between the phases of one product."""
    path, phases = startup.path, startup.phases
    dated = sorted((phase for phase in phases if phase.start), key=_life)
    if [phase.index for phase in dated] != sorted(phase.index for phase in dated):
        yield Finding.of("phases-out-of-order", path, dated[0].line, "info")
    if len({phase.start for phase in dated}) < len(dated):
        days = [phase.start for phase in dated]
        twice = next(day for day in days if days.count(day) > 1)
        yield Finding.of("phases-on-one-day", path, dated[0].line, "info", day=twice)
    for before, after in pairwise(phases):
        if before.start and after.start:
            yield from _transition(path, before, after, after.start)
    for phase in phases:
        if phase.start is None and startup.era == "phases":
            code = "last-phase-undated" if phase is phases[-1] else "phase-undated"
            yield Finding.of(code, path, phase.line, word=phase.word)


def _transition(
    path: str, before: PhaseRecord, after: PhaseRecord, start: date
) -> Iterator[Finding]:
    """What the end of a phase says against the start of the next one in the file."""
    words = {"before": before.word, "after": after.word}
    if before.end is None:
        yield Finding.of("phase-without-end", path, before.line, "info", **words)
        return
    days = (start - before.end).days
    if days > 1:  # the day after is the usual way to say that it goes on
        yield Finding.of("gap-between-phases", path, before.line, "info", days=days, **words)
    elif days < 0:
        yield Finding.of("phases-overlap", path, before.line, "info", days=-days, **words)


def _life(phase: PhaseRecord):
    return (phase.start, RANK[phase.phase] if phase.phase else len(RANK), phase.index)


def _today(startup: StartupRecord, today: date) -> Iterator[Finding]:
    """Oddities of one product against the day of the snapshot."""
    path = startup.path
    for phase in startup.phases:
        if phase.start and phase.start > today:
            yield Finding.of(
                "phase-in-future", path, phase.line, "info", word=phase.word, start=phase.start
            )
    now = spell_on(known_spells(startup.phases, today), today)
    if now is None and startup.phases:
        yield Finding.of("no-phase-yet", path, startup.phases[0].line, "info")
    elif now and now.phase in LIVE and now.declared_end and now.declared_end < today:
        phase = next(phase for phase in startup.phases if phase.index == now.sequence)
        yield Finding.of("live-past-its-end", path, phase.line, word=now.word, end=now.declared_end)


def _dead_incubators(startups: Iterable[StartupRecord], known: set[str]) -> Iterator[Finding]:
    for startup in startups:
        for incubator in startup.incubators:
            if incubator not in known:
                line = startup.lines.get("incubator")
                yield Finding.of("unknown-incubator", startup.path, line, incubator=incubator)


def _dead_sponsors(startups: Iterable[StartupRecord], known: set[str]) -> Iterator[Finding]:
    for startup in startups:
        for sponsor in startup.sponsors:
            if sponsor.source == "reference" and sponsor.external_id not in known:
                line = startup.lines.get("sponsors")
                name = sponsor.external_id
                yield Finding.of("unknown-organisation", startup.path, line, organisation=name)


def _redirects(startups: Sequence[StartupRecord]) -> Iterator[Finding]:
    """Former identifiers that another product bears now, or that two products claim."""
    living = {startup.external_id for startup in startups}
    claimed: dict[str, str] = {}
    for startup in startups:
        for former in startup.redirect_from:
            first = claimed.setdefault(former, startup.external_id)
            place = (startup.path, startup.lines.get("redirect_from"))
            if former in living:
                yield Finding.of("redirect-from-living", *place, former=former)
            elif first != startup.external_id:
                yield Finding.of("redirect-claimed-twice", *place, former=former, other=first)


def _clashes(startups: Iterable[StartupRecord]) -> Iterator[Finding]:
    """Identifiers that differ by case only, and titles borne twice."""
    ids: dict[str, str] = {}
    titles: dict[str, str] = {}
    for startup in startups:
        twin = ids.setdefault(startup.external_id.casefold(), startup.external_id)
        if twin != startup.external_id:
            yield Finding.of("id-case-clash", startup.path, other=twin)
        twin = titles.setdefault(startup.title.casefold(), startup.external_id)
        if twin != startup.external_id:
            yield Finding.of(
                "title-borne-twice", startup.path, startup.lines.get("title"), "info",
                title=startup.title, other=twin,
            )  # fmt: skip


def _shared_budgets(startups: Iterable[StartupRecord]) -> Iterator[Finding]:
    """Budget pages that many products name: one page can hardly say what each of them costs."""
    named = defaultdict(list)
    for startup in startups:
        if startup.links.budget:
            named[re.split("[?#]", startup.links.budget)[0].rstrip("/")].append(startup)
    for address, sharing in named.items():
        if len(sharing) > MOST_SHARED:
            yield Finding.of(
                "shared-budget-page", sharing[0].path, sharing[0].lines.get("budget_url"), "info",
                url=address, products=len(sharing),
            )  # fmt: skip
