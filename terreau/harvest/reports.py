"""A harvest's report in words, for its public page and its JSON."""

from collections import Counter

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from terreau.harvest.findings import message, remedy
from terreau.harvest.records import Finding

SEVERITIES = ("error", "warning", "info")
TONES = {"error": "error", "warning": "warn", "info": "info"}
COUNTED = ("read", "created", "changed", "unchanged")
KINDS = ("date", "number", "number", "number", "number", "date")  # of the columns of `header`


def words_of(severity):
    return {
        "error": _("left out"),
        "warning": _("read with a reservation"),
        "info": _("taken as it is"),
    }[severity]


def figures(run):
    """What a run did, as parameters of `figure_row`."""
    words = {
        "read": (_("records read"), _("Files or resources that the source holds.")),
        "created": (_("entries created"), _("Records that no earlier reading had seen.")),
        "changed": (_("entries changed"), _("Records that say something new.")),
        "unchanged": (_("records unchanged"), _("They say what they said before.")),
    }
    shown = [
        {"value": run.counts.get(name, 0), "label": label, "definition": definition}
        for name, (label, definition) in words.items()
    ]
    by_severity = Counter(each["severity"] for each in run.findings)
    told = ", ".join(
        f"{by_severity[name]} {words_of(name)}" for name in SEVERITIES if by_severity[name]
    )
    finding = {"value": len(run.findings), "label": _("findings"), "definition": told}
    return [*shown, finding]


def header():
    return [_("Known on"), _("Read"), _("Created"), _("Changed"), _("Unchanged"), _("Completed")]


def row(run):
    """A run as a row of a table."""
    day = date_format(run.known_at, "DATE_FORMAT")
    address = reverse("sources:report", args=[run.source.slug, run.known_at])
    done = (
        date_format(run.completed_at, "SHORT_DATETIME_FORMAT") if run.completed_at else _("not yet")
    )
    return [{"text": day, "url": address}, *(run.counts.get(name, 0) for name in COUNTED), done]


def groups(run, chosen=""):
    """Findings by code, the gravest and most frequent first, as items of `facet_group`."""
    first, counts = {}, Counter()
    for each in run.findings:
        first.setdefault(each["code"], each)
        counts[each["code"]] += 1
    ordered = sorted(
        counts, key=lambda code: (SEVERITIES.index(first[code]["severity"]), -counts[code])
    )
    here = reverse("sources:report", args=[run.source.slug, run.known_at])
    return [
        {
            "code": code,
            "badge": badge(first[code]["severity"]),
            "example": message(Finding.from_dict(first[code])),
            "count": counts[code],
            "url": f"{here}?{urlencode({'code': code})}#findings",
            "current": code == chosen,
        }
        for code in ordered
    ]


def badge(severity):
    return {"label": words_of(severity), "tone": TONES[severity]}


def found(run, code=""):
    """The findings of a run, in the order in which they came; code: those of one code alone."""
    return [each for each in run.findings if not code or each["code"] == code]


def line(kept):
    """A kept finding in words: {place, badge, message, remedy}."""
    finding = Finding.from_dict(kept)
    return {
        "place": finding.place,
        "badge": badge(finding.severity),
        "message": message(finding),
        "remedy": remedy(finding),
    }


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
