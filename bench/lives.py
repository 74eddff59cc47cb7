"""The lives of invented projects: phases in a likely order, as they were known bit by bit."""

from datetime import date, timedelta
from itertools import pairwise

from terreau.projects.phases import Phase

FIRST = date(2012, 1, 1)
LAST = (date(2026, 8, 31) - FIRST).days  # nothing is later: a state never changes as days pass
DAY = [(FIRST + timedelta(days=n)).isoformat() for n in range(LAST + 1)]

INVESTIGATION, CONSTRUCTION, ACCELERATION, CONSOLIDATION = (
    Phase.INVESTIGATION.value, Phase.CONSTRUCTION.value,
    Phase.ACCELERATION.value, Phase.CONSOLIDATION.value,
)  # fmt: skip
# phase: (days it lasts by half of the projects, [(what comes then, how often)])
COURSE = {
    INVESTIGATION: (150, [(CONSTRUCTION, 66), (Phase.STOPPED_IN_INVESTIGATION.value, 34)]),
    CONSTRUCTION: (420, [(ACCELERATION, 62), (Phase.STOPPED.value, 34), (Phase.PAUSED.value, 4)]),
    ACCELERATION: (
        600,
        [(CONSOLIDATION, 40), (Phase.TRANSFERRED.value, 32), (Phase.STOPPED.value, 28)],
    ),
    CONSOLIDATION: (500, [(Phase.OPERATED.value, 60), (Phase.TRANSFERRED.value, 40)]),
    Phase.PAUSED.value: (200, [(CONSTRUCTION, 50), (Phase.STOPPED.value, 50)]),
}
CORRECTED = 0.08  # of the projects, once, the start of a spell
LONGEST = 5  # spells


def life(random, born):
    """[(phase, day it began)] of one to five spells, in order."""
    phase, day, spells = INVESTIGATION, born, []
    while day <= LAST and len(spells) < LONGEST:
        spells.append((phase, day))
        if phase not in COURSE:
            break
        median, ways = COURSE[phase]
        day += max(15, int(random.lognormvariate(0, 0.6) * median))
        phase = random.choices([way for way, _ in ways], [n for _, n in ways])[0]
    return spells


def known(random, spells, published):
    """Rows (phase, from, to, sequence, cause, recorded, superseded) as writing day by day leaves.

    What began before the entry was published was recorded with it; each later step supersedes the
    open spell before it; a correction supersedes the two that it touches.
    """
    rows = []
    ends = [day for _, day in spells[1:]] + [None]
    for number, ((phase, begun), end) in enumerate(zip(spells, ends, strict=True)):
        recorded = max(published, begun)
        if end is not None and end > recorded:
            rows.append([phase, begun, None, number, "harvest", recorded, end])
            recorded = end
        rows.append([phase, begun, end, number, "harvest", recorded, None])
    if len(spells) > 1 and random.random() < CORRECTED:
        rows += corrected(random, rows)
    return rows


def corrected(random, rows):
    """Supersede two neighbours of what is known, and return them with another day between them."""
    before, after = random.choice(list(pairwise([row for row in rows if row[6] is None])))
    moved = after[1] - random.randint(1, 12)
    moment = max(row[5] for row in rows) + 1
    if moved <= before[1] or moment > LAST:
        return []
    before[6] = after[6] = moment
    return [
        [before[0], before[1], moved, before[3], "correction", moment, None],
        [after[0], moved, after[2], after[3], "correction", moment, None],
    ]
