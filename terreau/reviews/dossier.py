"""What the committee reads: a dossier that fills itself, and its canonical form.

It names no person and quotes none but the team: remarks stand beside it, where they can be erased.
"""

import hashlib

import rfc8785
from django.utils.translation import gettext_lazy as _

from terreau.projects.queries import SPONSORED_BY, chain_of
from terreau.reviews import gates
from terreau.reviews.queries import (
    decision_before,
    links_today,
    open_conditions,
    remarks_of,
    sections_of,
)

VERSION = 1
TEXTS = {
    "done": _("What we did"),
    "learned": _("What we learned"),
    "ask": _("What we ask for"),
}
HEADINGS = TEXTS | gates.NAMES


def digest(content):
    """SHA-256, in hexadecimal, of the canonical JSON (RFC 8785) of a dossier."""
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def content(review, day):
    """The dossier of a review as it is today, as JSON can say it.

    The queries of its parts; each part is a function of its own.
    """
    project = review.subject
    texts = sections_of(review)
    known = known_of(project, day)
    before = decision_before(review)
    return {
        "v": VERSION,
        "review": str(review.uid),
        "project": str(project.uid),
        "title": project.title,
        "as_of": day.isoformat(),
        "phase": project.state,
        "problem": project.problem,
        "solution": project.solution,
        "phases": phases(project),
        "before": decided(before),
        "conditions": [owed(each) for each in open_conditions(project)],
        "gate": gates.checked(project.state, known, texts),
        "texts": {name: texts[name] for name in TEXTS if texts.get(name)},
        "remarks": remarked(review),
    }


def known_of(project, day):
    """{what a gate's item may be known by: its value}: one query."""
    names = ("website", "statistics_url", "repository", "budget_url", "accessibility")
    known = {name: getattr(project, name) for name in names}
    return known | {"sponsors": links_today(project, SPONSORED_BY, day)}


def phases(project):
    return [
        {
            "phase": fact.phase,
            "from": fact.valid_from.isoformat(),
            "to": fact.valid_to and fact.valid_to.isoformat(),
        }
        for fact in chain_of(project)
        if fact.valid_to != fact.valid_from
    ]


def decided(decision):
    """What the committee before said, to be read beside what became of it; None without one."""
    if decision is None:
        return None
    return {
        "review": str(decision.review.uid),
        "kind": decision.kind,
        "held_on": decision.held_on.isoformat(),
        "amount": decision.amount,
        "funded_until": decision.funded_until and decision.funded_until.isoformat(),
        "criteria": decision.criteria,
    }


def owed(condition):
    return {
        "text": condition.text,
        "owner": condition.owner and condition.owner.title,
        "due_on": condition.due_on.isoformat(),
    }


def remarked(review):
    """How many remarks there are, and which, without their words."""
    found = list(remarks_of(review))
    return {
        "count": len(found),
        "answered": sum(remark.answered_at is not None for remark in found),
        "uids": sorted(str(remark.uid) for remark in found),
    }
