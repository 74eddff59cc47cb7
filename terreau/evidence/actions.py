"""Actions on measurements: recorded, corrected, withdrawn, published, checked."""

import hashlib
import uuid

import rfc8785
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.actions import action
from terreau.entries.models import Link
from terreau.entries.rules import edits_one_of
from terreau.evidence.arrivals import CHANGED, NEW, preview
from terreau.evidence.decimals import bounded, plain, spoken_text
from terreau.evidence.definitions import own
from terreau.evidence.measuring import (
    corrected_level,
    is_address,
    level_of,
    refusal,
    replacement,
    supersede,
)
from terreau.evidence.models import Measurement, MethodVersion
from terreau.evidence.periods import interval, label_of
from terreau.evidence.vocabulary import CHECKED, RANK, Level, Way
from terreau.projects.actions import required
from terreau.projects.queries import HOSTING


def level_label(value):
    return Level(value).label


def count_label(value):
    return number_format(value, force_grouping=True)


LABELS = {
    "value": spoken_text, "before": spoken_text, "period": label_of, "level": level_label,
    "recorded": count_label, "corrected": count_label,
}  # fmt: skip


class Outdated(Exception):
    """What a person confirmed is no longer what would happen."""


class AlreadyRecorded(ValidationError):
    """A value is recorded for that period already: correct it instead."""


@action(
    "evidence.record",
    sentence=gettext_lazy("{subject}: “{indicator}” was {value} {unit} ({period})."),
    labels=LABELS,
)
def record(
    user, project, *, indicator, value, period_from, period_to, source="", note="", way=Way.HAND,
    by_token=None,
):  # fmt: skip
    """Record a value. The same value again changes nothing; another one raises AlreadyRecorded."""
    found = own(project, indicator)
    unit = checked(found, value, period_from, period_to)
    there = known_at_period(found, period_from, period_to)
    if there is not None:
        if there.value == value:
            return None
        raise AlreadyRecorded(
            _("%(value)s is recorded for this period already: correct it instead."),
            params={"value": spoken_text(plain(there.value))},
        )
    row = Measurement.objects.create(
        indicator=found, value=bounded(value)[0], period_from=period_from, period_to=period_to,
        level=level_of(source), way=way, source=source, note=note, recorded_by=user.uid,
    )  # fmt: skip
    return payload(row, unit=unit) | ({"by_token": str(by_token)} if by_token else {})


@action(
    "evidence.correct",
    sentence=gettext_lazy(
        "{subject}: “{indicator}” ({period}) was corrected from {before} to {value} {unit}: "
        "{reason}"
    ),
    labels=LABELS,
)
def correct(
    user, project, *, measurement, value, reason, source=None, note=None, way=Way.HAND,
    by_token=None,
):  # fmt: skip
    """Correct a value, its source or its note. The former words stay, as known until now."""
    row, reason = held(project, measurement), required(reason)
    unit = checked(own(project, row.indicator), value, row.period_from, row.period_to)
    source = row.source if source is None else source
    note = row.note if note is None else note
    if (value, source, note) == (row.value, row.source, row.note):
        return None
    now = timezone.now()
    supersede(row, now, reason)
    right = replacement(
        row, user.uid, now, value=bounded(value)[0], source=source, note=note, way=way,
        level=corrected_level(row, value, source),
    )  # fmt: skip
    right.save()
    said = payload(right, unit=unit) | {"before": plain(row.value), "reason": reason}
    return said | ({"by_token": str(by_token)} if by_token else {})


@action(
    "evidence.withdraw",
    sentence=gettext_lazy("{subject}: “{indicator}” ({period}) was withdrawn: {reason}"),
    labels=LABELS,
)
def withdraw(user, project, *, measurement, reason):
    """Say that a value does not hold, and that none takes its place."""
    row, reason = held(project, measurement), required(reason)
    supersede(row, timezone.now(), reason)
    return payload(row) | {"reason": reason}


@action(
    "evidence.publish",
    sentence=gettext_lazy("{subject}: “{indicator}” ({period}) is published at its source."),
    labels=LABELS,
)
def publish(user, project, *, measurement, source):
    """Say where a value is published: a public address."""
    row = held(project, measurement)
    if not is_address(source):
        raise ValidationError({"source": _("Give the public address where the figure stands.")})
    level = max(row.level, Level.PUBLISHED, key=RANK.__getitem__)
    if (row.source, row.level) == (source, level):
        return None
    now = timezone.now()
    supersede(row, now)
    replacement(row, user.uid, now, source=source, level=level, checker_id=row.checker_id).save()
    return payload(row)


