"""A dossier as its page shows it: live or frozen, from what its JSON says."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.evidence.vocabulary import Verdict
from terreau.projects.phases import label as phase_label
from terreau.projects.sheet import day_of, tone
from terreau.reviews.dossier import TEXTS
from terreau.reviews.gates import NAMES
from terreau.reviews.models import DecisionKind
from terreau.reviews.reference import in_words
from terreau.theme.timeline import timeline


def reading(content):
    """The parameters of the page of a dossier from `dossier.content`: no query."""
    day = date.fromisoformat(content["as_of"])
    evidence = content["evidence"]
    return {
        "content": content,
        "as_of": day,
        "timeline": picture(content["phases"], day),
        "results_header": [
            _("Indicator"), _("Target"), _("For"), _("Measured"), _("Verdict"),
        ],
        "results": [row for each in evidence["indicators"] for row in results(each)],
        "indicators_header": [_("Indicator"), _("Last value"), _("Period"), _("Who measures")],
        "indicators": [latest(each) for each in evidence["indicators"]],
        "costs_header": [_("Period"), _("Amount"), _("What it covers")],
        "costs": [cost(each) for each in evidence["costs"]],
        "team": team(content["team"]),
        "before": before(content["before"]),
        "criteria": (content["before"] or {}).get("criteria", ""),
        "owed_header": [_("Condition"), _("By whom"), _("Due on")],
        "owed": [
            [each["text"], each["owner"] or "", day_of(as_day(each["due_on"]))]
            for each in content["conditions"]
        ],
        "gate": [gate(each) for each in content["gate"]],
        "gate_met": sum(each["state"] != "missing" for each in content["gate"]),
        "reference": reference(content["reference"]),
        "texts": [
            {"title": words, "text": content["texts"].get(name, ""), "id": f"text-{name}"}
            for name, words in TEXTS.items()
        ],
        "remarks": remarks(content["remarks"]),
    }  # fmt: skip


def as_day(text):
    return date.fromisoformat(text[:10])


def picture(phases, day):
    stretches = [
        {
            "phase": tone(each["phase"]),
            "label": capfirst(str(phase_label(each["phase"]))),
            "start": as_day(each["from"]),
            "end": each["to"] and as_day(each["to"]),
            "terminal": False,
            "note": "",
        }
        for each in phases
    ]
    return timeline(stretches, [], today=day)


def number(value, unit=""):
    """A number that JSON keeps as text, as people write it."""
    if value is None:
        return ""
    try:
        written = number_format(Decimal(str(value)), force_grouping=True)
    except InvalidOperation:
        written = str(value)
    return f"{written} {unit}".strip()


def results(indicator):
    """The targets of an indicator beside what was measured."""
    for target in indicator["targets"]:
        measured = target["measured"]
        yield [
            indicator["name"],
            number(target["value"], indicator["unit"]),
            day_of(as_day(target["due_on"])),
            number(measured["value"], indicator["unit"]) if measured else "",
            capfirst(str(Verdict(target["verdict"]).label)),
        ]


def latest(indicator):
    value = indicator["latest"]
    period = ""
    if value:
        first, last = as_day(value["period_from"]), as_day(value["period_to"])
        period = _("%(first)s to %(last)s") % {"first": day_of(first), "last": day_of(last)}
    return [
        indicator["name"],
        number(value["value"], indicator["unit"]) if value else _("not measured yet"),
        period,
        indicator["measured_by"],
    ]


def cost(row):
    first, last = as_day(row["period_from"]), as_day(row["period_to"])
    period = _("%(first)s to %(last)s") % {"first": day_of(first), "last": day_of(last)}
    return [period, number(row["amount"], row["currency"]), row["says"] or ", ".join(row["covers"])]


def team(found):
    """The continuity of the team, in a sentence; "" where nothing is known."""
    if not found:
        return ""
    active = ngettext(
        "%(n)d active member.", "%(n)d active members.", found["active"]
    ) % {"n": found["active"]}  # fmt: skip
    if not found["active"] or found["days_left"] is None:
        return active
    words = ngettext(
        "The whole team ends in %(n)d day, on %(day)s, unless missions are prolonged.",
        "The whole team ends in %(n)d days, on %(day)s, unless missions are prolonged.",
        found["days_left"],
    )
    day = day_of(as_day(found["ends_on"]))
    return f"{active} {words % {'n': found['days_left'], 'day': day}}"


def before(found):
    """What the committee before decided, in a sentence."""
    if not found:
        return ""
    words = _("On %(day)s the committee decided: %(kind)s.")
    said = {"day": day_of(as_day(found["held_on"])), "kind": DecisionKind(found["kind"]).label}
    return words % said


def gate(item):
    words = {
        "known": _("Known from the project’s page"),
        "answered": item["said"],
        "missing": _("Neither known nor answered"),
    }[item["state"]]
    return {"term": NAMES.get(item["name"], item["name"]), "text": words}


def reference(found):
    """What became of projects that stood where this one stands, in words."""
    return in_words(found) if found else ""


def remarks(found):
    words = ngettext(
        "%(n)d remark, %(answered)d answered.", "%(n)d remarks, %(answered)d answered.",
        found["count"],
    )  # fmt: skip
    return words % {"n": found["count"], "answered": found["answered"]}
