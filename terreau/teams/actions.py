"""Bring what a file of missions says into the teams, as known from a day on."""

import uuid
from collections import defaultdict
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext_lazy

from terreau.entries.actions import declare, imported, lock_all, record_imported
from terreau.entries.known import start_of
from terreau.entries.models import Entry
from terreau.harvest.importing import BATCH, Report, begin, run_days
from terreau.harvest.models import Source
from terreau.harvest.readings import tell_reading
from terreau.harvest.sync import sync
from terreau.ledger.actions import draft
from terreau.projects.models import Project
from terreau.teams.models import Member, Mission
from terreau.teams.queries import keys_of_names

COLLECTION = "missions"
SOURCE = {
    "uid": uuid.uuid5(uuid.NAMESPACE_URL, "urn:terreau:missions"),
    "name": "Missions",
    "url": "",
    "licence": "",
    "attribution": "",
}
FIELDS = ("member_id", "domain", "status", "valid_from", "valid_to")
LOST_AT_MOST, NEVER_MIND = 0.2, 20


def day_label(value):
    return date_format(date.fromisoformat(value), "DATE_FORMAT")


declare(
    "teams.read",
    sentence=pgettext_lazy("statement", "The team of {subject} changed, as of {known_at}."),
    labels={"known_at": day_label},
    is_bulk=True,
)


class DryRun(Exception):
    """Raised to undo all that a dry run wrote."""


def bring(found, known_at: date, *, progress=None, dry_run=False, allow_loss=False):
    """Make the missions those that a MissionFile tells, as known from a day on; returns the Run.

    One transaction. The file is the whole truth from that day until the next file: what it lacks
    ends to be known, unless more than a fifth of what was known is missing and not allow_loss.
    The order in which files are read does not matter, and reading one again changes nothing.
    """
    try:
        with transaction.atomic():
            run = _bring(found, known_at, progress, allow_loss)
            if dry_run:
                raise DryRun
    except DryRun:
        pass
    return run


def _bring(found, day, progress, allow_loss):
    source, _created = Source.objects.get_or_create(slug=COLLECTION, defaults=SOURCE)
    source = Source.objects.select_for_update().get(pk=source.pk)
    run = begin(source, day)
    report = Report(findings=[finding.as_dict() for finding in found.findings])
    report.count("read", found.read)
    told = told_by_project(found, report)
    missing = [] if allow_loss else lost(source, day, told)
    if missing:
        report.find(
            "mission-too-many-missing", found.name, severity="error", missing=len(missing)
        )  # fmt: skip
    following = next((each for each in run_days(source, COLLECTION) if each > day), None)
    keys = sorted({*told, *missions_of(source).values_list("project", flat=True)})
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        write(part, told, (day, following), report, keep=bool(missing), source=source)
        if progress:
            progress(start + len(part), len(keys))
    if run.digest == found.digest and run.completed_at and not report.counts.get("changed"):
        run.is_repeated = True
        return run
    run.digest, run.completed_at = found.digest, timezone.now()
    run.whole, run.counts, run.findings = [COLLECTION], report.counts, report.findings
    run.save()
    tell_reading(run, {"changed": report.counts.get("changed", 0)})
    return run


def told_by_project(found, report):
    """{key of a project: {values of FIELDS}}; reports projects that are not known here."""
    projects = keys_of_names({line.project for line in found.lines})
    members = members_called({line.member for line in found.lines if line.project in projects})
    told, unknown = defaultdict(set), defaultdict(list)
    for line in found.lines:
        if line.project not in projects:
            unknown[line.project].append(line.number)
            continue
        values = (members[line.member], line.domain, line.status, line.start, line.end)
        told[projects[line.project]].add(values)
    for name, numbers in unknown.items():
        report.find(
            "mission-unknown-project", found.name, line=numbers[0], project=name,
            lines=len(numbers),
        )  # fmt: skip
    return told


def members_called(identifiers):
    """{identifier: key} of members, new ones created."""
    there = members_there(identifiers)
    fresh = [Member(identifier=each) for each in sorted(identifiers - there.keys())]
    Member.objects.bulk_create(fresh, batch_size=500)
    return there | members_there({each.identifier for each in fresh})


def members_there(identifiers):
    wanted, found = sorted(identifiers), {}
    for start in range(0, len(wanted), 500):
        part = Member.objects.filter(identifier__in=wanted[start : start + 500])
        found |= dict(part.values_list("identifier", "pk"))
    return found


def lost(source, day, told):
    """The missions known on a day that a file no longer tells, where they are too many; else []."""
    known = missions_of(source).known(day).values_list("project", *FIELDS)
    before = [(key, tuple(values)) for key, *values in known.iterator(chunk_size=2000)]
    gone = [values for key, values in before if values not in told.get(key, ())]
    return gone if len(gone) > max(NEVER_MIND, LOST_AT_MOST * len(before)) else []


def write(keys, told, days, report, *, keep, source):
    """Write the missions of some projects and say in the public record which teams changed.

    days: of the file and of the next one there is, or None; keep: what the file lacks stays.
    """
    lock_all(Project, keys)
    day, following = days
    since, until = start_of(day), following and start_of(following)
    wanted = {}
    for key, before in rows_of(source, keys).items():
        now = told.get(key, set())
        wanted[key] = [
            (values, *stretch)
            for values in before.keys() | now
            for stretch in (
                before[values]
                if keep and values not in now
                else known_from(before.get(values, []), since, until, values in now)
            )
        ]
    changed = sync(Mission, "project", wanted, source, FIELDS)
    report.count("changed", len(changed))
    report.count("unchanged", len(keys) - len(changed))
    uids = dict(Entry.objects.filter(pk__in=changed).values_list("pk", "uid"))
    payload = {"source": source.name, "known_at": day.isoformat()}
    drafts = [
        (key, draft(actor=source.uid, verb="teams.read", subject=uids[key], payload=payload))
        for key in sorted(changed)
    ]
    record_imported(drafts)
    imported.send(Source, keys=sorted(changed))


def missions_of(source):
    return Mission.objects.filter(recorded_by=source.uid)


def rows_of(source, keys):
    """{project: {values of FIELDS: [(recorded_at, superseded_at)]}} of all that was ever known."""
    found = {key: defaultdict(list) for key in keys}
    rows = missions_of(source).filter(project__in=keys).order_by("recorded_at")
    for key, recorded_at, superseded_at, *values in rows.values_list(
        "project", "recorded_at", "superseded_at", *FIELDS
    ):
        found[key][tuple(values)].append((recorded_at, superseded_at))
    return found


def known_from(stretches, since, until, told):
    """When a mission was known, once it is (or is not) told from `since` until `until`.

    stretches: [(from, until or None)] in order; what lies outside stays as it was, neighbours
    become one.
    """
    kept = []
    for begun, ended in stretches:
        if begun < since:
            kept.append((begun, since if ended is None else min(ended, since)))
        if until is not None and (ended is None or ended > until):
            kept.append((max(begun, until), ended))
    if told:
        kept.append((since, until))
    joined = []
    for begun, ended in sorted(kept, key=lambda each: each[0]):
        if joined and joined[-1][1] == begun:
            joined[-1] = (joined[-1][0], ended)
        else:
            joined.append((begun, ended))
    return joined
