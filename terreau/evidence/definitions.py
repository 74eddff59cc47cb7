"""Actions on what a project measures and what exactly that means."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.actions import action
from terreau.entries.changes import plain
from terreau.entries.dates import refuse_far
from terreau.evidence.measuring import supersede
from terreau.evidence.models import Feed, Indicator, MethodVersion
from terreau.evidence.vocabulary import Dimension
from terreau.projects.actions import day_label, required

FIELDS = ("name", "dimension", "stands_for", "source_url", "measurer", "measured_by")
METHOD = ("definition", "unit", "numerator", "denominator", "period", "direction")


def dimension_label(value):
    return Dimension(value).label


LABELS = {"dimension": dimension_label, "on": day_label}


@action(
    "evidence.add_indicator",
    sentence=gettext_lazy("{subject}: “{indicator}” is measured from now on ({dimension})."),
    labels=LABELS,
)
def add_indicator(user, project, **given):
    """Add an indicator with its first definition; given: FIELDS and METHOD."""
    now = timezone.now()
    indicator = Indicator(
        project=project, recorded_by=user.uid, recorded_at=now, **of(FIELDS, given)
    )
    refuse_double(indicator)
    indicator.full_clean()
    indicator.save()
    method = MethodVersion(
        indicator=indicator, recorded_by=user.uid, recorded_at=now, **of(METHOD, given)
    )
    method.full_clean(exclude=("valid_from",))
    method.save()
    return {
        "indicator": indicator.name,
        "id": str(indicator.uid),
        "dimension": indicator.dimension,
        "method": {name: getattr(method, name) for name in METHOD},
    }


@action(
    "evidence.edit_indicator",
    sentence=gettext_lazy("{subject}: what is said of “{indicator}” was changed."),
)
def edit_indicator(user, project, *, indicator, **given):
    """Change what is said of an indicator, but for what it means."""
    found = own(project, indicator)
    changed = {}
    for name, value in of(FIELDS, given).items():
        before = getattr(found, name)
        if before != value:
            changed[name] = [plain(before), plain(value)]
            setattr(found, name, value)
    if not changed:
        return None
    refuse_double(found)
    found.full_clean()
    found.save(update_fields=list(changed))
    return {"indicator": found.name, "id": str(found.uid), "changed": changed}


@action(
    "evidence.change_definition",
    sentence=gettext_lazy("{subject}: what “{indicator}” means was changed: {reason}"),
)
def change_definition(user, project, *, indicator, valid_from, reason, rewords=False, **given):
    """Change what an indicator means from a day on, or say the same in other words (`rewords`).

    Values of before and after a change cannot be compared; reworded, they still can, so that the
    unit, the period and the direction stay.
    """
    found, reason = own(project, indicator), required(reason)
    known = list(MethodVersion.objects.known().filter(indicator=found).order_by("number"))
    last, now = known[-1], timezone.now()
    words = of(METHOD, given)
    changed = [name for name, value in words.items() if getattr(last, name) != value]
    if not changed:
        return None
    if rewords and {"unit", "period", "direction"} & set(changed):
        raise ValidationError(
            _("With another unit, period or direction it is another definition: say since when.")
        )
    if not rewords:
        refuse_start(valid_from, last)
    number, begin = (last.number, last.valid_from) if rewords else (last.number + 1, valid_from)
    before = {name: getattr(last, name) for name in METHOD}
    method = MethodVersion(
        indicator=found, number=number, valid_from=begin, recorded_at=now,
        recorded_by=user.uid, **before | words,
    )  # fmt: skip
    method.full_clean(exclude=("valid_from", "number", "indicator"))
    if rewords:
        supersede(last, now, reason)
    method.save()
    return {
        "indicator": found.name,
        "id": str(found.uid),
        "method": number,
        "valid_from": plain(begin),
        "rewords": rewords,
        "changed": {name: [before[name], words[name]] for name in changed},
        "reason": reason,
    }


@action(
    "evidence.retire_indicator",
    sentence=gettext_lazy("{subject}: “{indicator}” is no longer measured: {reason}"),
)
def retire_indicator(user, project, *, indicator, reason):
    """Stop measuring something; what was measured stays."""
    found, reason = own(project, indicator), required(reason)
    Feed.objects.filter(indicator=found).delete()
    Indicator.objects.filter(pk=found.pk).update(retired_at=timezone.now(), because=reason)
    return {"indicator": found.name, "id": str(found.uid), "reason": reason}


def own(project, indicator):
    """The indicator as it is now, under the lock on its project. Raises ValidationError."""
    found = Indicator.objects.filter(pk=indicator.pk, project_id=project.pk).first()
    if found is None or found.retired_at is not None:
        raise ValidationError(_("This indicator is no longer measured."))
    return found


def of(names, given):
    return {name: given[name] for name in names if name in given}


def refuse_double(indicator):
    same = Indicator.objects.filter(
        project_id=indicator.project_id, name=indicator.name, retired_at__isnull=True
    )
    if same.exclude(pk=indicator.pk).exists():
        raise ValidationError({"name": _("The project measures something of this name already.")})


def refuse_start(day, last):
    """Refuse a definition that begins before the one that it follows."""
    if day is None:
        raise ValidationError({"valid_from": _("Say from which day the new definition holds.")})
    refuse_far(day)
    if last.valid_from is not None and day <= last.valid_from:
        words = _("The present definition holds since %(day)s: the new one begins later.")
        given = {"day": date_format(last.valid_from, "DATE_FORMAT")}
        raise ValidationError({"valid_from": words % given})
