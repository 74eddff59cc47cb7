"""The phases of a project, their order, and the definitions by which projects are counted."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Phase(models.TextChoices):
    INVESTIGATION = "investigation", _("investigation")
    CONSTRUCTION = "construction", _("construction")
    ACCELERATION = "acceleration", _("acceleration")
    CONSOLIDATION = "consolidation", _("consolidation")
    DORMANT = "dormant", _("dormant")
    PAUSED = "paused", _("paused")
    OPERATED = "operated", _("operated in the network")
    TRANSFERRED = "transferred", _("transferred")
    MERGED = "merged", _("merged")
    SUSTAINED = "sustained", _("sustained, which way unknown")
    ENDED = "ended", _("ended, outcome unknown")
    STOPPED = "stopped", _("stopped")
    STOPPED_IN_INVESTIGATION = "stopped_in_investigation", _("stopped in investigation")
    UNKNOWN = "unknown", _("in a phase whose name is not known here")


INCUBATION = (
    Phase.INVESTIGATION,
    Phase.CONSTRUCTION,
    Phase.ACCELERATION,
    Phase.CONSOLIDATION,
)
SUSPENDED = (Phase.DORMANT, Phase.PAUSED)
HISTORY_ONLY = (Phase.SUSTAINED, Phase.ENDED, Phase.UNKNOWN)
STOPS = (Phase.STOPPED, Phase.STOPPED_IN_INVESTIGATION)
EXITS = (
    Phase.OPERATED, Phase.TRANSFERRED, Phase.MERGED, Phase.SUSTAINED, Phase.ENDED, *STOPS,
)  # fmt: skip
NOT_YET = ""
UNLISTED = "unlisted"  # no longer in the source that it was harvested from

STATES = {
    NOT_YET: _("no phase yet"),
    **dict(Phase.choices),
    UNLISTED: _("no longer in its source"),
}

RANK = {phase: rank for rank, phase in enumerate(Phase)}


def label(phase):
    """The words for a phase; for none, that there is none yet."""
    return STATES.get(phase, phase)


def is_usual(before, after, worked_in=NOT_YET):
    """Whether a step needs neither a reason nor a second person.

    One step forward, a pause, rest or stop from incubation, a return from a pause, and an exit
    from acceleration or consolidation are usual; skipping, going back and leaving an exit are not.
    worked_in: the phase before a pause or rest, to which a return leads, or one step further.
    """
    if before in ("", None):
        return after == Phase.INVESTIGATION
    if before in EXITS:
        return False
    if before in SUSPENDED:
        if after in INCUBATION:
            return after == worked_in or is_usual(worked_in, after)
        return after in STOPS or after in SUSPENDED
    if after in SUSPENDED or after in STOPS:
        return True
    if after in INCUBATION:
        return RANK[after] == RANK[before] + 1
    return before in (Phase.ACCELERATION, Phase.CONSOLIDATION)


def next_of(phase):
    """The phase one step forward, the first where there is none yet, None after the last."""
    if phase == NOT_YET:
        return INCUBATION[0]
    after = INCUBATION.index(phase) + 1 if phase in INCUBATION else len(INCUBATION)
    return INCUBATION[after] if after < len(INCUBATION) else None


@dataclass(frozen=True)
class Definition:
    """A named way of counting: which phases are in, and the words that go beside the figure."""

    name: str
    label: Promise
    text: Promise
    phases: tuple


DEFINITIONS = {
    each.name: each
    for each in (
        Definition(
            "in_incubation",
            _("in incubation"),
            _("investigation, construction, acceleration or consolidation"),
            INCUBATION,
        ),
        Definition(
            "accompanied",
            _("accompanied"),
            _("construction, acceleration or consolidation"),
            INCUBATION[1:],
        ),
        Definition(
            "sustained",
            _("sustained"),
            _("operated in the network or transferred, with those sustained in an unknown way"),
            (Phase.OPERATED, Phase.TRANSFERRED, Phase.SUSTAINED),
        ),
        Definition(
            "live",
            _("live"),
            _("in incubation, or operated in the network"),
            (*INCUBATION, Phase.OPERATED),
        ),
        Definition(
            "all",
            _("all"),
            _("every project known, whatever its phase, but for those that their source lost"),
            (),
        ),
    )
}
