"""Every door to the source: a folder or an archive of its files, its JSON API, or the facts that
come with the package. All lead to a Snapshot."""

import gzip
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import terreau.betagouv.findings  # noqa: F401  the words for what is reported here
from terreau.betagouv import jsonapi
from terreau.betagouv.examination import examine
from terreau.betagouv.fields import Facts
from terreau.betagouv.hosts import incubator_of, organisation_of, phase_definition_of
from terreau.betagouv.records import Door, Snapshot
from terreau.betagouv.startups import startup_of
from terreau.harvest.archive import open_file, open_source
from terreau.harvest.documents import (
    Document,
    Documents,
    Progress,
    SourceUnreadableError,
    unreadable,
)
from terreau.harvest.fetch import ARCHIVES, JSON, Fetched, FetchError, fetch
from terreau.harvest.frontmatter import parse
from terreau.harvest.records import Finding
from terreau.harvest.sniffing import ENOUGH, looks_like

READING = "2"
"""To be raised whenever the same documents come to say something else, or an unchanged source
would be taken for one that was read already."""
DEMONSTRATION = "data/demonstration.json.gz"
NOT_IN_DEMONSTRATION = {"mission", "body", "techno", "publishes_stats"}

_COLLECTIONS = ("startups", "incubators", "organisations", "phases")
_RECORD = re.compile(rf"(?:^|/)_({'|'.join(_COLLECTIONS)})/([^/]+)$")
_ANSWER = re.compile(r"(?:^|/)(?:startups|incubators|organisations)\.json$")
_NEIGHBOUR = "organisations.json"

Download = Callable[[str], Fetched]


def read(
    source: str | Path,
    progress: Progress | None = None,
    *,
    snapshot_date: date | None = None,
    download: Download | None = None,
    **options: Any,
) -> Snapshot:
    """All that a source says: a folder, an archive, a JSON file of the API, or its address.

    With snapshot_date also what is odd on that day (plans, ends that have passed). Options as for
    `open_source`. `download` stands in for the fetch guard. Raises SourceUnreadableError when
    nothing at all can be read; everything else is in the snapshot's findings.
    """
    if re.match(r"[a-zA-Z][a-zA-Z+.-]*://", str(source)):
        return _read_address(str(source), download or _download, snapshot_date, progress)
    documents = open_source(source, wanted=_wanted, progress=progress, **options)
    return read_documents([documents], snapshot_date)


def read_documents(sources: Iterable[Documents], snapshot_date: date | None = None) -> Snapshot:
    """The snapshot that the documents of some sources make together."""
    collected = _Collected()
    for documents in sources:
        for document in documents:
            collected.take(document)
        collected.close(documents)
    return collected.snapshot(snapshot_date)


def read_demonstration() -> list[tuple[date, Snapshot]]:
    """The facts that come with the package: (known-at date, snapshot), oldest first.

    Each state is stored as what changed since the one before.
    """
    packed = files("terreau.betagouv").joinpath(DEMONSTRATION).read_bytes()
    kept: dict[str, dict[str, Any]] = {name: {} for name in _COLLECTIONS}
    found = []
    for state in json.loads(gzip.decompress(packed))["states"]:
        collected = _Collected(door="demonstration", silent_on=set(NOT_IN_DEMONSTRATION))
        for collection, changes in state["changed"].items():
            kept[collection].update(changes)
            for name in [name for name, fields in changes.items() if fields is None]:
                del kept[collection][name]
        for collection, records in kept.items():
            for name in sorted(records):
                collected.kept(collection, name, records[name])
        day = date.fromisoformat(state["known_at"])
        found.append((day, collected.snapshot(day)))
    return found


def _download(address: str) -> Fetched:
    return fetch(address, accept=(*JSON, *ARCHIVES))


def _read_address(
    address: str, download: Download, snapshot_date: date | None, progress: Progress | None
) -> Snapshot:
    """The answer of an address, with the organisations beside the products of the API."""
    try:
        fetched = download(address)
    except FetchError as error:
        raise SourceUnreadableError(error.finding, temporary=error.temporary) from error
    name = urlsplit(address).path.rsplit("/", 1)[-1] or "answer"
    sources = [open_file(io.BytesIO(fetched.body), name, wanted=_wanted, progress=progress)]
    missed = []
    if name == "startups.json":
        try:
            beside = download(urljoin(address, _NEIGHBOUR))
            sources.append(open_file(io.BytesIO(beside.body), _NEIGHBOUR))
        except (FetchError, SourceUnreadableError) as error:
            missed.append(Finding.of("no-organisations", _NEIGHBOUR, reason=error.finding.code))
    snapshot = read_documents(sources, snapshot_date)
    return Snapshot(
        **{field: getattr(snapshot, field) for field in Snapshot.__slots__}
        | {"findings": (*snapshot.findings, *missed)}
    )


