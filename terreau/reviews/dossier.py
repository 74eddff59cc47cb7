"""What the committee reads: a dossier that fills itself, and its canonical form.

It names no person and quotes none but the team: remarks stand beside it, where they can be erased.
"""

import hashlib

import rfc8785
from django.utils.translation import gettext_lazy as _

from terreau.entries.known import is_by
from terreau.evidence.summary import summary
from terreau.evidence.vocabulary import Dimension
from terreau.projects.chain import in_effect
from terreau.projects.models import Accessibility
from terreau.projects.phases import INCUBATION, NOT_YET
from terreau.projects.queries import SPONSORED_BY, chain_of
from terreau.reviews import gates
from terreau.reviews.queries import (
    decision_before,
    links_on,
    open_conditions,
    remarks_of,
    sections_of,
)
from terreau.reviews.reference import reference_class
from terreau.survival import DAYS_PER_MONTH
from terreau.teams.queries import team_of

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


def content(review, day, known_at=None):
    """The dossier of a review on a day, as known at a moment (None: now), as JSON can say it.

    Its parts are functions. What a project says of itself has no past here: problem and solution
    are those of today. About twenty queries, whatever it holds.
    """
    project = review.subject
    texts = sections_of(review, known_at)
    facts = chain_of(project, known_at)
    evidence = summary(project, day, known_at)
    phase = project.state if known_at is None else phase_then(facts, day)
    known = known_of(project, evidence, day, known_at)
    return {
        "v": VERSION,
        "review": str(review.uid),
        "project": str(project.uid),
        "title": project.title,
        "as_of": day.isoformat(),
        "phase": phase,
        "problem": project.problem,
        "solution": project.solution,
        "phases": phases(facts),
        "evidence": evidence,
        "team": team(project, day, known_at),
        "before": decided(decision_before(review, known_at)),
        "conditions": [owed(each) for each in open_conditions(project, known_at)],
        "gate": gates.checked(phase, known, texts),
        "reference": reference(facts, day, known_at),
        "texts": {name: texts[name] for name in TEXTS if texts.get(name)},
        "remarks": remarked(review, known_at),
    }


def phase_then(facts, day):
    """The phase in effect on a day by the facts of a chain; "" for none."""
    fact = in_effect(facts, day)
    return fact.phase if fact else NOT_YET


def known_of(project, evidence, day, known_at=None):
    """{what a gate's item may be known by: its value}: one query."""
    names = ("website", "statistics_url", "repository", "budget_url")
    known = {name: getattr(project, name) for name in names}
    measured = evidence["dimensions"]
    return known | {
        "sponsors": links_on(project, SPONSORED_BY, day, known_at),
        "accessibility": project.accessibility in (Accessibility.PARTIAL, Accessibility.FULL),
        "impact_indicators": measured.get(Dimension.IMPACTFUL),
        "matrix": measured and all(measured.values()),
        "targets": any(each["targets"] for each in evidence["indicators"]),
    }


def team(project, day, known_at=None):
    """{active, ends_on, days_left} of the team, which names nobody; None where nothing is known."""
    found = team_of(project, day, known_at)
    if found is None:
        return None
    whole = found[0]
    return {
        "active": whole.active,
        "ends_on": whole.ends_on and whole.ends_on.isoformat(),
        "days_left": whole.days_left(day),
    }


def reference(facts, day, known_at=None):
    """What became of projects that stood where this one stands; None out of incubation."""
    fact = in_effect(facts, day)
    if fact is None or fact.phase not in INCUBATION:
        return None
    months = int((day - fact.valid_from).days / DAYS_PER_MONTH)
    return written(reference_class(fact.phase, months, day, known_at))


def written(value):
    """The same with days as texts and lazy words as words, as JSON can say it."""
    if isinstance(value, dict):
        return {name: written(each) for name, each in value.items() if name != "label"}
    if isinstance(value, list | tuple):
        return [written(each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def phases(facts):
    return [
        {
            "phase": fact.phase,
            "from": fact.valid_from.isoformat(),
            "to": fact.valid_to and fact.valid_to.isoformat(),
        }
        for fact in facts
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


def remarked(review, known_at=None):
    """How many remarks there are, and which, without their words."""
    found = list(remarks_of(review, known_at))
    return {
        "count": len(found),
        "answered": sum(is_by(remark.answered_at, known_at) for remark in found),
        "uids": sorted(str(remark.uid) for remark in found),
    }
