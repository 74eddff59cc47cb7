"""Actions on where indicators are read from."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.entries.actions import action
from terreau.evidence.definitions import own
from terreau.evidence.models import Feed
from terreau.evidence.paths import ALL, WrongPath, parsed
from terreau.evidence.vocabulary import Schedule


def schedule_label(value):
    return Schedule(value).label


@action(
    "evidence.connect_source",
    sentence=gettext_lazy("{subject}: “{indicator}” is read from {host} {schedule}."),
    labels={"schedule": schedule_label},
)
def connect_source(user, project, *, indicator, url, value_path, period_path="", schedule="daily"):
    """Have an indicator read from a public statistics address, at once and then regularly."""
    found = own(project, indicator)
    check_paths(value_path, period_path)
    now = timezone.now()
    given = {
        "url": url, "value_path": value_path, "period_path": period_path, "schedule": schedule,
    }  # fmt: skip
    there = Feed.objects.filter(indicator=found).first()
    if there is not None and all(getattr(there, name) == given[name] for name in given):
        return None
    feed = there or Feed(indicator=found)
    for name, value in given.items():
        setattr(feed, name, value)
    feed.next_at, feed.recorded_at, feed.recorded_by = now, now, user.uid
    feed.failing_since, feed.failures, feed.failure = None, 0, None
    feed.full_clean(exclude=("tried_at", "read_at", "failing_since", "failure"))
    feed.save()
    return {
        "indicator": found.name,
        "id": str(found.uid),
        "host": urlsplit(url).hostname or "",
        "schedule": schedule,
    }


@action(
    "evidence.disconnect_source",
    sentence=gettext_lazy("{subject}: “{indicator}” is no longer read from its public statistics."),
)
def disconnect_source(user, project, *, indicator):
    """No longer read an indicator from an address; what was read stays."""
    if not Feed.objects.filter(indicator=indicator, indicator__project=project.pk).delete()[0]:
        return None
    return {"indicator": indicator.name, "id": str(indicator.uid)}


def check_paths(value_path, period_path):
    """Raise ValidationError for what is no path, or for two that cannot lead to the same lines."""
    steps = {}
    for name, path in (("value_path", value_path), ("period_path", period_path)):
        if not path:
            continue
        try:
            steps[name] = parsed(path)
        except WrongPath:
            words = _("This is no path: write it as in data.users[-1].count or rows[*].value.")
            raise ValidationError({name: words}) from None
    if len({ALL in each for each in steps.values()}) > 1:
        raise ValidationError(
            {"period_path": _("Either both paths lead to every line ([*]) or neither.")}
        )
    if not period_path and ALL in steps["value_path"]:
        raise ValidationError({"period_path": _("Of many values, say where their periods are.")})
