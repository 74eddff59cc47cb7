"""The one importer: what sources say becomes entries, with evidence, in batches that may be killed.

A batch is one transaction. A run that was killed is completed by running it again: records that
it had read already are found unchanged.
"""

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import Protocol

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from terreau.entries import tallies
from terreau.entries.actions import imported, record_imported
from terreau.harvest.adoption import hold
from terreau.harvest.identities import NAMED, keep_former_names, resolve
from terreau.harvest.models import Record, Run, Source, Version
from terreau.harvest.readings import tell_reading
from terreau.harvest.records import Finding
from terreau.harvest.versions import Stretch, observed, segments
from terreau.ledger.actions import draft

BATCH = 300


@dataclass(frozen=True)
class Observation:
    """One record as a run read it.

    facts: what JSON can say; digest: of the facts; former: names that the source gave it before;
    silent: {name: default} of facts on which this door to the source says nothing, so that what
    was said before stands; unreadable: the record is there and nothing of it could be read.
    """

    collection: str
    identifier: str
    digest: str
    facts: dict
    url: str = ""
    former: tuple = ()
    silent: dict = field(default_factory=dict)
    unreadable: bool = False

    def beside(self, before):
        """The same observation with what was said before where this one is silent."""
        if self.unreadable:
            return replace(self, facts=before, digest=digest_of(before))
        if not self.silent:
            return self
        kept = {name: before.get(name, default) for name, default in self.silent.items()}
        facts = self.facts | kept
        return replace(self, facts=facts, digest=digest_of(facts))


