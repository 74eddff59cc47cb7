"""The answers about reviews: every table of figures, with its definition in words."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.entries.models import Entry
from terreau.portfolio.figures import Answer, figure
from terreau.portfolio.queries import kept
from terreau.portfolio.questions import Question
from terreau.portfolio.statistics import MINIMUM
from terreau.reviews.coverage import coverage
from terreau.reviews.held import KINDS
from terreau.survival import DAYS_PER_MONTH, homogeneity, wilson
from terreau.teams.queries import SOON, are_known, continuity
from terreau.teams.queries import figures as team_figures

ALIKE = 0.05  # the p-value from which on incubators cannot be told apart
SELDOM = 0.01  # a smaller one is not written out
TOGETHER = "*"  # the name of the figure of all incubators together
LONGEST = 24  # months that intervals are told apart by


@dataclass(frozen=True)
class ReviewQuestion(Question):
    """A day, a moment of knowledge, and an incubator or None."""

    COMMAND = "terreau reviews"
    API = "/api/v1/reviews/coverage/"
    PAGE, CHART = "review:coverage", "review:coverage_chart"
    HEADLINE = "coverage"

    @cached_property
    def parameters(self):
        """{name: text} of what an address needs to ask the same again on any later day."""
        given = {
            "as_of": self.as_of.isoformat(),
            "known_at": self.known_on.isoformat(),
            "incubator": self.host.slug if self.host else None,
        }
        return {name: value for name, value in given.items() if value}


def found_for(question):
    """The Coverage that a question asks for; the queries of `coverage`."""
    return coverage(question.as_of, question.known_at, host=question.host)


def coverage_of(question, found):
    """The one figure: how many of those old enough were reviewed, and what belongs to it."""
    definition = _(
        "Projects in investigation, construction, acceleration or consolidation on the day whose "
        "first phase began at least 183 days earlier; reviewed: a review was held on the day or "
        "in the 365 days before."
    )
    late = len(found.overdue)
    known = found.on_time + found.soon + late
    share = found.reviewed / found.projects if found.projects else None
    said = (
        ("reviewed", in_words(found), share, "share", found.projects, definition),
        ("overdue", ngettext("project overdue", "projects overdue", late), late, "projects", known,
         overdue_definition()),
        ("interval", _("between two reviews"), found.median_months, "months",
         sum(found.gaps.values()), intervals_definition()),
        ("without_comment", without_comment(found),
         found.silent / found.recorded if found.recorded else None, "share", found.recorded,
         recorded_definition()),
    )  # fmt: skip
    figures = tuple(
        figure("coverage", name, label, value, unit, n, words, question)
        for name, label, value, unit, n, words in said
    )
    record = {
        "projects": found.projects, "reviewed": found.reviewed, "share": share,
        "on_time": found.on_time, "due_soon": found.soon, "overdue": late,
        "intervals": sum(found.gaps.values()), "median_months": found.median_months,
        "committees": found.recorded, "committees_without_comment": found.silent,
        "committees_ahead": found.ahead,
    }  # fmt: skip
    return Answer(
        "coverage", _("How many were reviewed"), definition, question, found.projects, figures,
        tuple(record), (record,),
    )  # fmt: skip


def in_words(found):
    """ "49 of 214 projects older than six months were reviewed in the last twelve months"."""
    words = ngettext(
        "%(reviewed)s of %(n)s project older than six months was reviewed in the last twelve "
        "months",
        "%(reviewed)s of %(n)s projects older than six months were reviewed in the last twelve "
        "months",
        found.projects,
    )
    return words % {"reviewed": amount(found.reviewed), "n": amount(found.projects)}


def without_comment(found):
    words = ngettext(
        "%(silent)s of %(n)s committee that sources tell of has no comment at all",
        "%(silent)s of %(n)s committees that sources tell of have no comment at all",
        found.recorded,
    )
    return words % {"silent": amount(found.silent), "n": amount(found.recorded)}


def amount(number):
    return number_format(number, force_grouping=True)


def recorded_definition():
    return _(
        "Committees told by the sources that projects were harvested from, whatever their day; "
        "such a source says that a committee met, at best with a comment, never what it decided."
    )


def overdue_definition():
    return _(
        "Projects in incubation whose next review was due before the day: six months after the "
        "last one, or after the first phase where none was held, and thirty days before the money "
        "ends where that is known. The due date does not move when time passes."
    )


def intervals_definition():
    return _(
        "Time between a review of a project and its next one, of all reviews held until the day; "
        "months of 30.44 days."
    )


def evolution(question, found):
    """The same counts on the first day of each quarter, and on the day."""
    records = tuple(
        {"day": day.isoformat(), "projects": n, "reviewed": reviewed, "share": reviewed / n}
        for day, n, reviewed in found.points
    )
    definition = _(
        "The projects that count and those of them that were reviewed in the 365 days before, on "
        "the first day of each quarter: with what is known now of that time."
    )
    return Answer(
        "evolution", _("Over time"), definition, question, found.projects,
        columns=("day", "projects", "reviewed", "share"), records=records,
    )  # fmt: skip


def overdue(question, found, most=None):
    """The projects that are late, the longest first: one query for every 500 of them.

    most: with the first of them only.
    """
    late = found.overdue[:most]
    titles = {}
    for start in range(0, len(late), 500):
        keys = [each.project for each in late[start : start + 500]]
        titles |= Entry.objects.public().in_bulk(keys)
    records = tuple(
        {
            "project": titles[each.project].slug,
            "title": titles[each.project].title,
            "due_on": each.due_on.isoformat(),
            "days": (question.as_of - each.due_on).days,
            "last_review": each.last.isoformat() if each.last else None,
        }
        for each in late
        if each.project in titles
    )
    never = sum(each.last is None for each in found.overdue)
    note = ngettext(
        "%(n)s of them was never reviewed.", "%(n)s of them were never reviewed.", never
    ) % {"n": amount(never)}
    return Answer(
        "overdue", _("Reviews that are late"), overdue_definition(), question,
        found.on_time + found.soon + len(found.overdue),
        columns=("project", "title", "due_on", "days", "last_review"), records=records,
        note=note if never else "", left=len(found.overdue) - len(late),
    )  # fmt: skip


def decisions(question, found):
    """The reviews held, by what was decided."""
    definition = _(
        "Every review held until the day, once, by the decision published here; a committee that "
        "only a source tells of counts as held, its decision not recorded."
    )
    records = tuple(
        {
            "decision": kind,
            "label": capfirst(str(label)),
            "last_year": found.kinds[kind][0],
            "ever": found.kinds[kind][1],
        }
        for kind, label in KINDS.items()
        if kind in found.kinds
    )
    return Answer(
        "decisions", _("What was decided"), definition, question,
        sum(ever for _, ever in found.kinds.values()),
        columns=("decision", "label", "last_year", "ever"), records=records,
    )  # fmt: skip


def intervals(question, found):
    """How long it took until the next review, by whole months."""
    months = {}
    for days, n in found.gaps.items():
        month = min(int(days / DAYS_PER_MONTH), LONGEST)
        months[month] = months.get(month, 0) + n
    shown = range(max(months, default=-1) + 1)
    n = sum(found.gaps.values())
    figures = (
        figure("intervals", "median", _("Median"), found.median_months, "months", n,
               intervals_definition(), question),
    )  # fmt: skip
    return Answer(
        "intervals", _("Time between reviews"), intervals_definition(), question, n,
        figures if n else (), ("months", "reviews"),
        tuple({"months": month, "reviews": months.get(month, 0)} for month in shown),
        _("The last group holds everything longer.") if LONGEST in months else "",
    )  # fmt: skip


def comparison(question, found):
    """The incubators with enough projects, by name, each with its interval."""
    definition = _(
        "Share of projects older than six months that were reviewed in the last twelve months, "
        "with its 95-percent interval (Wilson), for incubators with at least %(minimum)d such "
        "projects; one with two incubators counts with both. By name: this is no league table."
    ) % {"minimum": MINIMUM}
    peers = [peer for peer in found.hosts if peer[2] >= MINIMUM]
    pairs = [(slug, name, n, reviewed) for slug, name, n, reviewed in peers]
    if found.projects and peers:
        pairs.append((TOGETHER, _("All together"), found.projects, found.reviewed))
    figures = tuple(
        figure("comparison", slug, name, reviewed / n, "share", n, definition, question,
               interval=wilson(reviewed, n))
        for slug, name, n, reviewed in pairs
    )  # fmt: skip
    records = tuple(
        {"incubator": each.name, "name": each.label, "n": each.n, "reviewed": reviewed,
         "share": each.value, "low": each.interval[0], "high": each.interval[1]}
        for each, (*_, reviewed) in zip(figures, peers, strict=False)
    )  # fmt: skip
    return Answer(
        "comparison", _("Incubators side by side"), definition, question,
        sum(n for _, _, n, _ in peers), figures,
        ("incubator", "name", "n", "reviewed", "share", "low", "high"), records, told_apart(peers),
    )  # fmt: skip


def told_apart(peers):
    """Whether the incubators can be told apart, in words that a reader cannot mistake."""
    p_value = homogeneity([(reviewed, n) for *_, n, reviewed in peers])
    if p_value is None:
        return _("Too few incubators have enough projects to be compared.")
    seldom = p_value < SELDOM
    limit = number_format(SELDOM if seldom else round(p_value, 2), 2)
    said = {"p": f"p {'<' if seldom else '='} {limit}"}
    if p_value >= ALIKE:
        words = _(
            "These incubators cannot be told apart: chance alone makes differences as large as "
            "these often (χ² test, %(p)s)."
        )
    else:
        words = _(
            "Chance alone seldom makes differences as large as these (χ² test, %(p)s). That "
            "says neither which incubator differs nor why: some may hold reviews without telling."
        )
    return words % said


def teams(question, _found):
    """How many projects have nobody who works for them, and how many soon will not: two queries
    and one for the version, or that one where it was asked before.

    When teams end is told of all incubators together only: of a small one it would say which.
    """
    known, counts = teams_counted(question)
    whole = question.host is None
    without = counts["without"] if known else None
    ending = counts["ending"] if known and whole else None
    definition = _(
        "Projects in construction, acceleration or consolidation on the day, and persons with a "
        "mission for them, from its first day to its last."
    )
    soon = _("lose their whole team within %(n)d days") % {"n": SOON}
    figures = tuple(
        figure("teams", name, label, value, "projects", counts["projects"], definition, question)
        for name, label, value in (
            ("without", _("without an active member"), without), ("ending", soon, ending),
        )
        if value is not None
    )  # fmt: skip
    record = {
        "projects": counts["projects"], "without": without, "ending": ending, "within_days": SOON,
    }  # fmt: skip
    note = "" if known else _("No missions are known for that day.")
    if known and not whole:
        note = _("When teams end is counted for all incubators together only.")
    return Answer(
        "teams", _("Who works for them"), definition, question, counts["projects"], figures,
        tuple(record), (record,), note,
    )  # fmt: skip


def teams_counted(question):
    """(whether missions are known, {projects, without, ending}) of the projects of a question."""

    def count():
        found = continuity(question.as_of, question.known_at, host=question.host)
        return are_known(found), team_figures(found, question.as_of)

    host = question.host.pk if question.host else ""
    return kept("teams", f"{question.as_of} {question.known_at} {host}", count)


ANSWERS = {
    "coverage": coverage_of,
    "evolution": evolution,
    "overdue": overdue,
    "decisions": decisions,
    "intervals": intervals,
    "comparison": comparison,
    "teams": teams,
}
