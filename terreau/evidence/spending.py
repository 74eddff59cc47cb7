"""Actions on what a project costs."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.actions import action
from terreau.entries.dates import refuse_far
from terreau.evidence.decimals import MONEY_PLACES, bounded, plain, spoken_text
from terreau.evidence.measuring import supersede
from terreau.evidence.models import Cost
from terreau.evidence.periods import ONE_DAY, interval, label_of
from terreau.evidence.vocabulary import Covers
from terreau.projects.actions import required

FIELDS = ("amount", "period_from", "period_to", "covers", "says", "source")


def covers_label(names):
    return get_text_list([str(Covers(name).label) for name in names], _("and"))


LABELS = {"amount": spoken_text, "period": label_of, "covers": covers_label, "before": spoken_text}


@action(
    "evidence.record_cost",
    sentence=gettext_lazy("{subject} cost {amount} € ({period}): {covers}."),
    labels=LABELS,
)
def record_cost(user, project, **given):
    """Record what a project cost over some time, and what that covers; given: FIELDS."""
    cost = Cost(project=project, recorded_by=user.uid, **given)
    check(cost)
    refuse_twice(cost)
    cost.save()
    return said(cost)


@action(
    "evidence.correct_cost",
    sentence=gettext_lazy(
        "{subject}: its cost ({period}) was corrected from {before} € to {amount} €: {reason}"
    ),
    labels=LABELS,
)
def correct_cost(user, project, *, cost, reason, **given):
    """Correct a cost; the former words stay, as known until now."""
    before, reason = held(project, cost), required(reason)
    changed = {name: value for name, value in given.items() if getattr(before, name) != value}
    if not changed:
        return None
    now = timezone.now()
    same = {name: getattr(before, name) for name in FIELDS}
    after = Cost(project=project, recorded_by=user.uid, recorded_at=now, **same | changed)
    check(after)
    supersede(before, now, reason)
    refuse_twice(after)
    after.save()
    return said(after) | {"before": plain(before.amount), "reason": reason}


@action(
    "evidence.withdraw_cost",
    sentence=gettext_lazy("{subject}: its cost ({period}) was withdrawn: {reason}"),
    labels=LABELS,
)
def withdraw_cost(user, project, *, cost, reason):
    """Say that a cost does not hold, and that none takes its place."""
    row, reason = held(project, cost), required(reason)
    supersede(row, timezone.now(), reason)
    return said(row) | {"reason": reason}


def said(cost):
    return {
        "id": str(cost.uid),
        "amount": plain(cost.amount),
        "currency": cost.currency,
        "period": interval(cost.period_from, cost.period_to),
        "covers": list(cost.covers),
    }


def check(cost):
    """Raise ValidationError for a cost that cannot be."""
    refuse_far(cost.period_from)
    refuse_far(cost.period_to)
    if cost.period_from >= cost.period_to:
        raise ValidationError({"last_day": _("The last day comes before the first.")})
    number, why = bounded(cost.amount, MONEY_PLACES)
    if number is None or number < 0:
        raise ValidationError({"amount": why or _("A cost is not negative.")})
    cost.amount = number
    cost.covers = [name for name in Covers.values if name in cost.covers]
    if not cost.covers:
        raise ValidationError({"covers": _("Say what the figure covers.")})
    if Covers.OTHER in cost.covers and not cost.says:
        raise ValidationError({"says": _("Say in words what the other costs are.")})


def refuse_twice(cost):
    """Refuse what another cost of the same days covers already: it would count twice."""
    others = Cost.objects.known().filter(
        project_id=cost.project_id, period_from__lt=cost.period_to, period_to__gt=cost.period_from
    )
    for other in others:
        twice = set(other.covers) & set(cost.covers)
        if twice:
            words = _("%(covers)s: recorded already for %(period)s. Correct that cost instead.")
            given = {
                "covers": covers_label(name for name in Covers.values if name in twice),
                "period": label_of(interval(other.period_from, other.period_to)),
            }
            raise ValidationError({"covers": words % given})


def held(project, cost):
    """The cost as it is known now, under the lock on its project. Raises ValidationError."""
    row = Cost.objects.known().filter(pk=cost.pk, project=project.pk).first()
    if row is None:
        raise ValidationError(_("This cost was corrected in the meantime: look at it again."))
    return row


def last_day(cost):
    return cost.period_to - ONE_DAY
