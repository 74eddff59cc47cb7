"""One product's file as a StartupRecord, in every form that such files have had."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from terreau.betagouv.fields import LONGEST_TEXT, LONGEST_TITLE, Facts, is_address, last_part
from terreau.betagouv.records import (
    EventRecord,
    FundingRecord,
    Links,
    PhaseRecord,
    SponsorRecord,
    StartupRecord,
)
from terreau.betagouv.vocabulary import ACCESSIBILITY, EVENTS, PHASES, USERTYPES, meaning

READ = {
    "title", "mission", "incubator", "incubators", "sponsors", "owner", "phases", "status", "start",
    "end", "events", "fast", "link", "repository", "stats", "stats_url", "budget_url", "impact_url",
    "dashlord_url", "accessibility_status", "usertypes", "thematiques", "techno", "redirect_from",
}  # fmt: skip
PASSED_OVER = {
    "contact", "rgpd", "robots", "analyse_risques", "analyse_risques_url", "mon_service_securise",
    "layout", "screenshot", "logo",
}  # fmt: skip
"""Not read: `contact` and `rgpd` name persons, the others are not asked for."""


def startup_of(external_id: str, facts: Facts, body: str = "") -> StartupRecord:
    """The record of a product. Never raises; what is not as it should be is in the findings."""
    for key in facts.fields.keys() - READ - PASSED_OVER:
        facts.report("unknown-field", key, "info", field=key)
    title = facts.word("title")
    if not title:
        facts.report("no-title", "title")
    phases = tuple(_phases(facts))
    has_list = bool(facts.fields.get("phases"))
    starts = [phase.start for phase in phases if phase.start]
    born_on = None if has_list else facts.day("start")
    owner = facts.word("owner")
    record = StartupRecord(
        external_id=external_id,
        title=title or external_id,
        mission=facts.text("mission", LONGEST_TEXT),
        incubators=_incubators(facts),
        sponsors=tuple(_sponsors(facts, owner)),
        owner=owner,
        phases=phases,
        era=("phases" if has_list else "status") if phases else "",
        born_on=born_on or min(starts, default=None),
        events=tuple(_events(facts)),
        funding=_funding(facts),
        links=_links(facts),
        publishes_stats=facts.flag("stats"),
        accessibility=facts.meaning("accessibility_status", ACCESSIBILITY, "unknown-accessibility")[
            1
        ]
        or "",
        usertypes=_usertypes(facts),
        themes=facts.texts("thematiques"),
        techno=facts.texts("techno"),
        redirect_from=former_ids(external_id, facts),
        body=body[:LONGEST_TEXT],
        path=facts.path,
        lines=facts.lines,
    )
    if record.links.stats and record.publishes_stats is False:
        facts.report("stats-denied-but-linked", "stats", "info", url=record.links.stats)
    return record


def _phases(facts: Facts) -> Iterator[PhaseRecord]:
    listed = list(facts.items("phases"))
    if not listed:
        yield from _status(facts)
        return
    if facts.fields.get("status"):
        facts.report("status-beside-phases", "status", status=facts.word("status"))
    index = 0
    for item, line in listed:
        if not isinstance(item, dict | str) or not item:
            facts.misplaced("phases", line, "mapping", item)
            continue
        given = item if isinstance(item, dict) else {"name": item}
        yield _phase(Facts(given, facts.path, facts.findings, line), index)
        index += 1


def _phase(row: Facts, index: int) -> PhaseRecord:
    word, phase = row.meaning("name", PHASES, "unknown-phase")
    if not word:
        row.report("phase-without-name")
    start, end = row.day("start"), row.day("end")
    if start and end and end < start:
        row.report("end-before-start", "end", word=word, start=start, end=end)
    comment = row.text("comment", LONGEST_TEXT)
    return PhaseRecord(word, phase, start, end, comment, index, row.line)


def _status(facts: Facts) -> Iterator[PhaseRecord]:
    """The one word of the years until 2019: the phase on the day of the snapshot, undated. The
    `start` beside it is the birth of the project."""
    word, phase = facts.meaning("status", PHASES, "unknown-phase")
    if word:
        line = facts.lines.get("status", facts.line)
        yield PhaseRecord(word, phase, None, facts.day("end"), "", 0, line)
    else:
        facts.report("no-phase")


def _incubators(facts: Facts) -> tuple[str, ...]:
    leading = last_part(facts.word("incubator"))
    listed = [last_part(text) for text in facts.texts("incubators")]
    if listed and leading and leading not in listed:
        facts.report("incubator-not-listed", "incubators", incubator=leading)
    found = tuple(dict.fromkeys(filter(None, [leading, *listed])))
    if not found:
        facts.report("no-incubator", "incubator")
    return found


def _sponsors(facts: Facts, owner: str) -> Iterator[SponsorRecord]:
    seen = set()
    for item, line in facts.items("sponsors"):
        if isinstance(item, dict):
            sponsor = _inline(Facts(item, facts.path, facts.findings, line))
        elif isinstance(item, str) and item.strip():
            sponsor = _named(item, "reference")
        else:
            facts.misplaced("sponsors", line, "text", item)
            continue
        if sponsor and sponsor not in seen:
            seen.add(sponsor)
            yield sponsor
    if not seen and owner:
        yield _named(owner, "owner")


def _named(text: str, source: Literal["reference", "owner"]) -> SponsorRecord:
    """A path such as /organisations/x, or a bare identifier, is a reference; words are a name."""
    text = " ".join(text.split())
    if text.startswith("/") or (source == "reference" and " " not in text):
        return SponsorRecord("reference", external_id=last_part(text))
    return SponsorRecord("inline" if source == "reference" else source, name=text)


def _inline(row: Facts) -> SponsorRecord | None:
    sponsor = SponsorRecord(
        "inline",
        name=row.word("name"),
        acronym=row.word("acronym"),
        type=row.word("type"),
        domain=row.word("domaine_ministeriel"),
    )
    if not sponsor.name and not sponsor.acronym:
        row.report("sponsor-without-name")
        return None
    return sponsor if sponsor.name else replace(sponsor, name=sponsor.acronym)


def _events(facts: Facts) -> Iterator[EventRecord]:
    for index, row in enumerate(facts.rows("events")):
        word, kind = row.meaning("name", EVENTS, "unknown-event")
        day = row.day("date")
        if not word or day is None:
            row.report("event-incomplete", word=word)
        comment = row.text("comment", LONGEST_TEXT)
        commented = bool(comment or row.flag("commented"))
        yield EventRecord(word, kind, day, comment, index, commented)


def _funding(facts: Facts) -> FundingRecord | None:
    value = facts.fields.get("fast")
    if value in (None, "", {}, []):
        return None
    if not isinstance(value, dict):
        facts.misplaced("fast", facts.lines.get("fast", facts.line), "mapping", value)
        return None
    row = Facts(value, facts.path, facts.findings, facts.lines.get("fast", facts.line))
    return FundingRecord(row.whole("promotion"), row.whole("montant"))


def _links(facts: Facts) -> Links:
    return Links(
        site=facts.url("link"),
        repository=facts.url("repository"),
        stats=facts.url("stats_url"),
        budget=facts.url("budget_url"),
        impact=facts.url("impact_url"),
        dashlord=facts.url("dashlord_url"),
    )


def _usertypes(facts: Facts) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for word in facts.texts("usertypes"):
        known = meaning(word, USERTYPES)
        if known.value is None:
            facts.report("unknown-usertype", "usertypes", "info", word=word)
        found[known.value or word] = None
    return tuple(found)


def former_ids(external_id: str, facts: Facts) -> tuple[str, ...]:
    """The identifiers that a record had before, from the addresses that lead to it now."""
    found: dict[str, None] = {}
    for address in facts.texts("redirect_from"):
        former = last_part(address).removesuffix(".html").removesuffix(".md")
        if former and former != external_id and not is_address(former):
            found[former[:LONGEST_TITLE]] = None
    return tuple(found)
