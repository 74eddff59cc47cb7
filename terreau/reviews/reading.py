"""A dossier as its page shows it: live or frozen, from what its JSON says."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.projects.phases import label as phase_label
from terreau.projects.sheet import day_of, tone
from terreau.reviews.dossier import TEXTS
from terreau.reviews.gates import EXISTING, NAMES, STAGES
from terreau.reviews.models import DecisionKind
from terreau.reviews.reference import in_words
from terreau.reviews.results import as_day, evidence
from terreau.theme.timeline import timeline


def reading(content):
    """The parameters of the page of a dossier from `dossier.content`: no query."""
    day = date.fromisoformat(content["as_of"])
    return evidence(content["evidence"]) | {
        "content": content,
        "as_of": day,
        "timeline": picture(content["phases"], day),
        "team": team(content["team"]),
        "before": before(content["before"]),
        "criteria": (content["before"] or {}).get("criteria", ""),
        "owed_header": [_("Condition"), _("By whom"), _("Due on")],
        "owed": [
            [each["text"], each["owner"] or "", day_of(as_day(each["due_on"]))]
            for each in content["conditions"]
        ],
        "gates": list(gates(content["gate"])),
        "gate_size": len(content["gate"]),
        "gate_met": sum(each["state"] != "missing" for each in content["gate"]),
        "look_for": look_for(content),
        "reference": reference(content["reference"]),
        "texts": [
            {"title": words, "text": content["texts"].get(name, ""), "id": f"text-{name}"}
            for name, words in TEXTS.items()
        ],
        "remarks": remarks(content["remarks"]),
    }  # fmt: skip


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


def team(found):
    """The continuity of the team, in a sentence; "" where nothing is known."""
    if not found:
        return ""
    if not found["active"] and found["ends_on"]:
        words = _("Nobody works for it since %(day)s.")
        return words % {"day": day_of(as_day(found["ends_on"]))}
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


def gates(items):
    """[{title, items}] of a gate, by the moment at which its items are asked for; title: "" where
    all are asked for at once."""
    found = {}
    for each in items:
        found.setdefault(STAGES.get(each["name"], ""), []).append(gate(each))
    for title, rows in found.items():
        yield {"title": str(title), "items": rows}


def look_for(content):
    """The way to what exists already, where the gate asks whether something does; {} else."""
    if all(each["name"] != EXISTING for each in content["gate"]):
        return {}
    address = f"{reverse('directory:index')}?{urlencode({'q': content['title']})}"
    return {"label": _("Search the directory for what exists already"), "url": address}


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
