"""What becomes of projects: the answers made of statistics, each with its definition in words."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.portfolio.figures import Answer, figure, name_of
from terreau.portfolio.statistics import COMPARED_MONTHS, MINIMUM, WAYS_MONTHS
from terreau.survival import DAYS_PER_MONTH

COMPARED_LEVEL = 0.05
TOGETHER = "*"  # the name of the figure of all incubators together


def survival(question, found):
    """How many are still alive so many months after construction began."""
    definition = _(
        "Share of projects that were not stopped, by time since their first construction began "
        "(Kaplan–Meier, 95-percent interval, months of 30.44 days). Those still running are "
        "followed until the day; operated, transferred and sustained ones count as alive; those "
        "that ended with an outcome unknown are followed until they ended."
    )
    made = found.survival
    if made is None or made.n < MINIMUM:
        return few("survival", _("Still alive"), definition, question, made.n if made else 0)
    if made.unknown > made.stopped:
        note = unwritten(made.stopped, made.unknown)
        return Answer("survival", _("Still alive"), definition, question, made.n, note=note)
    marks = tuple(
        figure(
            "survival", f"{mark.months}", after_months(mark.months), mark.share, "share", made.n,
            definition, question, note=followed(mark.at_risk),
            followed=mark.at_risk, immature=mark.immature,
            interval=None if mark.share is None else (mark.low, mark.high),
        )
        for mark in made.marks
    )  # fmt: skip
    note = _("%(n)d projects began construction, %(stopped)d of them were stopped.") % {
        "n": made.n,
        "stopped": made.stopped,
    }
    if made.unknown:
        note += " " + ngettext(
            "%(n)d more ended with an outcome that nobody wrote down.",
            "%(n)d more ended with outcomes that nobody wrote down.",
            made.unknown,
        ) % {"n": made.unknown}
    return Answer(
        "survival", _("Still alive"), definition, question, made.n, marks,
        columns=("months", "at_risk", "alive", "low", "high", "immature"),
        records=tuple(
            {
                "months": round(point.months, 2), "at_risk": point.at_risk,
                "alive": point.share, "low": point.low, "high": point.high,
                "immature": point.immature,
            }
            for point in made.points
        ),
        note=note,
    )  # fmt: skip


def unwritten(stopped, unknown):
    """Why a share alive is not published where most ends have no known outcome."""
    return _(
        "Not published: %(unknown)d projects ended with an outcome that nobody had written down by "
        "then, more than the %(stopped)d known stops. The share alive could be almost anything."
    ) % {"unknown": unknown, "stopped": stopped}


def after_months(months):
    return _("alive %(months)d months after construction began") % {"months": months}


def followed(at_risk):
    return ngettext(
        "%(n)d followed that long", "%(n)d followed that long", at_risk
    ) % {"n": at_risk}  # fmt: skip


def few(name, title, definition, question, n):
    """The answer where there are too few projects for statistics to be published."""
    note = ngettext(
        "Not published: there is %(n)d project, and at least %(minimum)d are needed.",
        "Not published: there are %(n)d projects, and at least %(minimum)d are needed.",
        n,
    )
    return Answer(
        name, title, definition, question, n, note=note % {"n": n, "minimum": MINIMUM}
    )  # fmt: skip


def durations(question, found):
    """The median time in each phase, what is not over counted as censored."""
    definition = _(
        "Median time in the phase, with its 95-percent interval. What is not over counts for as "
        "long as it has lasted (Kaplan–Meier): the median of what is over alone would be too short."
    )
    figures = []
    for phase, stay in found.stays.items():
        if stay.n < MINIMUM:
            continue
        low, high = (months(stay.low), months(stay.high))
        figures.append(
            figure(
                "durations", phase, name_of(phase), months(stay.median), "months", stay.n,
                definition, question, interval=None if low is None else (low, high),
                note=_("%(ended)d of %(n)d are over") % {"ended": stay.ended, "n": stay.n},
            )
        )  # fmt: skip
    records = tuple(
        {
            "phase": each.name, "label": each.label, "n": each.n,
            "ended": found.stays[each.name].ended, "median_months": each.value,
            "low": each.interval[0] if each.interval else None,
            "high": each.interval[1] if each.interval else None,
        }
        for each in figures
    )  # fmt: skip
    note = "" if figures else few("", "", "", question, sum(s.n for s in found.stays.values())).note
    return Answer(
        "durations", _("Time in each phase"), definition, question,
        sum(each.n for each in figures), tuple(figures),
        ("phase", "label", "n", "ended", "median_months", "low", "high"), records, note,
    )  # fmt: skip


def months(days):
    return None if days is None else days / DAYS_PER_MONTH


def exits(question, found):
    """How likely each way out is by so many months after construction began."""
    definition = _(
        "Share of projects that have left by each way, by time since their first construction "
        "began, each way allowing for the others (Aalen–Johansen, 95-percent interval)."
    )
    made, title = found.ways, _("Ways out")
    if made is None or made.n < MINIMUM:
        return few("exits", title, definition, question, made.n if made else 0)
    figures, rows = [], {month: (at_risk, rest, ways) for month, at_risk, rest, ways in made.months}
    for way in made.left:
        for month in WAYS_MONTHS:
            if month in rows:
                at_risk, _rest, ways = rows[month]
                share, low, high = ways[way]
                words = _("%(way)s within %(months)d months")
                figures.append(
                    figure(
                        "exits", f"{way}-{month}",
                        words % {"way": name_of(way), "months": month}, share, "share", made.n,
                        definition, question, interval=(low, high), immature=at_risk < MINIMUM,
                        note=followed(at_risk),
                        followed=at_risk,
                    )
                )  # fmt: skip
    records = tuple(
        {"months": month, "at_risk": at_risk, "still_there": rest}
        | {f"{way}{suffix}": share
           for way, shares in ways.items()
           for suffix, share in zip(("", "_low", "_high"), shares, strict=True)}
        for month, at_risk, rest, ways in made.months
    )  # fmt: skip
    columns = tuple(records[0]) if records else ()
    return Answer("exits", title, definition, question, made.n, tuple(figures), columns, records)


def funnel(question, found):
    """Of the projects that were ever in a phase, how many went on."""
    definition = _(
        "Of all projects that ever entered the phase: those that went on to a later phase or were "
        "operated, transferred or sustained; those that were stopped, merged or ended; the others "
        "are still on the way."
    )
    figures = tuple(
        figure(
            "funnel", each.phase, _("%(phase)s: went on") % {"phase": name_of(each.phase)},
            each.further / each.n, "share", each.n, definition, question,
            note=_("%(further)d went on, %(left)d left, %(still)d are still on the way")
            % {"further": each.further, "left": each.left, "still": each.still},
        )
        for each in found.funnel
        if each.n
    )  # fmt: skip
    return Answer(
        "funnel", _("How far they come"), definition, question,
        max((each.n for each in found.funnel), default=0), figures,
        ("phase", "label", "entered", "went_on", "left", "still_on_the_way"),
        tuple(
            {
                "phase": each.phase, "label": name_of(each.phase), "entered": each.n,
                "went_on": each.further, "left": each.left, "still_on_the_way": each.still,
            }
            for each in found.funnel
            if each.n
        ),
        _("Those still on the way have not failed to go on: they have not had the time yet."),
    )  # fmt: skip


def comparison(question, found):
    """The incubators with enough projects, by name, each with its interval."""
    title = _("Incubators side by side")
    definition = _(
        "Share of projects not stopped %(months)d months after their first construction began, "
        "with its 95-percent interval, for incubators with at least %(minimum)d such projects. "
        "One with several counts with the incubator that leads. By name: this is no league table."
    ) % {"months": COMPARED_MONTHS, "minimum": MINIMUM}
    made = found.compared
    if made.unknown > made.stopped:
        note = unwritten(made.stopped, made.unknown)
        n = sum(peer.n for peer in made.peers)
        return Answer("comparison", title, definition, question, n, note=note)
    peers = [peer for peer in made.peers if peer.estimate.share is not None]
    figures = tuple(
        figure(
            "comparison", peer.key, peer.name, peer.estimate.share, "share", peer.n, definition,
            question, interval=(peer.estimate.low, peer.estimate.high),
            immature=peer.estimate.immature, note=followed(peer.estimate.at_risk),
            followed=peer.estimate.at_risk,
        )
        for peer in peers
    )  # fmt: skip
    marks = found.survival.marks if found.survival and figures else ()
    for together in marks:
        if together.months != COMPARED_MONTHS or together.share is None:
            continue
        figures += (
            figure(
                "comparison", TOGETHER, _("All together"), together.share, "share",
                found.survival.n, definition, question, interval=(together.low, together.high),
                immature=together.immature, note=followed(together.at_risk),
                followed=together.at_risk,
            ),
        )  # fmt: skip
    return Answer(
        "comparison", title, definition, question,
        sum(peer.n for peer in peers), figures,
        ("incubator", "name", "n", "stopped", "at_risk", "alive", "low", "high", "immature"),
        tuple(
            {
                "incubator": peer.key, "name": peer.name, "n": peer.n, "stopped": peer.stopped,
                "at_risk": peer.estimate.at_risk, "alive": peer.estimate.share,
                "low": peer.estimate.low, "high": peer.estimate.high,
                "immature": peer.estimate.immature,
            }
            for peer in peers
        ),
        told_apart(made),
    )  # fmt: skip


def told_apart(compared):
    """Whether the incubators can be told apart, in words that a reader cannot mistake."""
    p_value = compared.p_value
    if p_value is None:
        return _("Too few incubators have enough projects to be compared.")
    words = {
        "p": number_format(round(p_value, 2), 2)
        if p_value >= 0.01
        else f"< {number_format(0.01, 2)}"
    }
    if p_value >= COMPARED_LEVEL:
        return (
            _(
                "These incubators cannot be told apart: chance alone makes differences as large as "
                "these often (log-rank test over the first 24 months, p = %(p)s)."
            )
            % words
        )
    return (
        _(
            "Chance alone seldom makes differences as large as these (log-rank test over the first "
            "24 months, p = %(p)s). That says neither which incubator differs nor why: they do not "
            "carry the same projects."
        )
        % words
    )
