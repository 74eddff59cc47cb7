"""What one snapshot of the source says, as typed facts. No database, no personal data: contacts,
addresses of e-mail and the registers of data protection are not read at all."""

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any, Literal

from terreau.harvest.records import Finding, tally

Door = Literal["files", "api", "demonstration"]


@dataclass(frozen=True, slots=True)
class PhaseRecord:
    """A phase as the file has it. `phase` is None when the word is unknown, `start` None when
    there is none or it is no date; `index` is the place in the file, from 0."""

    word: str
    phase: str | None
    start: date | None = None
    end: date | None = None
    comment: str = ""
    index: int = 0
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class EventRecord:
    """A dated fact that is not a phase; `kind` is None when the word is unknown.

    `commented` also where the comment itself is left out, as in the demonstration.
    """

    word: str
    kind: str | None
    date: datetime.date | None = None
    comment: str = ""
    index: int = 0
    commented: bool = False


@dataclass(frozen=True, slots=True)
class FundingRecord:
    """A grant of the fund "FAST": number of the round, amount in euros."""

    promotion: int | None
    amount: int | None


@dataclass(frozen=True, slots=True)
class SponsorRecord:
    """Who carries a product: the identifier of an organisation, or only its name as written.

    `source` says where it was found: a `reference`, an `inline` description, or the free text
    of the years before (`owner`).
    """

    source: Literal["reference", "inline", "owner"]
    external_id: str = ""
    name: str = ""
    acronym: str = ""
    type: str = ""
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of a product; empty when there is none or it was no address."""

    site: str = ""
    repository: str = ""
    stats: str = ""
    budget: str = ""
    impact: str = ""
    dashlord: str = ""


@dataclass(frozen=True, slots=True)
class StartupRecord:
    """One product. `incubators` begins with the leading one.

    `era` says how the file tells its phases: a `status` that is true on the day of the snapshot
    (until 2019), or a list of `phases`. `born_on` is what the status era called the start, later
    the earliest start of a phase. `lines` says where in the file each field stands.
    """

    external_id: str
    title: str
    mission: str = ""
    incubators: tuple[str, ...] = ()
    sponsors: tuple[SponsorRecord, ...] = ()
    owner: str = ""
    phases: tuple[PhaseRecord, ...] = ()
    era: Literal["status", "phases", ""] = ""
    born_on: date | None = None
    events: tuple[EventRecord, ...] = ()
    funding: FundingRecord | None = None
    links: Links = Links()
    publishes_stats: bool | None = None
    accessibility: str = ""
    usertypes: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    techno: tuple[str, ...] = ()
    redirect_from: tuple[str, ...] = ()
    body: str = ""
    path: str = field(default="", compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def digest(self) -> str:
        return digest_of(self)


@dataclass(frozen=True, slots=True)
class IncubatorRecord:
    """One incubator. `owner` is the identifier of an organisation, or a name where it was one."""

    external_id: str
    title: str
    owner: str = ""
    website: str = ""
    repository: str = ""
    summary: str = ""
    hidden: bool = False
    redirect_from: tuple[str, ...] = ()
    path: str = field(default="", compare=False)

    @property
    def digest(self) -> str:
        return digest_of(self)


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    """One body that carries products. `type` and `domain` are the words of the source."""

    external_id: str
    name: str
    acronym: str = ""
    type: str = ""
    domain: str = ""
    path: str = field(default="", compare=False)

    @property
    def digest(self) -> str:
        return digest_of(self)


@dataclass(frozen=True, slots=True)
class PhaseDefinition:
    """How the source itself explains a phase at that time."""

    word: str
    label: str
    order: int | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that was read from a source at once, in order of identifiers.

    `unreadable` are products that are there but could not be read: they have not vanished.
    Absence means something only when `complete`, and only for what this door tells: `silent_on`
    names the fields of StartupRecord, and the lists of Snapshot, on which it does not say all.
    `read` counts the documents; `digest` is the same for the same documents read the same way.
    """

    startups: tuple[StartupRecord, ...] = ()
    incubators: tuple[IncubatorRecord, ...] = ()
    organisations: tuple[OrganisationRecord, ...] = ()
    phases: tuple[PhaseDefinition, ...] = ()
    findings: tuple[Finding, ...] = ()
    read: int = 0
    door: Door = "files"
    complete: bool = True
    unreadable: frozenset[str] = frozenset()
    silent_on: frozenset[str] = frozenset()
    digest: str = ""

    def tally(self) -> Counter[str]:
        """How many findings there are of each code."""
        return tally(self.findings)


def facts(record: Any) -> Any:
    """A record as plain JSON values: what it says, without where it was found."""
    kind: Any = type(record)
    if kind in _PLAIN:
        return record
    if kind is tuple:
        return [facts(each) for each in record]
    if kind is date:
        return record.isoformat()
    names, values = _compared(kind)
    given = [each if type(each) is str else facts(each) for each in values(record)]
    return dict(zip(names, given, strict=True))


def digest_of(record: Any) -> str:
    """SHA-256 of the facts in canonical JSON, hexadecimal: equal records have equal digests."""
    text = json.dumps(facts(record), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


_PLAIN = {str, int, bool, type(None)}


@cache
def _compared(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    names = tuple(each.name for each in fields(kind) if each.compare)
    return names, attrgetter(*names)