def digest_of(facts):
    """SHA-256 of facts in canonical JSON, in hexadecimal."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


@dataclass
class Told:
    """One record, and what it said over time: [(day, facts or None while absent)].

    moved: (phase before, phase now), set by the room that finds that today's is another.
    """

    record: Record
    segments: list
    observation: Observation | None = None
    moved: tuple | None = None

    @property
    def facts(self):
        """What it said last."""
        return next(facts for _, facts in reversed(self.segments) if facts is not None)


class Room(Protocol):
    """How a room turns records of one collection into its entries."""

    def create(self, told: list[Told]) -> list:
        """Insert an entry for each, in order."""

    def apply(self, told: list[Told], report: "Report") -> dict:
        """Write what each says now; returns {id of the told: names of what changed}."""


@dataclass
class Report:
    """What a run did, counted; findings as plain dicts, in the order in which they came."""

    counts: dict = field(default_factory=dict)
    findings: list = field(default_factory=list)

    def count(self, name, number=1):
        self.counts[name] = self.counts.get(name, 0) + number

    def find(self, code, path, **params):
        self.findings.append(Finding.of(code, path, **params).as_dict())


def run_days(source, collection):
    """The days of the runs whose absences count: those complete, and whole in that collection."""
    done = source.runs.filter(completed_at__isnull=False).values_list("known_at", "whole")
    return sorted(day for day, whole in done if collection in whole)


LOST_AT_MOST, NEVER_MIND = 0.2, 20


def lost(source, collection, day, present):
    """How many records the run before saw and this one does not, where they are too many.

    0 where they are few: at most 20, or a fifth. Names without a file of their own do not count.
    """
    earlier = [each for each in run_days(source, collection) if each < day]
    if not earlier:
        return 0
    seen = Record.objects.filter(source=source, collection=collection)
    seen = seen.filter(versions__first__lte=earlier[-1], versions__last__gte=earlier[-1])
    names = set(seen.exclude(identifier__startswith=NAMED).values_list("identifier", flat=True))
    gone = len(names - present)
    return gone if gone > max(NEVER_MIND, LOST_AT_MOST * len(names)) else 0


def begin(source, day):
    """The run of a day: a new one, or the one that is to be completed or to say something else."""
    run, _ = Run.objects.get_or_create(source=source, known_at=day)
    return run


def reopen(run):
    """Forget what the run was a reading of: until it is closed, batches of two may be mixed."""
    Run.objects.filter(pk=run.pk).update(digest="")


def import_batch(source, day, observations, room, report, *, present, whole):
    """Import records of one collection in one transaction; returns the keys of their records.

    present: the identifiers of the whole collection in this run; whole: whether what this run
    does not see of the collection is gone.
    """
    with transaction.atomic():
        Source.objects.select_for_update().get(pk=source.pk)
        days = run_days(source, observations[0].collection)
        runs = sorted({*days, day}) if whole else days
        found = resolve(source, observations, present, report)
        told, fresh = [], []
        for observation in observations:
            record = found.get(observation.identifier)
            if record is None and observation.unreadable:
                continue
            if record is None:
                item = new(runs, day, observation)
                fresh.append(item)
            else:
                item = tell(record, runs, day, observation)
            if item is not None:
                told.append(item)
        found_new(source, fresh, room, report)
        records = found | {item.observation.identifier: item.record for item in fresh}
        keep_former_names(source, observations, records, present, report)
        if told:
            finish_batch(source, day, told, fresh, room, report)
        report.count("unchanged", len(observations) - len(told))
    return {record.pk for record in records.values()}


def new(runs, day, observation):
    """What a record says that no run had seen, absent again in runs of later days."""
    observation = observation.beside({})
    seen = segments([Stretch(day, day, observation.digest)], runs)
    said = [(moment, observation.facts if digest else None) for moment, digest in seen]
    return Told(None, said, observation)


def found_new(source, fresh, room, report):
    """Create the entries and records of what was not known."""
    if not fresh:
        return
    entries = room.create(fresh)
    for item, entry in zip(fresh, entries, strict=True):
        seen = item.observation
        item.record = Record(
            source=source, collection=seen.collection, identifier=seen.identifier,
            entry=entry, url=seen.url,
        )  # fmt: skip
    Record.objects.bulk_create(item.record for item in fresh)
    Version.objects.bulk_create(
        Version(
            record=item.record,
            first=item.segments[0][0],
            last=item.segments[0][0],
            digest=item.observation.digest,
            facts=item.observation.facts,
        )
        for item in fresh
    )
    report.count("created", len(fresh))


def finish_batch(source, day, told, fresh, room, report):
    """Apply what was told, and say in the public record what came of it."""
    new_ones = {id(item) for item in fresh}
    known = [item.record for item in told if id(item) not in new_ones]
    hold(known)
    before = tallies.counted([record.entry_id for record in known])
    changes = room.apply(told, report)
    tallies.shift(before, tallies.counted([item.record.entry_id for item in told]))
    drafts = []
    for item in told:
        created, changed = id(item) in new_ones, changes[id(item)]
        if not created and not changed:
            continue
        report.count("changed", 0 if created else 1)
        payload = {"source": source.name, "known_at": day.isoformat()}
        if not created:
            payload["changed"] = changed
        if item.moved and not created:
            payload |= {"before": item.moved[0], "phase": item.moved[1]}
        statement = draft(
            actor=source.uid,
            verb="harvest.create" if created else f"harvest.{'move' if item.moved else 'update'}",
            subject=item.record.entry.uid,
            payload=payload,
        )
        drafts.append((item.record.entry_id, statement))
    record_imported(drafts)
    imported.send(Source, keys=[key for key, _ in drafts])


def tell(record, runs, day, observation):
    """What a known record says over time with this observation (None: it is absent).

    Writes its versions; returns None where nothing changed.
    """
    versions = sorted(record.versions.all(), key=lambda version: version.first)
    facts = {version.digest: version.facts for version in versions}
    if observation is not None:
        observation = observation.beside(said_before(versions, day))
        facts[observation.digest] = observation.facts
    before = [Stretch(v.first, v.last, v.digest) for v in versions]
    after = observed(before, runs, day, observation.digest if observation else None)
    if after != before:
        kept = {Stretch(v.first, v.last, v.digest): v for v in versions}
        gone = [version.pk for stretch, version in kept.items() if stretch not in after]
        Version.objects.filter(pk__in=gone).delete()
        Version.objects.bulk_create(
            Version(
                record=record, first=s.first, last=s.last, digest=s.digest, facts=facts[s.digest]
            )
            for s in after
            if s not in kept
        )
    now = segments(after, runs)
    if segments(before, [each for each in runs if each != day]) == now:
        return None
    said = [(moment, facts[digest] if digest else None) for moment, digest in now]
    return Told(record, said, observation)


def said_before(versions, day):
    """The facts of the last version that began by a day, or of the first there is."""
    earlier = [version for version in versions if version.first <= day]
    return (earlier[-1] if earlier else versions[0]).facts if versions else {}


def close(run, whole, seen, rooms, report):
    """Mark what this run no longer saw, complete the run, and count afresh: one transaction.

    whole: the collections that the source told whole; seen: {collection: keys of its records that
    this run saw, under the names that they had then}.
    """
    with transaction.atomic():
        source, day = run.source, run.known_at
        Source.objects.select_for_update().get(pk=source.pk)
        for collection in whole:
            runs = sorted({*run_days(source, collection), day})
            records = Record.objects.filter(source=source, collection=collection)
            absent = records.exclude(pk__in=seen[collection])
            told = [
                tell(record, runs, day, None)
                for record in absent.select_related("entry").prefetch_related("versions")
            ]
            told = [item for item in told if item is not None]
            if told:
                finish_batch(source, day, told, [], rooms[collection], report)
        run.completed_at = timezone.now()
        run.whole, run.counts, run.findings = list(whole), report.counts, report.findings
        run.save()
        tell_reading(run, report.counts)
        tallies.rebuild()  # before the records: who acts shifts its tallies, then adopts
        for collection in whole:
            mark_vanished(source, collection)


def mark_vanished(source, collection):
    """Keep on each record the first run after it was last seen, if there is one."""
    runs = run_days(source, collection)
    records = Record.objects.filter(source=source, collection=collection)
    for record in records.annotate(last_seen=Max("versions__last")):
        gone = next((day for day in runs if record.last_seen and day > record.last_seen), None)
        if record.vanished_on != gone:
            Record.objects.filter(pk=record.pk).update(vanished_on=gone)
