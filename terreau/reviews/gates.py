"""What a project should have before it goes on to the next phase, by the phase that it is in.

From the standard of the network: each item is read from what is known of the project where that
is possible, else the team answers it in the dossier.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from terreau.projects.phases import Phase


@dataclass(frozen=True)
class Item:
    """name: also that of the section in which the team answers; known: a field of the project;
    stage: when it is asked for, where that is not simply before the next phase."""

    name: str
    label: Promise
    known: str = ""
    stage: Promise | str = ""


EXISTING = "gate_existing"
FIRST, NEXT = _("At the first review"), _("Before acceleration")


GATES = {
    Phase.INVESTIGATION: (
        Item("gate_problem", _("The problem is sized and proved")),
        Item(EXISTING, _("No adequate solution exists already")),
        Item("gate_lead", _("Somebody leads the product half of their time or more")),
        Item("gate_sponsor", _("A sponsor is named"), "sponsors"),
        Item("gate_budget", _("There is a budget line")),
        Item("gate_success", _("It is said what success in six months is")),
        Item("gate_users", _("The first group of users is chosen")),
    ),
    Phase.CONSTRUCTION: (
        Item("gate_transaction", _("Somebody has used it for real"), stage=FIRST),
        Item("gate_production", _("A version is in production"), "website", FIRST),
        Item("gate_measure", _("One measure of impact is chosen"), "impact_indicators", FIRST),
        Item("gate_statistics", _("Statistics are public"), "statistics_url", FIRST),
        Item("gate_source", _("The source code is open"), "repository", FIRST),
        Item("gate_cost", _("The budget is published"), "budget_url", FIRST),
        Item("gate_market", _("Regular users are 1 to 5 % of those who could use it"), "", NEXT),
        Item("gate_targets", _("Targets at 6 and 18 months are set"), "targets", NEXT),
    ),
    Phase.ACCELERATION: (
        Item("gate_share", _("A significant share of those who could use it do")),
        Item("gate_matrix", _("All dimensions of impact are measured"), "matrix"),
        Item("gate_accessibility", _("Accessibility was audited"), "accessibility"),
        Item("gate_security", _("Security was approved")),
    ),
    Phase.CONSOLIDATION: (
        Item("gate_line", _("A budget line lasts")),
        Item("gate_receiver", _("The body that receives it confirms")),
        Item("gate_after", _("It is said who checks after 6, 12 and 24 months")),
    ),
}


def gate_of(phase):
    """The items of the gate that ends a phase; none for a phase without one."""
    return GATES.get(phase, ())


NAMES = {item.name: item.label for gate in GATES.values() for item in gate}
STAGES = {item.name: item.stage for gate in GATES.values() for item in gate}


def checked(phase, known, texts):
    """[{name, state, said}] of the gate of a phase, as the dossier keeps it.

    known: {what an item may be known by: its value, empty where missing}; texts: the sections of
    the team. state: "known", "answered" or "missing".
    """
    found = []
    for item in gate_of(phase):
        said = texts.get(item.name, "")
        state = "answered" if said else "missing"
        if item.known and known.get(item.known):
            state = "known"
        found.append({"name": item.name, "state": state, "said": said})
    return found
