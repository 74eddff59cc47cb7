"""The figures of transparency: each with its definition, as of a day."""

from datetime import datetime, time, timedelta
from statistics import median

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from terreau.moderation import queries
from terreau.moderation.models import Reason, Verdict


def until(as_of):
    """The moment at which a day of the site's time zone ends."""
    return timezone.make_aware(datetime.combine(as_of + timedelta(days=1), time.min))


def figures(as_of):
    """[{name, label, value, definition}], plain values; None where there is nothing to count."""
    counted = queries.counts(until(as_of))
    hours = counted["hours"]
    verdicts = counted["verdicts"]
    said = [
        ("reports", _("reports"), sum(counted["reports"].values()),
         _("One a person and thing; also of things that turned out well.")),
        ("cases", _("things looked at"), counted["cases"],
         _("What was reported, or has a text that looks like spam, once each time.")),
        ("waiting", _("waiting"), counted["waiting"], _("Looked at by no moderator yet.")),
        ("hidden", pgettext("moderated things", "hidden"), verdicts.get(Verdict.HIDE, 0),
         _("Decisions to hide a thing.")),
        ("kept", _("left as they were"), verdicts.get(Verdict.KEEP, 0),
         _("Decisions to leave a thing as it is.")),
        ("median_hours", _("hours to a decision"), round(median(hours), 1) if hours else None,
         _("Median, from the first report to the decision to hide or to leave.")),
        ("appeals", _("appeals"), counted["appeals"],
         _("Once a decision, by those whose thing was hidden.")),
        ("granted", _("appeals granted"), counted["granted"], _("The thing is shown again.")),
        ("refused", _("appeals refused"), counted["refused"], _("The thing stays hidden.")),
    ]  # fmt: skip
    names = ("name", "label", "value", "definition")
    return [dict(zip(names, each, strict=True)) for each in said], by_reason(counted)


def by_reason(counted):
    """[{reason, label, reports, hidden}] of every reason, also of those that nobody gave."""
    return [
        {
            "reason": reason.value,
            "label": str(reason.label),
            "reports": counted["reports"].get(reason.value, 0),
            "hidden": counted["hidden"].get(reason.value, 0),
        }
        for reason in Reason
    ]


def rows(as_of):
    """The same as plain rows of one shape, for the files."""
    said, reasons = figures(as_of)
    day = as_of.isoformat()
    for each in said:
        yield {"as_of": day, "figure": each["name"], "reason": "", "value": each["value"]}
    for each in reasons:
        for name in ("reports", "hidden"):
            yield {"as_of": day, "figure": name, "reason": each["reason"], "value": each[name]}