@action(
    "evidence.check",
    sentence=gettext_lazy("{subject}: “{indicator}” ({period}) is {level} by {organization}."),
    labels=LABELS,
)
def check(user, project, *, measurement, level, organization):
    """Say that an organization checked a value: it speaks for itself, and is independent."""
    row = held(project, measurement)
    if level not in CHECKED:
        raise ValidationError(_("Only a form check or an audit is said here."))
    if RANK[level] <= RANK[row.level]:
        raise ValidationError(_("The figure has this level already, or a higher one."))
    refuse_dependent(user, project, row.indicator, organization)
    now = timezone.now()
    supersede(row, now)
    replacement(row, user.uid, now, level=level, checker_id=organization.pk).save()
    return payload(row) | {"level": str(level), "organization_uid": str(organization.uid)}


@action(
    "evidence.import_file",
    sentence=gettext_lazy(
        "{subject}: measurements from a file: {recorded} recorded, {corrected} corrected. {reason}"
    ),
    labels=LABELS,
)
def import_file(user, project, *, text, seen, reason=""):
    """Record and correct what a file says; seen: the digest of the preview that was confirmed.

    Raises Outdated where the preview would be another now.
    """
    shown = preview(project, text)
    if shown.digest != seen:
        raise Outdated
    changed = [row for row in shown.rows if row.outcome == CHANGED]
    new = [row for row in shown.rows if row.outcome == NEW]
    if not new and not changed:
        return None
    if changed:
        reason = required(reason)
    now = timezone.now()
    fresh = [
        Measurement(
            indicator=row.indicator, value=row.value, period_from=row.period_from,
            period_to=row.period_to, level=level_of(row.source), way=Way.FILE, source=row.source,
            note=row.note, recorded_at=now, recorded_by=user.uid,
        )
        for row in new
    ]  # fmt: skip
    for row in changed:
        supersede(row.before, now, reason)
        source, note = row.source or row.before.source, row.note or row.before.note
        level = corrected_level(row.before, row.value, source)
        given = {"value": row.value, "source": source, "note": note, "level": level}
        fresh.append(replacement(row.before, user.uid, now, way=Way.FILE, **given))
    for each in fresh:
        each.uid = uuid.uuid4()
    Measurement.objects.bulk_create(fresh, batch_size=500)
    said = {"recorded": len(new), "corrected": len(changed), "digest": digest_of(fresh)}
    return said | {"reason": reason}


def payload(row, **more):
    """What the public record keeps of a value: no text that a person wrote."""
    return {
        "indicator": row.indicator.name,
        "id": str(row.indicator.uid),
        "period": interval(row.period_from, row.period_to),
        "value": plain(row.value),
        "level": str(row.level),
        "way": str(row.way),
    } | more


def digest_of(rows):
    """SHA-256, in hexadecimal, of the RFC 8785 form of what rows say, in their order."""
    said = [payload(row) for row in rows]
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()


def checked(indicator, value, begin, end):
    """The unit of a value that may be recorded; raises ValidationError for one that may not."""
    methods = list(MethodVersion.objects.known().filter(indicator=indicator).order_by("number"))
    why = refusal(methods, begin, end, value)
    if why:
        raise ValidationError(why)
    return methods[-1].unit


def known_at_period(indicator, begin, end):
    rows = Measurement.objects.known().filter(indicator=indicator)
    return rows.filter(period_from=begin, period_to=end).first()


def held(project, measurement):
    """The value as it is known now, under the lock on its project. Raises ValidationError."""
    rows = Measurement.objects.known().select_related("indicator")
    row = rows.filter(pk=measurement.pk, indicator__project=project.pk).first()
    if row is None:
        raise ValidationError(_("This value was corrected in the meantime: look at it again."))
    return row


def refuse_dependent(user, project, indicator, organization):
    """Refuse a check by whom the user does not speak for, or who checks its own figures."""
    if not (user.is_staff or edits_one_of(user, [organization.pk])):
        raise ValidationError(
            _("Only somebody of %(organization)s can say what it checked."),
            params={"organization": organization.title},
        )
    ties = Link.objects.known().filter(source=project.pk, role__in=HOSTING)
    near = {project.author_id, indicator.measurer_id, *ties.values_list("target", flat=True)}
    if organization.pk in near:
        raise ValidationError(
            _("%(organization)s hosts, sponsors or measures this project: another has to check."),
            params={"organization": organization.title},
        )
