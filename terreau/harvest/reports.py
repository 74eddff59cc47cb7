"""A harvest's report in words, for its public page and its JSON."""

from collections import Counter

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.harvest.findings import headline, message, remedy
from terreau.harvest.records import Finding

SEVERITIES = ("error", "warning", "info")
COUNTED = ("read", "created", "changed", "unchanged")
KINDS = ("date", "number", "number", "number", "number", "date")  # of the columns of `header`


def words_of(severity):
    return {
        "error": _("left out"),
        "warning": _("read with a reservation"),
        "info": _("taken as it is"),
    }[severity]


def figures(run):
    """What a run did, as parameters of `figure_grid`."""
    counted = {name: run.counts.get(name, 0) for name in COUNTED}
    severities = Counter(each["severity"] for each in run.findings)
    told = ", ".join(
        _("%(name)s: %(count)s") % {"name": words_of(name), "count": amount(severities[name])}
        for name in SEVERITIES
        if severities[name]
    )
    unchanged = ngettext(
        "%(count)s says what it said before.",
        "%(count)s say what they said before.",
        counted["unchanged"],
    )
    shown = [
        ("read", _("records read"), unchanged % {"count": amount(counted["unchanged"])}),
        ("created", _("entries created"), _("Records that no earlier reading had seen.")),
        ("changed", _("entries changed"), _("Records that say something new.")),
    ]
    return [
        *(
            {"value": counted[name], "label": label, "definition": definition}
            for name, label, definition in shown
        ),
        {"value": len(run.findings), "label": _("findings"), "definition": told},
    ]


def amount(number):
    return number_format(number, force_grouping=True)


def header():
    return [_("Known on"), _("Read"), _("Created"), _("Changed"), _("Unchanged"), _("Completed")]


def row(run):
    """A run as a row of a table."""
    day = date_format(run.known_at, "DATE_FORMAT")
    address = reverse("sources:report", args=[run.source.slug, run.known_at])
    done = _("not yet")
    if run.completed_at:
        done = date_format(localtime(run.completed_at), "SHORT_DATETIME_FORMAT")
    return [{"text": day, "url": address}, *(run.counts.get(name, 0) for name in COUNTED), done]


def groups(run, chosen=""):
    """Findings counted by code, the most frequent first, as a `facet_group` a severity."""
    counts = Counter((each["severity"], each["code"]) for each in run.findings)
    here = reverse("sources:report", args=[run.source.slug, run.known_at])
    return [
        {
            "title": capfirst(words_of(severity)),
            "items": [
                {
                    "label": headline(code),
                    "count": count,
                    "selected": code == chosen,
                    "url": here if code == chosen else f"{here}?{urlencode({'code': code})}",
                }
                for (grave, code), count in counts.most_common()
                if grave == severity
            ],
        }
        for severity in SEVERITIES
        if any(grave == severity for grave, _code in counts)
    ]


def found(run, code=""):
    """The findings of a run, in the order in which they came; code: those of one code alone."""
    return [each for each in run.findings if not code or each["code"] == code]


def line(kept):
    """A kept finding in words, as an item of `definition_list`."""
    finding = Finding.from_dict(kept)
    words = format_html('{} <span class="muted">{}</span>', message(finding), remedy(finding))
    return {"term": finding.place, "html": words}


def as_json(run):
    """The whole report: what JSON can say, with every finding in words too."""
    return {
        "source": run.source.slug,
        "known_at": run.known_at.isoformat(),
        "started_at": run.started_at.isoformat(),
        "completed_at": run.completed_at and run.completed_at.isoformat(),
        "digest": run.digest,
        "counts": run.counts,
        "findings": [
            each | {"message": message(finding), "remedy": remedy(finding)}
            for each in run.findings
            for finding in [Finding.from_dict(each)]
        ],
    }