def _wanted(path: str) -> bool:
    return bool(_RECORD.search(path) or _ANSWER.search(path))


class _Collected:
    """Records as they come, from whichever door."""

    def __init__(self, door: Door = "files", silent_on: set[str] | None = None) -> None:
        self.door: Door = door
        self.silent_on = silent_on or set()
        self.records: dict[str, dict[str, Any]] = {name: {} for name in _COLLECTIONS}
        self.findings: list[Finding] = []
        self.unreadable: set[str] = set()
        self.complete = True
        self.read = 0
        self.name = ""
        self.digests: set[str] = set()

    def take(self, document: Document) -> None:
        """Read one document: a record, or an answer of the API with many."""
        self.digests.add(hashlib.sha256(document.data + document.path.encode()).hexdigest())
        if found := _RECORD.search(document.path):
            self.read += 1
            self.file(found[1], found[2], document)
        elif looks_like(document.data[:ENOUGH].lstrip()) == "json":
            self.door = "api"
            self.answer(document)
        else:
            self.findings.append(Finding.of("not-a-record", document.path, severity="error"))

    def file(self, collection: str, name: str, document: Document) -> None:
        external_id = name.removesuffix(".md")
        if external_id == name and "." in name:
            self.findings.append(Finding.of("not-a-record", document.path, severity="info"))
            return
        if external_id == name:
            self.findings.append(Finding.of("no-extension", document.path, severity="info"))
        parsed = parse(document.data, document.path)
        self.findings += parsed.findings
        if parsed.metadata is None:
            self.lost(collection, external_id)
            return
        facts = Facts(parsed.metadata, document.path, self.findings, 1)
        self.add(collection, external_id, facts, parsed.body)

    def kept(self, collection: str, external_id: str, fields: dict[str, Any]) -> None:
        """Read one record of the demonstration."""
        self.read += 1
        path = f"{collection}/{external_id}"
        text = json.dumps([path, fields], sort_keys=True)
        self.digests.add(hashlib.sha256(text.encode()).hexdigest())
        self.add(collection, external_id, Facts(fields, path, self.findings))

    def answer(self, document: Document) -> None:
        try:
            for each in jsonapi.resources(document.data, document.path, self.findings):
                self.read += 1
                path = f"{document.path}#{each.external_id}"
                facts = Facts(each.fields, path, self.findings)
                self.add(each.collection, each.external_id, facts, each.body)
        except SourceUnreadableError as error:
            self.findings.append(error.finding)
            self.complete = False

    def add(self, collection: str, external_id: str, facts: Facts, body: str = "") -> None:
        records = self.records[collection]
        if external_id in records:
            first = getattr(records[external_id], "path", external_id)
            facts.report("duplicate-id", severity="error", id=external_id, first=first)
        elif collection == "startups":
            records[external_id] = startup_of(external_id, facts, body)
        else:
            builders: dict[str, Callable[[str, Facts], Any]] = {
                "incubators": incubator_of,
                "organisations": organisation_of,
                "phases": phase_definition_of,
            }
            records[external_id] = builders[collection](external_id, facts)

    def lost(self, collection: str, external_id: str) -> None:
        """Remember that something is there though it could not be read."""
        if collection == "startups":
            self.unreadable.add(external_id)
        else:
            self.silent_on.add(collection)

    def close(self, documents: Documents) -> None:
        """Take over what the documents themselves had to report."""
        self.findings += documents.findings
        self.complete = self.complete and documents.complete
        self.name = self.name or documents.name
        for path in documents.refused:
            if found := _RECORD.search(path):
                self.lost(found[1], found[2].removesuffix(".md"))

    def snapshot(self, snapshot_date: date | None) -> Snapshot:
        """The snapshot. Raises SourceUnreadableError when there is no record in it."""
        if not any(self.records.values()) and not self.unreadable:
            self.raise_nothing_found()
        if self.door == "api":
            self.silent_on |= jsonapi.SILENT_ON
            self.silent_on |= {name for name in _COLLECTIONS[:3] if not self.records[name]}
        startups, incubators, organisations, phases = (
            tuple(records[name] for name in sorted(records)) for records in self.records.values()
        )
        findings = (*self.findings, *examine(startups, incubators, organisations, snapshot_date))
        return Snapshot(
            startups=startups,
            incubators=incubators,
            organisations=organisations,
            phases=phases,
            findings=findings,
            read=self.read,
            door=self.door,
            complete=self.complete,
            unreadable=frozenset(self.unreadable - set(self.records["startups"])),
            silent_on=frozenset(self.silent_on),
            digest=self.digest(),
        )

    def digest(self) -> str:
        told = [READING, str(self.complete), *sorted(self.digests), *sorted(self.unreadable)]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()

    def raise_nothing_found(self) -> None:
        worst = next((each for each in self.findings if each.severity == "error"), None)
        raise SourceUnreadableError(worst) if worst else unreadable("no-record", self.name)
