"""The reference class: what became of projects that once stood where this one stands now."""

from collections import Counter
from contextlib import closing
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.portfolio.courses import BATCH, spells_known
from terreau.portfolio.figures import written
from terreau.portfolio.queries import kept
from terreau.projects.models import Spell
from terreau.projects.phases import NOT_YET, label, next_of
from terreau.survival import DAYS_PER_MONTH, wilson

HORIZON = 6  # months
MINIMUM = 10


def reference_class(phase, months, as_of: date, known_at=None):
    """Where projects stood six months after they were in a phase for so many months.

    phase: a Phase of incubation; months: whole months since the phase began, as of the review.
    Counted is every public project that was in the phase without a break for at least `months`,
    from the first time that it was, and whose six months more are over by `as_of`, as known at
    `known_at` (None: now). Those whose six months have not passed are left out: `waiting`.

    {"phase", "months", "horizon": 6, "as_of", "known_at", "n", "waiting", "few": n < 10,
    "next": the phase one step further ("" for none), "standing": [{"phase" ("" for none),
    "label", "projects", "share", "low", "high"}], most first, the limits of 95 % after Wilson}.
    `standing` is empty where `few`. One query, or two where it was not asked before.
    """
    asked = f"{phase} {months} {as_of} {known_at}"
    ends, waiting = kept("reference", asked, lambda: outcomes(phase, months, as_of, known_at))
    n = sum(ends.values())
    return {
        "phase": str(phase),
        "months": months,
        "horizon": HORIZON,
        "as_of": as_of,
        "known_at": known_at,
        "n": n,
        "waiting": waiting,
        "few": n < MINIMUM,
        "next": str(next_of(phase) or ""),
        "standing": [] if n < MINIMUM else [standing(name, k, n) for name, k in ranked(ends)],
    }


def in_words(found):
    """What `reference_class` found, in one or two sentences."""
    words = {
        "n": number_format(found["n"]),
        "month": found["months"],
        "phase": label(found["phase"]),
        "horizon": found["horizon"],
    }
    if found["few"]:
        few = ngettext(
            "Only %(n)s project was at month %(month)s of %(phase)s %(horizon)s months ago or "
            "earlier: too few to compare with.",
            "Only %(n)s projects were at month %(month)s of %(phase)s %(horizon)s months ago or "
            "earlier: too few to compare with.",
            found["n"],
        )
        return few % words
    head = _("Of the %(n)s projects at month %(month)s of %(phase)s, %(horizon)s months later:")
    shares = [
        _("%(phase)s: %(share)s (between %(low)s and %(high)s)")
        % (
            {"phase": label(each["phase"])}
            | {name: written(each[name], "share") for name in ("share", "low", "high")}
        )
        for each in found["standing"]
    ]
    return f"{head % words} {'; '.join(shares)}."


def ranked(ends):
    return sorted(ends.items(), key=lambda pair: (-pair[1], pair[0]))


def standing(phase, projects, n):
    low, high = wilson(projects, n)
    return {
        "phase": phase,
        "label": capfirst(str(label(phase))),
        "projects": projects,
        "share": projects / n,
        "low": low,
        "high": high,
    }


def outcomes(phase, months, as_of, known_at=None):
    """({phase six months later: projects}, projects whose six months have not passed): one query.

    Months are 30.4375 days each, as everywhere in the figures.
    """
    reached, later = (round(n * DAYS_PER_MONTH) for n in (months, months + HORIZON))
    were = Spell.objects.known(known_at).filter(phase=phase, valid_from__lte=as_of)
    rows = spells_known(as_of, known_at, Q(project__in=were.values("project")))
    ends, waiting = Counter(), 0
    with closing(rows.iterator(chunk_size=BATCH)) as spells:
        for _project, told in groupby(spells, itemgetter(0)):
            course = joined(told)
            begun = first_stay(course, phase, reached)
            if begun is None or begun + timedelta(days=reached) > as_of:
                continue
            day = begun + timedelta(days=later)
            if day > as_of:
                waiting += 1
            else:
                ends[phase_on(course, day)] += 1
    return dict(ends), waiting


def joined(spells):
    """[(phase, from, until or None)] of one project in order, without those of no length.

    Neighbours of one phase are one stay.
    """
    rows = [
        (phase, date.fromisoformat(since), date.fromisoformat(until) if until else None)
        for _project, phase, since, until in spells
        if since != until
    ]
    course = []
    for phase, since, until in sorted(rows, key=itemgetter(1)):
        if course and course[-1][0] == phase and course[-1][2] == since:
            course[-1] = (phase, course[-1][1], until)
        else:
            course.append((phase, since, until))
    return course


def first_stay(course, phase, days):
    """When the first stay in a phase began that lasted more than so many days, or None."""
    for name, since, until in course:
        if name == phase and (until is None or (until - since).days > days):
            return since
    return None


def phase_on(course, day):
    """The phase in effect on a day; "" for none."""
    for phase, since, until in course:
        if since <= day and (until is None or day < until):
            return phase
    return NOT_YET
