"""How many projects there are: the answers that count them, each with its definition in words."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.portfolio.figures import Answer, definition_of, figure, name_of
from terreau.portfolio.queries import by_last_written, counted, counted_places
from terreau.projects.phases import DEFINITIONS, NOT_YET, STATES, Phase


def headline(question, found):
    """How many projects the definition counts on that day, as one figure."""
    value = sum(n for phase, n in found.phases.items() if question.counts(phase))
    words = ngettext("project %(counted)s", "projects %(counted)s", value)
    definition = DEFINITIONS[question.definition]
    counting = _("known") if question.definition == "all" else definition.label
    return figure(
        "total", "total", words % {"counted": counting}, value, "projects",
        sum(found.phases.values()), definition_of(question), question,
    )  # fmt: skip


def phases(question, found):
    """Projects by phase on the day, all of them; `counted` says which the definition counts."""
    n = sum(found.phases.values())
    records = tuple(
        {
            "phase": phase or "none",
            "label": name_of(phase),
            "projects": found.phases.get(phase, 0),
            "counted": question.counts(phase),
        }
        for phase in STATES
        if found.phases.get(phase)
    )
    definition = _(
        "Every project known, by its phase on the day. A phase ends when the next one begins: an "
        "end that was only announced ends nothing."
    )
    return Answer(
        "phases", _("Where they stand"), definition, question, n,
        figures=tuple(
            figure("phases", each["phase"], each["label"], each["projects"], "projects", n,
                   definition, question)
            for each in records
        ),
        columns=("phase", "label", "projects", "counted"),
        records=records,
        note=unknowns(found),
    )  # fmt: skip


def unknowns(found):
    """What a reader has to know of projects that no definition counts, in sentences."""
    said = []
    if n := found.phases.get(NOT_YET):
        said.append(
            ngettext(
                "%(n)d project has no phase yet on that day: what is planned is not counted.",
                "%(n)d projects have no phase yet on that day: what is planned is not counted.",
                n,
            )
            % {"n": n}
        )
    if found.phases.get(Phase.SUSTAINED) or found.phases.get(Phase.ENDED):
        said.append(
            _(
                "Older sources say “success” or “alumni” and no more: those projects stand under "
                "names of their own, and nothing is guessed."
            )
        )
    if n := found.phases.get(Phase.UNKNOWN):
        said.append(
            ngettext(
                "%(n)d project is in a phase whose name is not known here.",
                "%(n)d projects are in phases whose names are not known here.",
                n,
            )
            % {"n": n}
        )
    return " ".join(said)


def evolution(question, found):
    """The counts of the definition's phases on the first day of each quarter, and on the day."""
    shown = [
        p for p in Phase.values if question.counts(p) and any(c.get(p) for _, c in found.evolution)
    ]
    records = tuple(
        {"day": day.isoformat()} | {phase: counts.get(phase, 0) for phase in shown}
        for day, counts in found.evolution
    )
    last = found.evolution[-1][1] if found.evolution else {}
    return Answer(
        "evolution", _("Over time"),
        _("On the first day of each quarter, and on the day itself. %(definition)s")
        % {"definition": definition_of(question)},
        question, sum(last.get(phase, 0) for phase in shown),
        columns=("day", *shown),
        records=records,
    )  # fmt: skip


def incubators(question, found):
    definition = _(
        "By the incubators that hosted the project on that day; a project with two counts with "
        "both. %(definition)s"
    ) % {"definition": definition_of(question)}
    return shares(
        "incubators", _("By incubator"), definition, question, counted(found.hosts, question)
    )


def territories(question, found, most=None):
    """By territory; most: with the first lines only. One query."""
    definition = _(
        "By the territory that the project names today; many name none. %(definition)s"
    ) % {"definition": definition_of(question)}
    pairs, several, projects = counted_places(found, question, most)
    answer = shares("territories", _("By territory"), definition, question, pairs)
    return replace(answer, n=projects, left=several - len(pairs))


def themes(question, found):
    definition = _(
        "By the themes that the project names today; one with several counts with each. "
        "%(definition)s"
    ) % {"definition": definition_of(question)}
    return shares("themes", _("By theme"), definition, question, counted(found.themes, question))


def shares(name, title, definition, question, pairs):
    """Counts of the definition by parts of the portfolio, as `counted`: a record each."""
    return Answer(
        name, title, definition, question, sum(n for _, n in pairs),
        columns=("key", "name", "projects"),
        records=tuple({"key": part.key, "name": part.name, "projects": n} for part, n in pairs),
    )  # fmt: skip


def last_written(question):
    """Projects by the phase that the source wrote last, the rule of figures published before.

    Two queries. Only for the whole portfolio: the rule knows no other part.
    """
    counts = by_last_written(question)
    n = sum(counts.values())
    definition = _(
        "The rule of figures that the network itself published: the phase that stands last in each "
        "project's file counts, whatever its dates, plans included. %(definition)s"
    ) % {"definition": definition_of(question)}
    return Answer(
        "last-written", _("By the phase written last"), definition, question, n,
        columns=("phase", "label", "projects"),
        records=tuple(
            {"phase": phase or "none", "label": name_of(phase), "projects": counts[phase]}
            for phase in STATES
            if counts.get(phase)
        ),
    )  # fmt: skip
