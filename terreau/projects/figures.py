"""The portfolio in figures, from the tallies that every action keeps: nothing is counted here."""

from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.text import capfirst

from terreau.prepared.addresses import address, asking
from terreau.projects.phases import DEFINITIONS, STATES, Phase, label
from terreau.theme.shares import share_bar

SHOWN = ("in_incubation", "accompanied", "sustained", "live")
# A phase keeps its colour (1 to 8) from chart to chart; 0 is grey, for what is not to be compared.
COLOURS = {
    Phase.INVESTIGATION: 4, Phase.CONSTRUCTION: 1, Phase.ACCELERATION: 6, Phase.CONSOLIDATION: 5,
    Phase.DORMANT: 0, Phase.PAUSED: 0, Phase.OPERATED: 7, Phase.TRANSFERRED: 3, Phase.MERGED: 3,
    Phase.SUSTAINED: 7, Phase.ENDED: 8, Phase.STOPPED: 2, Phase.STOPPED_IN_INVESTIGATION: 8,
    Phase.UNKNOWN: 0,
}  # fmt: skip
ASKED = {"incubated_by": "incubator", "territory": "territory", "topic": "theme"}


def by_phase(states):
    """{phase: projects} in the order of the phases, without those of no project."""
    return {state: states[state] for state in STATES if states.get(state)}


def defined(name, counts):
    """How many projects a definition counts."""
    return sum(n for state, n in counts.items() if state in DEFINITIONS[name].phases)


def figures(counts, **narrow):
    """The counts of each definition, as parameters of `figure_grid` and `figure_row`.

    narrow: what of the portfolio was counted, as for `directory`.
    """
    today = timezone.localdate()
    return [
        {
            "value": defined(name, counts),
            "label": DEFINITIONS[name].label,
            "definition": capfirst(DEFINITIONS[name].text),
            "as_of": today,
            "known_at": today,
            "url": reproduced(name, today, narrow),
        }
        for name in SHOWN
    ]


def reproduced(name, today, narrow):
    """The page of the portfolio that counts the same on any later day; "" where none does."""
    if not narrow.keys() <= ASKED.keys():
        return ""
    try:
        portfolio = address("portfolio:index")
    except NoReverseMatch:
        return ""
    given = {"as_of": today, "known_at": today, "definition": name}
    return asking(portfolio, given | {ASKED[key]: narrow[key] for key in narrow})


def phase_bar(counts, title, **narrow):
    """The projects by phase as one bar; each part leads to them in the directory."""
    parts = [
        {
            "label": capfirst(str(label(phase))),
            "value": n,
            "tone": COLOURS.get(phase) or "paused",
            "url": directory(state=phase or "none", **narrow),
        }
        for phase, n in counts.items()
    ]
    return share_bar(parts, title=title)


def directory(**narrow):
    """The address of the projects in the directory, narrowed to a state, place, theme or role."""
    return asking(address("project:index"), narrow)
