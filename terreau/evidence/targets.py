"""Targets: set by a team, or frozen by a review within the transaction of its decision."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.actions import action
from terreau.evidence.decimals import bounded, plain, spoken_text
from terreau.evidence.measuring import supersede
from terreau.evidence.models import Indicator, MethodVersion, Target
from terreau.evidence.verdicts import method_on
from terreau.projects.actions import day_label, required

LABELS = {"value": spoken_text, "on": day_label}


def freeze(project, review_uid, targets, by, moment):
    """Write the targets that a review sets; from now on nobody edits them.

    targets: [(indicator, Decimal, due_on)]; by: uid of who decides; moment: when, aware. A target
    for the same day that stood before is superseded. No statement: the caller's decision says it,
    holds the transaction and the lock on the project. Raises ValidationError for an indicator of
    another project, one that is retired, a day that is over, or two targets of one day.
    Returns the targets.
    """
    found = written(project, targets, timezone.localdate(moment))
    for target in found:
        target.review, target.frozen_at = review_uid, moment
        target.recorded_at, target.recorded_by = moment, by
        same = Target.objects.known().filter(indicator_id=target.indicator_id, due_on=target.due_on)
        same.update(superseded_at=moment)
    return Target.objects.bulk_create(found)


def written(project, targets, today):
    """The targets as rows not yet saved; raises ValidationError as `freeze` does."""
    keys = [indicator.pk for indicator, _value, _due in targets]
    there = Indicator.objects.filter(pk__in=keys, project=project, retired_at__isnull=True)
    present = set(there.values_list("pk", flat=True))
    methods = {}
    rows = MethodVersion.objects.known().filter(indicator__in=present)
    for each in rows.order_by("number"):
        methods.setdefault(each.indicator_id, []).append(each)
    found, seen = [], set()
    for indicator, value, due_on in targets:
        if indicator.pk not in present:
            raise ValidationError(
                _("“%(indicator)s” is not measured by this project."),
                params={"indicator": indicator},
            )
        if due_on <= today:
            raise ValidationError(_("A target lies in the future."))
        if (indicator.pk, due_on) in seen:
            raise ValidationError(
                _("“%(indicator)s” has two targets for one day."), params={"indicator": indicator}
            )
        seen.add((indicator.pk, due_on))
        number, why = bounded(value)
        if number is None:
            raise ValidationError(why)
        method = method_on(methods[indicator.pk], due_on).number
        found.append(
            Target(indicator=indicator, value=number, due_on=due_on, set_on=today, method=method)
        )
    return found


@action(
    "evidence.set_target",
    sentence=gettext_lazy("{subject}: “{indicator}” is to reach {value} by {on}."),
    labels=LABELS,
)
def set_target(user, project, *, indicator, value, due_on):
    """Set a target; one that a review froze for the same day stays."""
    now = timezone.now()
    (target,) = written(project, [(indicator, value, due_on)], timezone.localdate(now))
    same = Target.objects.known().filter(indicator=indicator, due_on=due_on).first()
    if same is not None and same.frozen_at:
        raise ValidationError(
            _("A review froze the target of this day: only a review sets another.")
        )
    if same is not None and same.value == target.value:
        return None
    if same is not None:
        supersede(same, now)
    target.recorded_at, target.recorded_by = now, user.uid
    target.save()
    return said(target)


@action(
    "evidence.drop_target",
    sentence=gettext_lazy("{subject}: the target of “{indicator}” for {on} was dropped: {reason}"),
    labels=LABELS,
)
def drop_target(user, project, *, target, reason):
    """Drop a target that no review froze."""
    known = Target.objects.known().select_related("indicator")
    row = known.filter(pk=target.pk, indicator__project=project.pk).first()
    if row is None:
        raise ValidationError(_("This target was changed in the meantime: look at it again."))
    if row.frozen_at:
        raise ValidationError(_("A review froze this target: it stays."))
    reason = required(reason)
    supersede(row, timezone.now(), reason)
    return said(row) | {"reason": reason}


def said(target):
    return {
        "indicator": target.indicator.name,
        "id": str(target.indicator.uid),
        "value": plain(target.value),
        "on": target.due_on.isoformat(),
    }
