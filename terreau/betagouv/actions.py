"""Bring what a snapshot of beta.gouv.fr says into the portfolio, as known from a day on."""

import uuid
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from terreau.betagouv.bodies import BODIES, INCUBATORS
from terreau.betagouv.observations import bodies_named, observations_of
from terreau.betagouv.organizations import Organizations
from terreau.betagouv.projects import STARTUPS, Projects
from terreau.entries.actions import declare
from terreau.harvest.importing import BATCH, Report, begin, close, import_batch, lost, reopen
from terreau.harvest.models import Record, Source
from terreau.projects.phases import label as phase_label

SOURCE = {
    "uid": uuid.uuid5(uuid.NAMESPACE_URL, "https://beta.gouv.fr"),
    "name": "beta.gouv.fr",
    "url": "https://beta.gouv.fr",
    "licence": "Licence Ouverte 2.0",
    "attribution": "beta.gouv.fr, réseau des incubateurs de services publics numériques",
}


def day_label(value):
    return date_format(date.fromisoformat(value), "DATE_FORMAT")


WORDS = {
    "title": gettext_lazy("title"),
    "summary": gettext_lazy("summary"),
    "problem": gettext_lazy("problem"),
    "solution": gettext_lazy("solution"),
    "audience": gettext_lazy("audience"),
    "born_on": gettext_lazy("date of birth"),
    "website": gettext_lazy("website"),
    "repository": gettext_lazy("source code"),
    "statistics_url": gettext_lazy("statistics"),
    "budget_url": gettext_lazy("budget"),
    "impact_url": gettext_lazy("impact"),
    "accessibility": gettext_lazy("accessibility"),
    "territory_id": gettext_lazy("territory"),
    "parent_id": gettext_lazy("parent organization"),
    "acronym": gettext_lazy("acronym"),
    "state": gettext_lazy("state"),
    "spells": gettext_lazy("phases"),
    "affiliations": gettext_lazy("incubators and sponsors"),
    "events": gettext_lazy("events"),
    "listings": gettext_lazy("presence"),
    "topics": gettext_lazy("themes"),
}


def changed_label(names):
    return get_text_list([str(WORDS.get(name, name)) for name in names], _("and"))


LABELS = {
    "known_at": day_label,
    "changed": changed_label,
    "phase": phase_label,
    "before": phase_label,
}
declare(
    "harvest.create",
    sentence=pgettext_lazy("statement", "{subject} was read from {source}, as of {known_at}."),
    labels=LABELS,
    is_bulk=True,
)
declare(
    "harvest.update",
    sentence=gettext_lazy("{subject}: {changed} changed in {source}, as of {known_at}."),
    labels=LABELS,
    is_bulk=True,
)
declare(
    "harvest.move",
    sentence=gettext_lazy("{subject} went from {before} to {phase} in {source}, as of {known_at}."),
    labels=LABELS,
    is_decision=True,
)


LONGEST_NAME = Record._meta.get_field("identifier").max_length


class DryRun(Exception):
    """Raised to undo all that a dry run wrote."""


def harvest(snapshot, known_at: date, *, progress=None, dry_run=False, allow_loss=False):
    """Harvest a snapshot as known from a day on; returns the finished Run.

    progress: (done, total) → None. dry_run: everything is done and undone, the report is real.
    A second harvest of the same state changes nothing; one that was killed is completed. A state
    that lacks more than a fifth of what the one before held makes nothing vanish, unless
    allow_loss: it is likelier to be the wrong file.
    """
    if not dry_run:
        return _harvest(snapshot, known_at, progress, allow_loss)
    try:
        with transaction.atomic():
            run = _harvest(snapshot, known_at, progress, allow_loss)
            raise DryRun
    except DryRun:
        return run


def _harvest(snapshot, known_at, progress, allow_loss):
    source, _created = Source.objects.get_or_create(slug="betagouv", defaults=SOURCE)
    run = begin(source, known_at)
    if run.completed_at and run.digest == snapshot.digest and not allow_loss:
        run.is_repeated = True
        return run
    reopen(run)
    report = Report(findings=[finding.as_dict() for finding in snapshot.findings])
    report.count("read", snapshot.read)
    collections = observations_of(snapshot)
    collections[BODIES] += bodies_named(snapshot)
    for collection, observations in collections.items():
        collections[collection] = fit(observations, report)
    total, done = sum(map(len, collections.values())), 0
    whole = [name for name in collections if snapshot.complete and name not in snapshot.silent_on]
    if not allow_loss:
        whole = [name for name in whole if believed(source, name, known_at, collections, report)]
    rooms, seen = {}, {}
    for collection in (BODIES, INCUBATORS, STARTUPS):
        room = Projects if collection == STARTUPS else Organizations
        rooms[collection] = room(source)
        observations, seen[collection] = collections[collection], set()
        present = names_in(observations)
        for start in range(0, len(observations), BATCH):
            batch = observations[start : start + BATCH]
            seen[collection] |= import_batch(
                source, known_at, batch, rooms[collection], report,
                present=present, whole=collection in whole,
            )  # fmt: skip
            done += len(batch)
            if progress:
                progress(done, total)
    run.digest = snapshot.digest
    close(run, whole, seen, rooms, report)
    return run


def names_in(observations):
    return {each.identifier for each in observations}


def believed(source, collection, day, collections, report):
    """Whether what a state lacks of a collection may have vanished; reported where it may not."""
    present = names_in(collections[collection])
    former = {name for each in collections[collection] for name in each.former}
    missing = lost(source, collection, day, present | former)
    if missing:
        report.find("too-many-missing", collection, severity="error", missing=missing)
    return not missing


def fit(observations, report):
    """The observations whose names a database can hold, the others reported."""
    found = []
    for each in observations:
        if is_name(each.identifier):
            former = tuple(name for name in each.former if is_name(name))
            found.append(replace(each, former=former))
        else:
            report.find("unfit-identifier", each.identifier, severity="error")
    return found


def is_name(text):
    return 0 < len(text) <= LONGEST_NAME and text.isprintable()
